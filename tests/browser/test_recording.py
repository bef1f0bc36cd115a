"""A manager records, reschedules, corrects and completes, by the pages, with JavaScript and without it."""

from __future__ import annotations

import itertools
import json

import pytest
from playwright.sync_api import Page, expect

from domain.log.parsing import read_entry
from tests.browser.site import Served
from tests.support.examples import start

NORTH_WEST = "/programmes/north-west"
_number = itertools.count(1)


@pytest.fixture
def name() -> str:
    """A name that no test used before."""
    return f"Zeta{next(_number)}"


def as_manager(page: Page, site: Served, address: str) -> None:
    """Come in signed in: signing in has tests of its own."""
    page.context.add_cookies([{"name": "mergerlog", "value": site.session("manager"), "url": site.address}])
    page.goto(address)


def fill_when(page: Page, day: str, month: str, year: str) -> None:
    for part, text in (("day", day), ("month", month), ("year", year)):
        page.fill(f"#when-from-{part}", text)


def check(page: Page, heading: str = "Check it before it is recorded") -> None:
    page.click("button:has-text('Check it')")
    expect(page.locator("h1")).to_have_text(heading)


def record(page: Page) -> None:
    page.click("button:has-text('Record it')")
    expect(page.locator("main")).to_contain_text("It is in the log")


def open_a_base(page: Page, name: str) -> None:
    page.goto(f"{NORTH_WEST}/record")
    page.click("text=A site opens")
    page.fill("#d-name", name)
    page.check("label:has-text('Response base')")
    page.check("label:has-text('It is planned')")
    fill_when(page, "", "11", "2018")


def test_a_plan_is_checked_then_recorded(page: Page, site: Served, name: str) -> None:
    as_manager(page, site, f"{NORTH_WEST}/record")
    open_a_base(page, name)
    check(page)
    expect(page.locator("main")).to_contain_text(f"{name} is to open with a response base in November 2018.")
    expect(page.locator("main table")).to_contain_text("from 30 November 2018")
    record(page)
    expect(page.locator("h1")).to_contain_text(f"{name} is to open")


def test_a_plan_moves_is_corrected_and_is_done(page: Page, site: Served, name: str) -> None:
    as_manager(page, site, f"{NORTH_WEST}/record")
    open_a_base(page, name)
    check(page)
    record(page)
    page.click("text=Move it to another date")
    fill_when(page, "1", "6", "2018")
    page.click("button:has-text('Check it')")
    expect(page.locator("#reason-error")).to_contain_text("Enter why")
    expect(page.locator("#when-from-day")).to_have_value("1")  # Nothing typed is lost.
    page.fill("#reason", "The builders were quick.")
    check(page)
    expect(page.locator("main")).to_contain_text("Rescheduled from November 2018 to 1 June 2018")
    record(page)
    expect(page.locator("main")).to_contain_text("182 days earlier than first planned")

    page.click("text=Correct the record")
    expect(page.locator("#d-name")).to_have_value(name)
    page.fill("#d-name", f"{name} House")
    page.fill("#reason", "The sign says House.")
    check(page)
    expect(page.locator("main table")).to_contain_text(f"{name} House")
    record(page)

    page.click("text=It has happened")
    fill_when(page, "1", "June", "2018")
    check(page)
    record(page)
    expect(page.locator("h1")).to_contain_text(f"{name} House opened with a response base on 1 June 2018.")
    expect(page.locator(".app-was")).to_contain_text(f"{name} is to open")


def test_what_cannot_be_is_told_at_the_top_and_nothing_typed_is_lost(page: Page, site: Served) -> None:
    as_manager(page, site, f"{NORTH_WEST}/record")
    page.goto(f"{NORTH_WEST}/record?kind=site-closed&subject=pinner-police-station")
    page.check("label:has-text('It has happened')")
    fill_when(page, "1", "7", "2018")
    page.fill("#reason", "Tried too early.")
    page.click("button:has-text('Check it')")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Nothing is done before its day")
    expect(page.locator("#reason")).to_have_value("Tried too early.")
    expect(page.locator("#when-from-month")).to_have_value("7")


def test_clashes_are_foretold_followed_and_acknowledged(page: Page, site: Served, name: str) -> None:
    move = start("team-moved", "barnet-response", "2018-12", "planned", id="to-pinner", to="pinner-police-station")
    site.mergerlog.record("north-west", read_entry(json.dumps(move).encode()), "tester")
    as_manager(page, site, f"{NORTH_WEST}/record?kind=site-closed&subject=pinner-police-station")
    page.check("label:has-text('It is planned')")
    fill_when(page, "", "1", "2019")
    check(page)
    expect(page.locator(".app-card--alarm")).to_contain_text("It causes 1 clash")
    expect(page.locator(".app-card--alarm")).to_contain_text("Barnet response")
    page.goto(f"{NORTH_WEST}/clashes?basis=proposed")
    count = page.locator(".app-entries li").count()
    page.locator(".app-entries a[href*='/clashes/']").first.click()
    page.click("button:has-text('Accept it')")
    expect(page.locator("#reason-error")).to_contain_text("Enter why")
    page.fill("#reason", f"{name}: it is known.")
    page.click("button:has-text('Accept it')")
    expect(page.locator("main")).to_contain_text(f"Accepted: {name}: it is known.")
    page.goto(f"{NORTH_WEST}/clashes?basis=proposed")
    expect(page.locator("main")).to_contain_text("Accepted")
    assert page.locator(".app-entries li").count() == count


def test_a_double_click_records_once(page: Page, site: Served, name: str) -> None:
    as_manager(page, site, f"{NORTH_WEST}/record")
    open_a_base(page, name)
    check(page)
    page.dblclick("button:has-text('Record it')")
    expect(page.locator("main")).to_contain_text("It is in the log")
    page.goto(f"{NORTH_WEST}/search?q={name.replace(' ', '+')}")
    expect(page.locator("main")).to_contain_text("1 entry says it")


def test_changing_it_from_the_check_page(page: Page, site: Served, name: str) -> None:
    as_manager(page, site, f"{NORTH_WEST}/record")
    open_a_base(page, name)
    check(page)
    page.click("button:has-text('Change it')")
    expect(page.locator("#d-name")).to_have_value(name)
    expect(page.locator("label:has-text('Response base')")).to_be_visible()
    assert page.locator("input[name='d-uses']:checked").count() == 1


def test_someone_new_is_appointed(page: Page, site: Served, name: str) -> None:
    as_manager(page, site, f"{NORTH_WEST}/record")
    page.goto(f"{NORTH_WEST}/record?kind=leader-appointed&subject=brent-superintendent")
    page.fill("#d-person-new", f"Ada {name}")
    page.check("label:has-text('Acting')")
    page.check("label:has-text('It is proposed')")
    fill_when(page, "", "10", "2018")
    check(page)
    expect(page.locator("main")).to_contain_text(f"It is proposed that Ada {name} be appointed acting Senior")
    record(page)
    page.goto(f"{NORTH_WEST}/search?q={name.replace(' ', '+')}")
    expect(page.locator("main")).to_contain_text(f"Ada {name} person")


def test_an_import_is_previewed_line_by_line(page: Page, site: Served, name: str) -> None:
    slug = name.lower().replace(" ", "-") + "-imported"
    opened = {"kind": "site-opened", "subject": slug, "effective_on": "2018-12", "standing": "planned"}
    closed = {"kind": "site-closed", "subject": slug, "effective_on": "2018-11", "standing": "planned"}
    lines = [json.dumps(opened | {"details": {"name": name}}), json.dumps(closed)]
    as_manager(page, site, f"{NORTH_WEST}/import")
    page.fill("#text", "\n".join(lines))
    page.click("button:has-text('See what it would do')")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Line 2 was refused, so nothing was imported")
    page.fill("#text", lines[0])
    page.click("button:has-text('See what it would do')")
    expect(page.locator("main table")).to_contain_text(f"{name} is to open in December 2018.")
    page.click("button:has-text('Record all of it')")
    expect(page.locator(".app-entries li").first).to_contain_text(f"{name} is to open")
