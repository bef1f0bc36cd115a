"""What someone writes into any field is shown as they wrote it, and runs nothing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from urllib.parse import quote

import httpx2
import pytest
from playwright.sync_api import Browser, Page

from api.services.scenarios import Scenarios
from domain.log.parsing import read_entry
from tests.browser.conftest import PATIENCE
from tests.browser.site import Served, served
from tests.browser.test_every_form_answer import failed
from tests.support.examples import amend, start

SCRIPTS = (
    "<script>window.ran=1</script>",
    "<img src=x onerror=window.ran=1>",
    '"><svg onload=window.ran=1>',
    "javascript:window.ran=1",
    "{{ 7*7 }}${7*7}</textarea></title><script>window.ran=1</script>",
    "'-window.ran=1-'",
    '=HYPERLINK("http://example.invalid")',
)
ALL = " ".join(SCRIPTS)
"""Each of them, in every field of text."""
PERSON = "p-script"


@pytest.fixture(scope="module")
def scripted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("scripted"), data=False) as site:
        site.mergerlog.create_programme("merger", ALL)
        site.mergerlog.register_person(ALL, PERSON)
        site.accounts.add("manager", ALL, "three words together", "manager")
        source = {"document": ALL, "reference": ALL, "quote": ALL}
        said = {"reason": ALL, "source": source}
        for body in (
            start("area-defined", "area", "2018-01", id="area", name=ALL, area_type="borough", gss_code=ALL),
            start("area-defined", "ward", "2018-01", id="ward", name=ALL, area_type="ward", parent="area"),
            start("unit-established", "unit", "2018-01", id="unit", name=ALL, unit_type="bcu", areas=["area"]),
            start("site-opened", "site", "2018-01", id="site", name=ALL, address=ALL, uses=["office"]),
            start("team-formed", "team", "2018-01", id="team", name=ALL, unit="unit", function="response", site="site",
                  covers=["area"]),
            start("post-created", "post", "2018-01", id="post", title=ALL, unit="unit", rank=ALL, area="area"),
            start("leader-appointed", "post", "2018-02", id="leader", person=PERSON, tenure="acting", rank=ALL),
            start("milestone-set", "milestone", "2018-12", "planned", id="milestone", title=ALL, workstream=ALL),
            start("unit-stated", "unit", "2018-02", id="stated", text=ALL),
            start("site-renamed", "site", "2018-03", "planned", id="renamed", name=ALL),
            amend("change-corrected", "site", details={"name": ALL + "!"}),
            amend("claim-recorded", "milestone", effective_on="2019"),
            start("unit-established", "old", "2018-01", id="old", name=ALL, unit_type="borough-command"),
            start("team-formed", "left", "2018-01", id="left", name=ALL, unit="old", function="response"),
            start("units-merged", "unit", "2018-05", id="merged", from_=["old"]),
            start("milestone-set", "after", "2019-12", "planned", id="after", title=ALL, depends_on=["milestone"]),
        ):  # fmt: skip
            raw = json.dumps(body | said).encode()
            site.mergerlog.record("merger", read_entry(raw), ALL)
        scenarios = Scenarios(site.mergerlog, "merger", ALL)
        scenarios.create(ALL, "draft")
        opened = start("site-opened", "base", "2018-12", "planned", id="base", name=ALL, uses=["office"])
        moved = start("team-moved", "team", "2018-12", "planned", id="moved", to="base")
        for body in (opened, moved):
            scenarios.add("draft", read_entry(json.dumps(body | said).encode()))
        failed(site, "scripted", ALL, "milestone", "after")
        site.mergerlog.add_token(ALL, "member", "merger")
        yield site


PATHS = (
    "", "/structure", "/structure?effective_on=2018-12-31&basis=proposed", "/timeline?show=everything", "/log",
    "/structure/compare?effective_on=2017-01-01&to_effective_on=2018-06-01", "/search?q=window", "/my-ward",
    "/areas/ward/cover", "/areas/area", "/units/unit", "/sites/site", "/teams/team", "/posts/post",
    "/milestones/milestone", f"/people/{PERSON}", "/changes/site", "/changes/milestone", "/record?kind=team-formed",
    "/changes/site/amend?kind=change-corrected", "/structure.svg", "/timeline.svg",
    "/contradictions", "/mergers", "/mergers/merged", "/mergers/merged.svg", "/changes/milestone/knock-on",
    "/changes/milestone/forecasts", "/changes/milestone/forecasts.svg", "/scenarios", "/scenarios/draft",
    "/scenarios/draft/commit", "/side-by-side?log=yes&side=draft&effective_on=2018-12-31",
    "/side-by-side.svg?log=yes&side=draft&effective_on=2018-12-31", "/structure?scenario=draft", "/clashes",
    "/reminders", "/contacts", "/calendars", "/reminders/policy", f"/papers?document={quote(ALL)}", "/log.atom",
)  # fmt: skip


def test_nothing_runs_on_any_page(chromium: Browser, scripted: Served) -> None:
    context = chromium.new_context(base_url=scripted.address)
    context.set_default_timeout(PATIENCE)
    context.add_cookies([{"name": "mergerlog", "value": scripted.session("manager"), "url": scripted.address}])
    page = context.new_page()
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in (
        *(f"/programmes/merger{path}" for path in PATHS),
        "/",
        "/accounts",
        "/tokens",
        "/people",
        f"/sign-in?next={SCRIPTS[3]}",
    ):
        reply = page.goto(path)
        assert reply is not None
        assert reply.status == 200, (path, reply.status)
        assert page.evaluate("window.ran") is None, path
        assert_as_written(page, path)
    assert [url for url in asked if not url.startswith((scripted.address, "data:"))] == []
    context.close()


def assert_as_written(page: Page, path: str) -> None:
    """What was written is there to be read, and made no element."""
    found = page.evaluate("document.querySelectorAll('[onerror],[onload],a[href^=\"javascript:\"],img').length")
    assert found == 0, path
    assert "49$" not in page.content(), path


def test_what_is_typed_back_into_a_form_runs_nothing(chromium: Browser, scripted: Served) -> None:
    context = chromium.new_context(base_url=scripted.address)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("#sign_in", ALL)
    page.click("main button:has-text('Sign in')")
    assert page.input_value("#sign_in") == ALL
    assert page.evaluate("window.ran") is None
    page.goto("/programmes/merger/structure?effective_on-day=%3Cscript%3E&effective_on-month=1&effective_on-year=1")
    assert page.evaluate("window.ran") is None
    context.close()


def test_no_cell_of_a_table_to_take_away_is_a_formula(scripted: Served) -> None:
    names: tuple[str, ...] = (
        "structure",
        "timeline",
        "log",
        "structure/compare",
        "contradictions",
        "mergers",
        "mergers/merged",
    )
    names += (
        "changes/milestone/knock-on",
        "changes/milestone/forecasts",
        "scenarios",
        "scenarios/draft",
        "clashes",
        "reminders",
    )
    session = {"mergerlog": scripted.session("manager")}
    for name in (*names, "side-by-side"):
        asked = {"show": "everything", "log": "yes", "side": "draft", "effective_on": "2018-12-31"}
        reply = httpx2.get(f"{scripted.address}/programmes/merger/{name}.csv", params=asked, cookies=session)
        assert reply.status_code == 200
        rows = list(csv.reader(io.StringIO(reply.text.removeprefix("\ufeff"))))
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
        assert len(rows) > (1 if name not in ("structure", "timeline", "log") else 3) or name == "structure/compare"
