// Nothing here is needed to read or to record: each part makes a page that works without it a little quicker to use.
const body = document.body;
body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) body.classList.add("govuk-frontend-supported");

if (document.querySelector("[data-module]")) {
  const address = document.querySelector("link[data-govuk]").href;
  import(address).then(({ initAll }) => initAll());
}

// The slider: the part of the page below it is fetched again for the day that it stands on.
const slider = document.querySelector("[data-slider]");
if (slider) {
  const range = slider.querySelector("input");
  const said = slider.querySelector("output");
  const part = document.getElementById("part");
  const days = JSON.parse(slider.dataset.days);
  let wanted = null;
  let busy = false;

  const show = async () => {
    if (busy || wanted === null) return;
    busy = true;
    const day = wanted;
    wanted = null;
    const address = new URL(window.location.href);
    address.searchParams.set("effective_on", day);
    const from = new URL(address);
    from.searchParams.set("part", "yes");
    try {
      const reply = await fetch(from);
      if (reply.ok) {
        part.innerHTML = await reply.text();
        window.history.replaceState(null, "", address);
        const title = part.querySelector("[data-title]");
        if (title) document.title = title.dataset.title;
        document.querySelectorAll("[data-month]").forEach((link) => {
          if (link.dataset.month === day.slice(0, 7)) link.setAttribute("aria-current", "date");
          else link.removeAttribute("aria-current");
        });
      }
    } finally {
      busy = false;
      if (wanted !== null) show();
    }
  };

  slider.hidden = false;
  range.addEventListener("input", () => {
    const [day, word] = days[Number(range.value)];
    said.textContent = word;
    range.setAttribute("aria-valuetext", word);
    wanted = day;
    show();
  });
}

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  window.setTimeout(() => delete form.dataset.sent, 5000);
});

// Choosing by typing a part of a name.
const choices = document.querySelectorAll("select[data-by-typing]");
if (choices.length) {
  const script = document.createElement("script");
  script.src = document.querySelector("link[data-autocomplete]").href;
  script.onload = () => choices.forEach((select) => window.accessibleAutocomplete.enhanceSelectElement({
    selectElement: select, defaultValue: select.dataset.empty === "yes" ? "" : undefined,
    showAllValues: true, autoselect: true, preserveNullOptions: true,
  }));
  document.head.append(script);
}
