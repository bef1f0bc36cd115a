"""Every task of a member and of a manager, by keys alone, with JavaScript and without it."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser.keyboard import Keys
from tests.browser.site import Served
from tests.browser.test_recording import NORTH_WEST, as_manager

ONLY_WITH_JAVASCRIPT = pytest.mark.parametrize("context", ["with JavaScript"], indirect=True)


@pytest.fixture
def keys(page: Page) -> Keys:
    return Keys(page)


@pytest.fixture
def managing(page: Page, site: Served) -> Keys:
    as_manager(page, site, f"{NORTH_WEST}/record")
    return Keys(page).skip()


@pytest.fixture
def name(request: pytest.FixtureRequest) -> str:
    """A name that no other test uses."""
    return f"Keyford{abs(hash(request.node.name)) % 100_000}"


def start(keys: Keys, kind: str) -> Keys:
    return keys.follow(f"main a[href$='kind={kind}']")


def test_signing_in_and_out(page: Page, keys: Keys) -> None:
    page.goto(NORTH_WEST)
    keys.follow("header a[href^='/sign-in']").sign_in("member")
    expect(page.locator("header")).to_contain_text("The member")
    page.reload()  # Back to the head of the page, which comes before its main part.
    keys.follow("header button")
    expect(page.locator("header")).to_contain_text("Sign in")


def test_a_plan_is_recorded_moved_corrected_and_done(page: Page, managing: Keys, name: str) -> None:
    keys = start(managing, "site-opened")
    keys.write("#d-name", name).tick("d-uses", "response-base").tick("standing", "planned")
    keys.date("when-from", "", "11", "2018").follow("button[value='check']")
    expect(page.locator("h1")).to_have_text("Check it before it is recorded")
    keys.follow("button[value='edit']")
    expect(page.locator("#d-name")).to_have_value(name)
    keys.follow("button[value='check']").follow("button[value='record']")
    expect(page.locator("main")).to_contain_text("It is in the log")
    for kind, day in (("change-rescheduled", "1"), ("change-corrected", "2"), ("change-completed", "2")):
        keys.follow(f"a[href*='kind={kind}']")
        keys.date("when-from", day, "6", "2018").write("#reason", "The builders were quick.")
        keys.follow("button[value='check']").follow("button[value='record']")
        expect(page.locator("main")).to_contain_text("It is in the log")
    expect(page.locator("h1")).to_have_text(f"{name} opened with a response base on 2 June 2018.")


def test_a_proposal_is_agreed_withdrawn_and_struck_out(page: Page, managing: Keys, name: str) -> None:
    keys = start(managing, "site-opened")
    keys.write("#d-name", name).tick("standing", "proposed").date("when-from", "", "11", "2018")
    keys.follow("button[value='check']").follow("button[value='record']")
    for kind in ("change-confirmed", "change-restricted", "change-released", "change-withdrawn", "change-retracted"):
        keys.follow(f"a[href*='kind={kind}']").write("#reason", "The board said so.")
        keys.follow("button[value='check']").follow("button[value='record']")
        expect(page.locator("main")).to_contain_text("It is in the log")


def test_a_team_is_moved_by_typing_part_of_its_name(page: Page, managing: Keys) -> None:
    keys = start(managing, "team-moved")
    keys.choose("#subject", "Harrow resp").choose("#d-to", "Colindale").tick("standing", "proposed")
    keys.date("when-from", "", "12", "2018").follow("button[value='check']")
    expect(page.locator("main")).to_contain_text("that Harrow response move to Colindale in December 2018")


def test_an_error_leads_to_its_field(page: Page, managing: Keys) -> None:
    """What is told at the top has a link, and behind the link is the field that was meant."""
    keys = start(managing, "site-opened").follow("button[value='check']")
    links = page.locator(".govuk-error-summary a").evaluate_all("all => all.map(each => each.getAttribute('href'))")
    assert len(links) >= 3, links
    for link in links:
        keys.to(f".govuk-error-summary a[href='{link}']").press("Enter")
        inside = "document.activeElement.matches('.govuk-form-group--error :is(input, select, textarea)')"
        assert page.evaluate(inside), link


def test_a_clash_is_acknowledged(page: Page, managing: Keys, name: str) -> None:
    page.goto(f"{NORTH_WEST}/clashes")
    new = page.locator(".app-entries li", has_not_text="Accepted:").locator(".app-sentence a")
    keys = managing.follow(f"main a[href='{new.nth(1).get_attribute('href')}']")
    keys.write("#reason", f"The model is a guide, says {name}.").follow("main form button")
    expect(page.locator("main")).to_contain_text(f"The model is a guide, says {name}.")


def test_an_import_is_seen_and_recorded(page: Page, managing: Keys, name: str) -> None:
    slug = name.lower() + ("-js" if page.evaluate("document.body.classList.contains('js-enabled')") else "")
    entry = {"kind": "site-opened", "subject": slug, "effective_on": "2018-12", "standing": "planned"}
    page.goto(f"{NORTH_WEST}/import")
    keys = managing.write("#text", json.dumps(entry | {"details": {"name": name}}))
    keys.follow("button[value='preview']").follow("button[value='record']")
    expect(page.locator(".app-entries li").first).to_contain_text(f"{name} is to open")


def test_a_question_by_dates_by_months_and_compared(page: Page, keys: Keys) -> None:
    page.goto(NORTH_WEST)
    keys.follow("nav a[href$='/structure']").date("effective_on", "1", "6", "2018").follow("main form button")
    expect(page.locator("h1")).to_have_text("Structure on 1 June 2018")
    keys.follow("[data-month='2018-09']")
    expect(page.locator("h1")).to_have_text("Structure on 1 September 2018")
    keys.follow("main a[href*='/structure/compare']")
    keys.date("effective_on", "1", "12", "2018").choose("#basis", "What has happened or is pl")
    keys.choose("#to_basis", "What has happened, is planned or").follow("main form button")
    expect(page.locator("main table")).to_contain_text("Harrow response")


@ONLY_WITH_JAVASCRIPT
def test_the_slider(page: Page, keys: Keys) -> None:
    page.goto(f"{NORTH_WEST}/structure")
    before = page.locator("#slider").input_value()
    keys.skip().to("#slider").press("ArrowRight")
    assert page.locator("#slider").input_value() != before
    keys.press("End")
    expect(page.locator("h1")).to_have_text("Structure on 26 May 2019")
    expect(page.locator("[data-month='2019-05']")).to_have_attribute("aria-current", "date")
    assert page.locator("[data-month][aria-current]").count() == 1


def test_a_fact_leads_to_its_entry_and_a_ward_to_its_base(page: Page, keys: Keys) -> None:
    page.goto(f"{NORTH_WEST}/structure?effective_on=2018-06-01")
    keys.skip().follow("table a[href*='north-west-commander']")
    expect(page.locator("h1")).to_contain_text("BCU Commander")
    page.goto(f"{NORTH_WEST}/my-ward")
    keys.choose("#area", "Kilburn").follow("main form button")
    expect(page.locator("h1")).to_have_text("Who answers for Kilburn")


def test_a_search(page: Page, keys: Keys) -> None:
    page.goto(f"{NORTH_WEST}/search")
    keys.write("#q", "wembl").follow("main form button").follow("main a[href*='/sites/wembley']")
    expect(page.locator("h1")).to_contain_text("Wembley")
