"""What a manager looks after beside the log, by keys alone: contacts, accounts, tokens, names, scenarios, papers."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.keyboard import Keys
from tests.browser.site import Served
from tests.browser.test_every_form_answer import failed
from tests.browser.test_recording import NORTH_WEST, as_manager


@pytest.fixture
def keys(page: Page, site: Served) -> Keys:
    as_manager(page, site, f"{NORTH_WEST}/record")
    return Keys(page)


@pytest.fixture
def name(request: pytest.FixtureRequest) -> str:
    """A name that no other test uses."""
    return f"Officeford{abs(hash(request.node.name)) % 100_000}"


def at(keys: Keys, address: str) -> Keys:
    keys.page.goto(address)
    return keys.skip()


def test_a_contact_is_added_changed_told_of_more_and_forgotten(keys: Keys, name: str) -> None:
    page, card = keys.page, f".app-card:has(h2:text-is('{name}'))"
    at(keys, NORTH_WEST).follow("main a[href$='/reminders']").follow("main a[href$='/contacts']")
    keys.follow("form:has(#name) button")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Enter the contact's name")
    keys.write("#name", name).write("#email", f"{name.lower()}@example.org").choose("#role", "what a mem")
    keys.follow("form:has(#name) button")
    expect(page.locator(card)).to_contain_text("May be told what a member sees")
    own = page.locator(f"{card} input[name='contact']").first.get_attribute("value")
    inside = f"[id$='{own}']"
    keys.to(f"details:has({inside}) summary").press("Enter")
    keys.write(f"#name-{own}", f"{name} again").follow(f"form:has(#name-{own}) button")
    keys.to(f"details:has({inside}) summary").press("Enter")
    keys.choose(f"#subject-{own}", "Colindale (site)").follow(f"form:has(#subject-{own}) button")
    expect(page.locator("#everyone")).to_contain_text("Wants to be told of Colindale by email")
    keys.to(f"details:has({inside}) summary").press("Enter")
    keys.follow(f"form:has(input[value='forget']):has(input[value='{own}']) button")
    expect(page.locator("main")).not_to_contain_text(f"{name} again")


def test_what_failed_is_tried_again(keys: Keys, site: Served, name: str) -> None:
    own = f"{name.lower()}-{abs(hash(keys.page)) % 1000}"
    failed(site, own, f"{name} of {own}")
    keys = at(keys, f"{NORTH_WEST}/reminders")
    expect(keys.page.locator("main")).to_contain_text(f"{name} of {own}, by email")
    number = keys.page.locator(f".app-card:has-text('{own}') input[name='digest']").get_attribute("value")
    keys.follow(f"form:has(input[value='{number}']) button")
    expect(keys.page.locator(f".app-card:has-text('{own}')")).to_have_count(0)


def test_a_calendar_is_given_out_and_taken_back(keys: Keys) -> None:
    at(keys, f"{NORTH_WEST}/reminders").follow("main a[href$='/calendars']")
    given = keys.page.locator("tbody tr").count()
    keys.choose("#role", "what a mem").follow("form:has(#role) button")
    expect(keys.page.locator(".app-secret")).to_contain_text("calendar.ics?key=")
    expect(keys.page.locator("tbody tr")).to_have_count(given + 1)
    keys.follow("form:has(input[name='key']) button")
    expect(keys.page.locator("tbody tr")).to_have_count(given)


def test_the_policy_is_set(keys: Keys) -> None:
    at(keys, f"{NORTH_WEST}/reminders").follow("main a[href$='/reminders/policy']")
    keys.write("#d-rungs", "21, soon").follow("button[value='check']")
    expect(keys.page.locator(".govuk-error-summary")).to_be_visible()
    keys.write("#d-rungs", "21, 7, 1").write("#reason", "28 days is too soon.")
    keys.follow("button[value='check']").follow("button[value='record']")
    expect(keys.page.locator("h1")).to_contain_text("Reminders go out 21, 7 and 1 day before a date and on the day")
    at(keys, f"{NORTH_WEST}/reminders/policy")
    expect(keys.page.locator("main")).to_contain_text("21, 7, 1, and on the day")


def test_an_account_is_added_given_a_role_and_disabled(keys: Keys, name: str) -> None:
    page, card = keys.page, f".app-card:has(h2:has-text('{name}'))"
    at(keys, "/").page.reload()
    keys.follow("header a[href='/accounts']")
    keys.write("#sign_in", name.lower()).write("#name", name).write("#password", "four words in a row")
    keys.choose("#role", "Obs").follow("form:has(#sign_in) button")
    expect(page.locator(card)).to_contain_text("Observer")
    own = page.locator(f"{card} input[name='account']").first.get_attribute("value")
    keys.to(f"details:has(#role-{own}) summary").press("Enter")
    keys.choose(f"#role-{own}", "Mem").follow(f"form:has(#role-{own}) button")
    expect(page.locator(card)).to_contain_text("Member")
    keys.to(f"details:has(#role-{own}) summary").press("Enter")
    keys.follow(f"form:has(input[value='{own}']) button[value='disable']")
    expect(page.locator(card)).to_contain_text("Disabled")


def test_a_programme_is_made(keys: Keys, name: str) -> None:
    at(keys, "/").follow("main a[href='/new-programme']").follow("main form button")
    expect(keys.page.locator(".govuk-error-summary")).to_be_visible()
    keys.write("#name", name).write("#id", f"{name.lower()}-{abs(hash(keys.page)) % 1000}").follow("main form button")
    expect(keys.page.locator("main")).to_contain_text(name)


def test_a_token_is_made_and_ended(keys: Keys, name: str) -> None:
    at(keys, "/accounts").follow("main a[href='/tokens']")
    keys.write("#name", name).choose("#role", "Mem").follow("form:has(#name) button")
    expect(keys.page.locator(".app-secret")).to_contain_text("mergerlog_")
    own = keys.page.locator(f"tr:has-text('{name}') input[name='mark']").get_attribute("value")
    keys.follow(f"form:has(input[value='{own}']) button")
    expect(keys.page.locator("main")).not_to_contain_text(name)


def test_a_name_is_registered_and_erased(keys: Keys, name: str) -> None:
    keys.page.goto("/")
    keys.follow("header a[href='/people']")
    keys.write("#name", name).follow("form:has(#name) button")
    person = keys.page.locator(f"tr:has-text('{name}') a, li:has-text('{name}') a").first.get_attribute("href")
    keys.follow(f"a[href='{person}']").tick("meant", "yes").follow("main form button")
    expect(keys.page.locator("main")).not_to_contain_text(name)


def test_a_scenario_is_filled_compared_and_given_up(keys: Keys, name: str) -> None:
    page = keys.page
    page.goto(NORTH_WEST)
    keys.follow("nav a[href$='/scenarios']").write("#name", name).follow("form:has(#name) button")
    keys.follow("main a[href*='/record?scenario=']").follow("main a[href*='kind=site-opened']")
    keys.write("#d-name", name).tick("standing", "planned").date("when-from", "", "11", "2018")
    keys.follow("button[value='check']").follow("button[value='record']")
    expect(page.locator("main")).to_contain_text(f"{name} is to open")
    draft = page.url.partition("?")[0].partition("#")[0]
    keys.follow("main a[href*='/side-by-side?']")
    expect(page.locator("main")).to_contain_text(name)
    at(keys, draft).follow("main a[href$='/discard']").write("#reason", "It was only to try.").follow(
        "main form button"
    )
    expect(page.locator("main")).to_contain_text("Given up")


def test_a_scenario_is_recorded(keys: Keys, name: str) -> None:
    page = keys.page
    at(keys, f"{NORTH_WEST}/scenarios").write("#name", name).follow("form:has(#name) button")
    keys.follow("main a[href*='/record?scenario=']").follow("main a[href*='kind=site-opened']")
    keys.write("#d-name", name).tick("standing", "planned").date("when-from", "", "11", "2018")
    keys.follow("button[value='check']").follow("button[value='record']")
    keys.follow("main a[href$='/commit']").write("#reason", "It was decided.").follow("main form button")
    page.goto(f"{NORTH_WEST}/log")
    expect(page.locator("main")).to_contain_text(f"{name} is to open")


def test_papers_that_disagree_are_settled(keys: Keys, name: str) -> None:
    page = keys.page
    at(keys, f"{NORTH_WEST}/contradictions?state=open")
    open_ = page.locator(".app-contradiction").count()
    assert open_
    keys.follow("main a[href*='kind=claim-dismissed'], main .app-contradiction a[href*='dismiss']")
    keys.write("#reason", f"The other paper is older, says {name}.").follow("button[value='check']")
    keys.follow("button[value='record']")
    page.goto(f"{NORTH_WEST}/contradictions?state=open")
    assert page.locator(".app-contradiction").count() == open_ - 1
