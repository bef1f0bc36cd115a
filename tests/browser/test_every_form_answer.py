"""What no address leads to: pages that are answered to a form. Nothing that axe finds, and no wider than the screen.

To add a state: an address, the fields to fill, and the button to press.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import insert

from projections.database.connections import editing
from scheduler.people import contacts
from scheduler.people.contacts import Contact
from scheduler.tables import digest, reminder
from tests.browser.addresses import WIDTHS
from tests.browser.conftest import PATIENCE
from tests.browser.site import Served
from tests.browser.test_every_page import WIDE, violations

_P = "/programmes/north-west"
_CHECK, _PREVIEW, _MAIN = "button[value='check']", "button[value='preview']", "main form button[type='submit']"
_OPENED = {"kind": "site-opened", "subject": "state", "effective_on": "2018-12", "details": {"name": "State"}}
Sent = tuple[str, dict[str, str], str]

STATES: dict[str, Sent] = {
    f"{kind}, nothing filled in": (f"{_P}/record?kind={kind}", {}, _CHECK)
    for kind in ("site-opened", "team-formed", "team-resized", "team-cover-changed", "leader-appointed", "units-merged")
}
STATES |= {
    f"{kind}, nothing filled in": (f"{_P}/changes/north-west-merged/amend?kind={kind}", {}, _CHECK)
    for kind in ("change-completed", "change-rescheduled", "change-corrected", "claim-recorded", "change-retracted")
}
STATES |= {
    "a check page": (
        f"{_P}/record?kind=site-opened",
        {"#d-name": "State", "input[value='planned']": "", "#when-from-month": "11", "#when-from-year": "2018"},
        _CHECK,
    ),
    "a check page with a clash": (
        f"{_P}/record?kind=leader-appointed&subject=brent-superintendent",
        {"#d-person-new": "Ada State", "input[value='acting']": "", "input[value='planned']": ""}
        | {"#when-from-month": "10", "#when-from-year": "2018"},
        _CHECK,
    ),
    "an import that is refused": (f"{_P}/import", {"#text": "{}"}, _PREVIEW),
    "an import that is previewed": (f"{_P}/import", {"#text": json.dumps(_OPENED | {"standing": "planned"})}, _PREVIEW),
    "a clash acknowledged without why": (f"{_P}/clashes/acting-without-end-5971ad51f233", {}, "main form button"),
    "an account without a name": ("/accounts", {}, "button:has-text('Add the account')"),
    "a token without a name": ("/tokens", {}, "button:has-text('Make the token')"),
    "a person without a name": ("/people", {}, "button:has-text('Add the person')"),
    "an erasure that is not meant": ("/people/erase?person=p-7f3a", {}, _MAIN),
    "a contact without a name": (f"{_P}/contacts", {}, "form:has(#name) button"),
    "a policy in no numbers": (f"{_P}/reminders/policy", {"#d-rungs": "soon", "#d-senior_after": "never"}, _CHECK),
    "a programme without a name": ("/new-programme", {}, _MAIN),
    "signing in with a wrong password": ("/sign-in", {"#sign_in": "manager", "#password": "wrong"}, "main form button"),
}


def failed(site: Served, id_: str, name: str, one: str = "merger-ends", other: str = "further-report-due") -> None:
    """A contact who could not be told of one milestone, and was told of another."""
    milestones = (one, "dead", None), (other, "sent", 1_528_099_200_000_000)
    told = {"contact": id_, "channel": "email", "day": 736_849, "sealed": False, "attempts": 1, "failures": 1}
    told |= {"opened_at": 0, "next_at": 0, "leased_until": 0, "answer": "550 5.1.1 No such user here"}
    with editing(site.mergerlog.engine) as connection:
        contacts.add_contact(connection, Contact(id=id_, name=name, email=f"{id_}@example.org"), 0)
        for about, state, sent_at in milestones:
            values = told | {"state": state, "sent_at": sent_at, "message_id": f"<{about}.{id_}@example.org>"}
            key = connection.execute(insert(digest).values(values)).inserted_primary_key
            assert key is not None
            row = {"programme": 1, "about": about, "revision": 1, "rung": "before-7", "contact": id_, "digest": key[0]}
            row |= {"channel": "email", "track": "ladder", "due_on": 736_849, "noted_at": 0, "state": state}
            connection.execute(insert(reminder).values(row))


@pytest.fixture(scope="module")
def screen(chromium: Browser, site: Served) -> Iterator[Page]:
    context = chromium.new_context(base_url=site.address, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    context.add_cookies([{"name": "mergerlog", "value": site.session("manager"), "url": site.address}])
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", STATES)
def test_every_state(screen: Page, name: str) -> None:
    address, filled, button = STATES[name]
    screen.goto(address)
    for field, text in filled.items():
        screen.check(field) if field.startswith("input") else screen.fill(field, text)
    with screen.expect_navigation():
        screen.click(button)
    shown = screen.locator("h1").inner_text()
    told = screen.locator(".govuk-error-summary").count()
    assert told == (0 if "check page" in name or "previewed" in name else 1), shown
    assert ("clash" in name) <= (screen.locator(".app-card--alarm, .govuk-error-summary").count() == 1)
    looked_at(screen)


def test_reminders_that_were_sent_and_failed(screen: Page, site: Served) -> None:
    failed(site, "unreached", "The unreached")
    screen.goto(f"{_P}/reminders")
    assert screen.locator("h2:has-text('Not reached')").count() == 1
    assert screen.locator("td:has-text('The unreached, by email')").count() == 1
    looked_at(screen)
    screen.goto(f"{_P}/contacts")
    screen.locator("details summary").first.click()
    assert screen.locator("#name-unreached, [id^='name-']").first.is_visible()
    looked_at(screen)


SECRETS: dict[str, Sent] = {
    "a token": ("/tokens", {"#name": "State", "#role": "manager"}, "button:has-text('Make the token')"),
    "a calendar": (f"{_P}/calendars", {}, "button:has-text('Make the address')"),
    "a webhook": (f"{_P}/contacts", {"#url-hooked": "https://receiver.test/hook"}, "form:has(#url-hooked) button"),
}


@pytest.mark.parametrize("name", SECRETS)
def test_what_is_shown_once(screen: Page, site: Served, name: str) -> None:
    with editing(site.mergerlog.engine) as connection:
        if name == "a webhook":
            contacts.add_contact(connection, Contact(id="hooked", name="The hooked"), 0)
    address, filled, button = SECRETS[name]
    screen.goto(address)
    for each in screen.locator("details summary").all():
        each.click()
    for field, text in filled.items():
        chosen = screen.locator(field).first
        chosen.select_option(text) if chosen.evaluate("e => e.tagName") == "SELECT" else chosen.fill(text)
    with screen.expect_navigation():
        screen.click(button)
    assert screen.locator(".app-panel .app-secret").inner_text().strip()
    looked_at(screen)


def looked_at(screen: Page) -> None:
    """Neither wider than any screen, nor anything that axe finds."""
    for width in WIDTHS:
        screen.set_viewport_size({"width": width, "height": 900})
        assert screen.evaluate("document.documentElement.scrollWidth") <= width, screen.evaluate(WIDE)
        assert violations(screen) == [], width
