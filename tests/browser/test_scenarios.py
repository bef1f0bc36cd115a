"""Scenarios by their pages: made, filled through the recording forms, looked at, recorded as one or given up."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Page, expect

from api.app import build_app
from api.pages.core.rate_limit import Pace
from api.services.scenarios import Scenarios
from domain.log.parsing import read_entry
from tests.browser.site import Served
from tests.browser.test_every_page import violations
from tests.browser.test_recording import as_manager, check, fill_when
from tests.support.deployments import Deployment, deploy, sqlite_url
from tests.support.examples import amend, log_of, record, start, world

NORTH_WEST = "/programmes/north-west"
HERE = {"sec-fetch-site": "same-origin"}
_TAGS = re.compile(r"<[^>]+>")
_number = itertools.count(1)


class House:
    """A deployment with the small merger, a scenario that moves a team to a site of its own, and its pages."""

    def __init__(self, found: Deployment) -> None:
        self.deployment, self.slug = found, world(found)
        self.path = f"/programmes/{self.slug}"
        app = build_app(found.mergerlog)
        app.channels.pages.state.paces = {name: Pace(10**9) for name in app.channels.pages.state.paces}
        self.client = TestClient(app, follow_redirects=False)

    def draft(self, *bodies: dict[str, object]) -> str:
        """A new scenario with entries; its id."""
        id_ = f"draft-{next(_number)}"
        self.deployment.post(f"{self.path}/scenarios", {"name": f"What if {id_}?", "id": id_})
        for body in bodies:
            reply = self.deployment.post(f"{self.path}/scenarios/{id_}/entries", body)
            assert reply.status_code == 201, reply.text
        return id_

    def get(self, path: str, status: int = 200, role: str = "manager") -> str:
        reply = self.client.get(f"{self.path}{path}", headers=self.deployment.headers(role))
        assert reply.status_code == status, reply.text[-3000:]
        return words(reply.text)

    def post(self, path: str, status: int = 303, role: str = "manager", **typed: str) -> str:
        headers = self.deployment.headers(role, **HERE) | {"Content-Type": "application/x-www-form-urlencoded"}
        reply = self.client.post(f"{self.path}{path}", data=typed, headers=headers)
        assert reply.status_code == status, reply.text[-3000:]
        return reply.headers["location"] if status == 303 else words(reply.text)


def words(page: str) -> str:
    return " ".join(unescape(_TAGS.sub(" ", page)).split())


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with deploy(sqlite_url(tmp_path)) as found:
        yield House(found)


def new_base() -> tuple[dict[str, object], dict[str, object]]:
    """A site that nobody has, and a team that moves to it."""
    slug = f"base-{next(_number)}"
    opened = start("site-opened", slug, "2018-11", "planned", id=slug, name=slug.capitalize(), uses=["response-base"])
    return opened, start("team-moved", "response-b", "2018-12", "planned", id=f"to-{slug}", to=slug)


def test_nobody_but_managers_learns_of_scenarios(house: House) -> None:
    id_ = house.draft(*new_base())
    paths = ["/scenarios", "/scenarios.csv", f"/scenarios/{id_}", f"/scenarios/{id_}.csv", f"/scenarios/{id_}/commit",
             "/side-by-side", f"/structure?scenario={id_}", f"/log?scenario={id_}", "/scenarios/nowhere"]  # fmt: skip
    for role in ("member", "observer"):
        told = {house.get(path, 403, role).replace(path, "") for path in paths}
        assert not [each for each in told if id_ in each]
        for deed in ("commit", "discard", "rebase", "entries/x/remove"):
            house.post(f"/scenarios/{id_}/{deed}", 403, role, reason="No.")
        house.post("/scenarios", 403, role, name="Mine")
    assert house.get("/structure?scenario=nowhere", 404)
    assert [each["state"] for each in _all(house) if each["id"] == id_] == ["open"]


def _all(house: House) -> list[dict[str, object]]:
    found: list[dict[str, object]] = house.deployment.get(f"{house.path}/scenarios").json()["scenarios"]
    return found


def test_one_scenario_has_its_entries_what_it_alters_and_its_clashes(house: House) -> None:
    opened, moved = new_base()
    site, id_ = str(opened["subject"]), house.draft(opened, moved)
    said = house.get(f"/scenarios/{id_}")
    assert f"1 {site.capitalize()} is to open with a response base in November 2018." in said
    assert f"2 Response B is to move to {site.capitalize()} in December 2018." in said
    assert "The position on 31 December 2018 , from what was known on 4 June 2018" in said
    assert f"{site.capitalize()} Not in the structure In the structure" in said
    assert f"Response B Based at Nothing {site.capitalize()}" in said
    assert "Nothing in the structure changes on that day." in house.get(f"/scenarios/{id_}?effective_on=2018-06-04")
    rows = list(csv.DictReader(io.StringIO(_file(house, f"/scenarios/{id_}.csv"))))
    assert [row["kind"] for row in rows] == ["site-opened", "team-moved"]


def _file(house: House, path: str) -> str:
    reply = house.client.get(f"{house.path}{path}", headers=house.deployment.headers())
    assert reply.status_code == 200
    return str(reply.text.removeprefix("\ufeff"))


def test_side_by_side_says_what_differs_and_what_clashes(house: House) -> None:
    opened, moved = new_base()
    soon = start("team-moved", "response-b", "2018-10", "planned", id=f"soon-{opened['id']}", to=opened["subject"])
    good, bad = house.draft(opened, moved), house.draft(opened | {"id": f"{opened['id']}-2"}, soon)
    name = str(opened["subject"]).capitalize()
    # Without a day, the address becomes that of the day by which all of them are in effect.
    reply = house.client.get(f"{house.path}/side-by-side?side={good}&side={bad}", headers=house.deployment.headers())
    assert (reply.status_code, reply.headers["location"].rpartition("=")[2]) == (303, "2018-12-31")
    said = house.get(f"/side-by-side?log=yes&side={good}&side={bad}&effective_on=2018-11-15")
    assert f"Response B Based at Nothing Nothing {name}" in said
    assert f"The team Response B is based at {name}, which is not open. No clash No clash Certain" in said
    table = _file(house, f"/side-by-side.csv?side={good}&side={bad}&effective_on=2018-11-15")
    rows = list(csv.reader(io.StringIO(table)))
    assert rows[0][-2:] == [f"What if {good}?", f"What if {bad}?"]
    assert ["structure", "team", "response-b", "Response B", "Based at", "", name] in rows
    query = f"side={good}&side={bad}&effective_on=2018-12-31"
    assert _file(house, f"/side-by-side.svg?log=yes&{query}").count("comes here") == 2
    png = house.client.get(f"{house.path}/side-by-side.png?{query}", headers=house.deployment.headers())
    assert png.content.startswith(b"\x89PNG")
    assert "Choose two or three" in house.get(f"/side-by-side?side={good}", 422)
    assert "Choose two or three" in house.get(f"/side-by-side?side={good}&side={good}", 422)
    assert "There is no 31 February 2018" in house.get(
        f"/side-by-side?side={good}&side={bad}&effective_on-day=31&effective_on-month=2&effective_on-year=2018", 422
    )


def test_an_entry_that_another_rests_on_is_not_taken_out_first(house: House) -> None:
    opened, moved = new_base()
    id_ = house.draft(opened, moved)
    said = house.post(f"/scenarios/{id_}/entries/{opened['id']}/remove", 409)
    assert f"“{str(opened['subject']).capitalize()} is to open with a response base in November 2018” cannot be" in said
    assert "in December 2018” rests on it. Take that out first." in said
    for each in (moved, opened, opened):  # The last is a button that was pressed twice.
        assert house.post(f"/scenarios/{id_}/entries/{each['id']}/remove").endswith(f"/scenarios/{id_}")
    assert "It is empty" in house.get(f"/scenarios/{id_}")
    assert "holds no entry" in house.post(f"/scenarios/{id_}/commit", 409, reason="Try.")


def test_what_changed_under_a_scenario_is_told_plainly_and_accepted(house: House) -> None:
    opened, moved = new_base()
    id_ = house.draft(opened, moved)
    elsewhere = start("team-moved", "response-b", "2018-08", "planned", reason="The lease ends.", to="wembley")
    record(house.deployment, house.slug, elsewhere)
    before = len(log_of(house.deployment, house.slug))
    assert "Why is it recorded?" in house.get(f"/scenarios/{id_}/commit")
    assert "Enter why" in house.post(f"/scenarios/{id_}/commit", 422)
    said = house.post(f"/scenarios/{id_}/commit", 409, reason="It was agreed.")
    assert "Nothing was recorded: the record has changed since this was written" in said
    assert "Response B is to move to Wembley in August 2018." in said
    assert "Recorded by tester, 9:00am on 4 June 2018. It is under entry 2 of the scenario. The lease ends." in said
    assert "It was agreed." in said  # Nothing typed is lost.
    assert len(log_of(house.deployment, house.slug)) == before
    seen = house.deployment.get(f"{house.path}/scenarios/{id_}").json()["seen"]
    record(house.deployment, house.slug, amend("change-withdrawn", _last(house)))
    # With a reason typed, the way goes on to where it was typed.
    on = house.post(f"/scenarios/{id_}/rebase", seen=seen, reason="It was agreed.")
    assert "It was agreed." in house.get(on.removeprefix(house.path))
    # What was recorded after it was looked at was not seen, and is not accepted.
    assert "will not move to Wembley" in house.post(f"/scenarios/{id_}/commit", 409, reason="It was agreed.")
    seen = house.deployment.get(f"{house.path}/scenarios/{id_}").json()["seen"]
    house.post(f"/scenarios/{id_}/rebase", seen=seen)
    assert house.post(f"/scenarios/{id_}/commit", reason="It was agreed.").endswith(f"/scenarios/{id_}")
    assert house.post(f"/scenarios/{id_}/commit", reason="It was agreed.").endswith(f"/scenarios/{id_}")  # Twice.
    ids = [entry["id"] for entry in log_of(house.deployment, house.slug)]
    assert ids.count(opened["id"]) == ids.count(moved["id"]) == 1
    assert "Recorded Made by tester" in house.get(f"/scenarios/{id_}")
    assert "was recorded, 2 entries in all" in house.get("/log")


def _last(house: House) -> str:
    return str(log_of(house.deployment, house.slug)[-1]["change"])


def test_what_can_no_longer_be_recorded_says_why(house: House) -> None:
    opened, moved = new_base()
    id_ = house.draft(opened, moved)
    record(house.deployment, house.slug, opened | {"id": f"{opened['id']}-first"})
    said = house.get(f"/scenarios/{id_}")
    assert "Cannot be recorded" in said
    assert "1 of its 2 entries cannot be recorded at present" in house.get(f"/structure?scenario={id_}")
    assert "Nothing was recorded" in house.post(f"/scenarios/{id_}/commit", 409, reason="It was agreed.")


def test_a_scenario_is_given_up_with_a_reason(house: House) -> None:
    id_ = house.draft(*new_base())
    assert "Enter why" in house.post(f"/scenarios/{id_}/discard", 422)
    house.post(f"/scenarios/{id_}/discard", reason="Too dear.")
    house.post(f"/scenarios/{id_}/discard", reason="Too dear.")
    said = house.get(f"/scenarios/{id_}")
    assert "Given up Made by tester" in said
    assert "Take it out" not in said
    assert "was given up, 2 entries in all" in house.get("/log")
    assert "can be looked at, and nothing more" in house.post(f"/scenarios/{id_}/commit", 409, reason="After all.")


def test_papers_may_disagree_about_the_record_itself(house: House) -> None:
    """When a draft was given up, say: what is no subject of the structure has no page, and no form for its details."""
    id_ = house.draft(*new_base())
    house.post(f"/scenarios/{id_}/discard", reason="Too dear.")
    given_up = _last(house)
    other = {"document": "Minutes"}
    record(house.deployment, house.slug, amend("claim-recorded", given_up, effective_on="2018-05", source=other))
    assert "The draft “" in house.get("/contradictions")
    for path in (f"/changes/{given_up}", f"/changes/{given_up}/forecasts", f"/changes/{given_up}/knock-on"):
        house.get(path)
    record(house.deployment, house.slug, start("reminder-policy-set", house.slug, "2018-06-04", id="policy", rungs=[7]))
    for change in (given_up, "policy"):
        assert "Which paper says so?" in house.get(f"/changes/{change}/amend?kind=change-corrected")
    record(house.deployment, house.slug, amend("change-retracted", given_up))


def test_without_a_scenario_nothing_is_beside_another(house: House) -> None:
    programme = house.deployment.programme()
    headers = house.deployment.headers()
    reply = house.client.get(f"/programmes/{programme}/side-by-side", headers=headers)
    assert (reply.status_code, "There is a problem" in reply.text) == (200, False)
    house.deployment.post(f"/programmes/{programme}/scenarios", {"name": "Empty", "id": "empty"})
    reply = house.client.get(f"/programmes/{programme}/side-by-side", headers=headers, follow_redirects=True)
    assert "There are no differences on that day." in reply.text
    png = house.client.get(f"/programmes/{programme}/side-by-side.png?log=yes&side=empty", headers=headers)
    assert png.content.startswith(b"\x89PNG")


def test_its_id_comes_from_its_name_and_two_presses_make_one(house: House) -> None:
    assert "Enter what it is to be called" in house.post("/scenarios", 422, name=" ")
    assert house.post("/scenarios", name="A third base").endswith("/scenarios/a-third-base")
    assert house.post("/scenarios", name="A third base").endswith("/scenarios/a-third-base")
    house.post("/scenarios/a-third-base/discard", reason="No.")
    assert house.post("/scenarios", name="A third base").endswith("/scenarios/a-third-base-2")


def test_someone_new_is_appointed_in_a_scenario(house: House) -> None:
    id_ = house.draft()
    typed: dict[str, Any] = {
        "kind": "leader-appointed",
        "subject": "commander",
        "d-person-new": "Ada Byron",
        "d-tenure": "acting",
    }
    typed |= {"standing": "planned", "when-from-year": "2019"}
    before = len(log_of(house.deployment, house.slug))
    assert "Check it before it is put into the scenario" in house.post(f"/record?scenario={id_}", 200, **typed)
    typed |= {"step": "record", "entry-id": f"ada-{id_}", "d-person-id": f"p-{id_}"}
    house.post(f"/record?scenario={id_}", **typed)
    house.post(f"/record?scenario={id_}", **typed)  # Pressed twice, it is put in once.
    assert "1 Ada Byron is to be appointed acting Commander in 2019." in house.get(f"/scenarios/{id_}")
    assert len(log_of(house.deployment, house.slug)) == before


def test_a_clash_is_not_acknowledged_for_a_scenario(house: House) -> None:
    """The form is not on its pages: what is acknowledged is acknowledged in the record."""
    opened, moved = new_base()
    id_ = house.draft(opened, moved | {"effective_on": "2018-10"})
    found = house.deployment.get(f"{house.path}/clashes", scenario=id_, basis="planned").json()["clashes"]
    clash = next(each["id"] for each in found if each["rule"] == "site-not-open")
    said = house.get(f"/clashes/{clash}?scenario={id_}&basis=planned")
    assert "which is not open" in said
    assert "Accept it" not in said


def test_by_the_forms_from_the_list_to_the_log(page: Page, site: Served) -> None:
    """A scenario is made, a base is opened in it, a team moves there, and all of it is recorded."""
    name = f"Omega{next(_number)}"
    as_manager(page, site, f"{NORTH_WEST}/scenarios")
    expect(page.locator("main table")).to_contain_text("Two response bases: Wembley and Colindale")
    page.fill("#name", f"A base at {name}")
    page.click("button:has-text('Make it')")
    expect(page.locator("h1")).to_have_text(f"A base at {name}")
    page.click("text=Add a change to it")
    expect(page.locator(".app-supposed")).to_contain_text(f"A base at {name}")
    page.click("text=A site opens")
    page.fill("#d-name", name)
    page.check("label:has-text('Response base')")
    page.check("label:has-text('It is planned')")
    fill_when(page, "", "", "")
    page.click("button:has-text('Check it')")
    expect(page.locator("#when-error")).to_contain_text("Enter when")
    expect(page.locator("#d-name")).to_have_value(name)
    fill_when(page, "", "11", "2018")
    check(page, "Check it before it is put into the scenario")
    page.click("button:has-text('Put it into the scenario')")
    expect(page.locator("main")).to_contain_text("It is in the scenario. It has not been recorded.")
    # A team moves to the base that only the scenario has.
    draft = page.url.partition("?")[0].rpartition("/")[2]
    page.goto(f"{NORTH_WEST}/record?kind=team-moved&subject=harrow-response&scenario={draft}")
    if page.locator("select#d-to").count():
        page.select_option("#d-to", label=name)
    else:
        page.fill("#d-to", name)
        page.keyboard.press("Enter")
    page.check("label:has-text('It is planned')")
    fill_when(page, "", "12", "2018")
    check(page, "Check it before it is put into the scenario")
    page.click("button:has-text('Put it into the scenario')")
    expect(page.locator("main .app-entries").first).to_contain_text(f"Harrow response is to move to {name}")
    expect(page.locator("main")).to_contain_text("No clashes caused by the scenario")
    page.click("text=Side by side with the record as it is")
    expect(page.locator(".app-sides")).to_contain_text("comes here")
    page.go_back()
    page.click("a:has-text('Record all of it')")
    page.click("button:has-text('Record all of it')")
    expect(page.locator("#reason-error")).to_contain_text("Enter why")
    page.fill("#reason", "The board agreed.")
    page.dblclick("button:has-text('Record all of it')")
    expect(page.locator("main")).to_contain_text("See when and why it was recorded")
    page.goto(f"{NORTH_WEST}/log")
    expect(page.locator(".app-entries li").first).to_contain_text("was recorded, 2 entries in all")
    expect(page.locator(".app-entries")).to_contain_text(f"Harrow response is to move to {name}")


def test_a_contradiction_is_settled_from_its_page(page: Page, site: Served) -> None:
    made = [f"omega-{next(_number)}" for _ in range(2)]
    for slug in made:
        said = start("site-opened", slug, "2018-11-05", "planned", id=slug, name=slug.capitalize())
        other = amend("claim-recorded", slug, id=f"{slug}-otherwise", effective_on="2018-12", source={"document": "P"})
        for body in (said, other):
            site.mergerlog.record("north-west", read_entry(json.dumps(body).encode()), "tester")
    as_manager(page, site, f"{NORTH_WEST}/contradictions")
    first, second = (page.locator(".app-contradiction", has_text=slug.capitalize()) for slug in made)
    expect(first).to_contain_text("is to open on 5 November 2018.")
    expect(first).to_contain_text("is to open in December 2018.")
    first.locator("text=The other paper is right").click()
    expect(page.locator("#when-from-month")).to_have_value("12")
    page.fill("#reason", "The later paper is right.")
    check(page)
    page.click("button:has-text('Record it')")
    page.goto(f"{NORTH_WEST}/contradictions")
    expect(first).to_contain_text("Settled The record was corrected to what the other paper says, 4 June 2018")
    expect(first).to_contain_text("The later paper is right.")
    second.locator("text=The record is right").click()
    page.fill("#reason", "The other paper is a draft.")
    check(page)
    page.click("button:has-text('Record it')")
    page.goto(f"{NORTH_WEST}/contradictions?state=settled")
    expect(second).to_contain_text("What the other paper says was dismissed")


def test_a_scenario_is_not_asked_about_as_it_was_known_before(house: House) -> None:
    id_ = house.draft(*new_base())
    said = house.get(f"/structure?scenario={id_}&known_on=2018-06-03", 422)
    assert "A scenario would be recorded now, so it was not known then: leave this empty" in said


@pytest.mark.parametrize("context", ["with JavaScript"], indirect=True)
def test_a_scenario_is_made_and_given_up_by_keyboard_alone(page: Page, site: Served) -> None:
    name = f"Sigma{next(_number)}"
    as_manager(page, site, f"{NORTH_WEST}/scenarios")
    tab_to(page, "name")
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(name)
    tab_to(page, "Give it up")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Give it up")
    tab_to(page, "reason")
    page.keyboard.type("Tried by keyboard.")
    tab_to(page, "Give it up")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("See when and why it was given up")


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until something is focused by its id, or by what it says."""
    for _ in range(60):
        page.keyboard.press("Tab")
        said = page.evaluate("[document.activeElement.id, document.activeElement.textContent.trim()]")
        if wanted in said:
            return
    raise AssertionError(f"Tab does not reach {wanted}")


@pytest.mark.parametrize("context", ["with JavaScript"], indirect=True)
def test_what_went_wrong_reads_well_everywhere(page: Page, site: Served) -> None:
    """A scenario that the record moved under, and that can be recorded no more, on a phone; nothing that axe finds."""
    slug, id_ = f"tau-{next(_number)}", f"draft-tau-{next(_number)}"
    opened = start("site-opened", slug, "2018-11", "planned", id=slug, name=slug, uses=["response-base"])
    moved = start("team-moved", "brent-response", "2018-12", "planned", id=f"to-{slug}", to=slug)
    scenarios = Scenarios(site.mergerlog, "north-west", "tester")
    scenarios.create(f"What if {slug}?", id_)
    for body in (opened, moved):
        scenarios.add(id_, read_entry(json.dumps(body).encode()))
    first = read_entry(json.dumps(opened | {"id": f"{slug}-first"}).encode())
    site.mergerlog.record("north-west", first, "someone else")
    page.set_viewport_size({"width": 320, "height": 640})
    as_manager(page, site, f"{NORTH_WEST}/scenarios/{id_}")
    expect(page.locator("main")).to_contain_text("Cannot be recorded")
    expect(page.locator("main")).to_contain_text("The record has changed under it")
    assert_reads_well(page)
    page.locator("button:has-text('Take it out')").first.click()
    expect(page.locator(".govuk-error-summary, h1").first).to_be_visible()
    assert_reads_well(page)
    page.goto(f"{NORTH_WEST}/scenarios/{id_}/commit")
    page.fill("#reason", "It was agreed.")
    page.click("button:has-text('Record all of it')")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Nothing was recorded")
    assert_reads_well(page)
    page.goto(f"{NORTH_WEST}/structure?scenario={id_}&known_on=2018-05-01")
    expect(page.locator(".govuk-error-summary")).to_contain_text("was not known then")
    assert_reads_well(page)
    scenarios.discard(id_, "It was a test.")


def assert_reads_well(page: Page) -> None:
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("context", ["without JavaScript"], indirect=True)
def test_on_paper_a_page_says_what_it_says_and_no_addresses(page: Page, site: Served) -> None:
    as_manager(page, site, f"{NORTH_WEST}/side-by-side?side=three-sites&side=two-bases&effective_on=2018-12-01")
    page.emulate_media(media="print")
    after = "[...document.querySelectorAll('main a')].map(a => getComputedStyle(a, '::after').content)"
    assert set(page.evaluate(after)) == {"none"}
    expect(page.locator(".govuk-back-link")).to_be_hidden()
    expect(page.locator(".govuk-service-navigation")).to_be_hidden()
    expect(page.locator("main svg").first).to_be_visible()
