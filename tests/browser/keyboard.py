"""Someone who has a keyboard and no mouse: every move is a key, and where the focus is has to be seen."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.site import PASSWORD

MOST = 150
"""Presses of Tab in search of one thing: more, and nobody would find it."""
_IS = "wanted => document.activeElement !== document.body && document.activeElement.matches(wanted)"
_SEEN = """() => {
    const at = document.activeElement;
    const place = at.getBoundingClientRect();
    const label = at.matches('.govuk-radios__input, .govuk-checkboxes__input') ? at.nextElementSibling : null;
    const style = label ? getComputedStyle(label, '::before') : getComputedStyle(at);
    const outlined = style.outlineStyle !== 'none' && style.outlineWidth !== '0px'
        && !/^rgba\\(.*, 0\\)$/.test(style.outlineColor);
    const yellow = style.backgroundColor === 'rgb(255, 221, 0)';
    if (!outlined && !yellow && style.boxShadow === 'none') return 'nothing shows that it has the focus';
    if (!place.width || !place.height) return 'it has no size';
    if (place.bottom <= 0 || place.top >= innerHeight || place.right <= 0 || place.left >= innerWidth)
        return 'it is out of sight';
    return '';
}"""


class Keys:
    """A page, moved through by keys alone."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._board = page.keyboard

    def to(self, wanted: str) -> Keys:
        """Tab to the first that the CSS selector fits; what holds the focus there has to be seen."""
        for _ in range(MOST):
            if self.page.evaluate(_IS, wanted):
                fault = self.page.evaluate(_SEEN)
                assert fault == "", f"{wanted}: {fault}"
                return self
            self._board.press("Tab")
        raise AssertionError(f"{MOST} presses of Tab did not come to {wanted} on {self.page.url}")

    def press(self, *keys: str) -> Keys:
        for key in keys:
            self._board.press(key)
        return self

    def write(self, wanted: str, text: str) -> Keys:
        """Put words into a field, in the place of those that are in it."""
        self.to(wanted).press("ControlOrMeta+a", "Backspace")
        self._board.type(text)
        return self

    def choose(self, wanted: str, text: str) -> Keys:
        """Choose from a list, or from a field that lists what fits, by the beginning of a name."""
        self.to(wanted)
        by_typing = self.page.evaluate("document.activeElement.matches('input')")
        self._board.type(text)
        if by_typing:
            self.page.wait_for_selector(".autocomplete__option:visible")
            self.press("Enter")
        return self

    def tick(self, name: str, value: str) -> Keys:
        """Tick a box, or go by the arrows to one of a choice."""
        one = f"input[name='{name}'][value='{value}']"
        if self.page.locator(f"{one}[type='checkbox']").count():
            return self.to(one).press("Space")
        self.to(f"input[name='{name}']").press("Space")
        for _ in range(self.page.locator(f"input[name='{name}']").count()):
            if self.page.evaluate(_IS, one):
                break
            self.press("ArrowDown")
        assert self.page.locator(f"{one}:checked").count() == 1
        return self

    def date(self, name: str, day: str, month: str, year: str) -> Keys:
        for part, text in (("day", day), ("month", month), ("year", year)):
            self.write(f"#{name}-{part}", text)
        return self

    def follow(self, wanted: str) -> Keys:
        """Go to a link or a button, press Enter, and begin at the main part of the page that comes."""
        self.to(wanted)
        with self.page.expect_navigation():
            self.press("Enter")
        return self if self.page.evaluate("document.activeElement !== document.body") else self.skip()

    def skip(self) -> Keys:
        """Leave out the head of the page by the link that is there for this."""
        self.to(".govuk-skip-link").press("Enter")
        return self

    def sign_in(self, name: str) -> Keys:
        return self.write("#sign_in", name).write("#password", PASSWORD).follow("main button")
