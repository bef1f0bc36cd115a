"""A member asks the questions of the README, by the pages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

NORTH_WEST = "/programmes/north-west"


def fill_date(page: Page, name: str, day: int, month: int, year: int) -> None:
    for part, number in (("day", day), ("month", month), ("year", year)):
        page.fill(f"#{name}-{part}", str(number))


def test_who_commanded_the_north_west_on_1_june(page: Page) -> None:
    page.goto("/")
    page.click("h2 a:has-text('North West BCU')")
    page.click("nav a:has-text('Structure')")
    fill_date(page, "effective_on", 1, 6, 2018)
    page.click("main form button:has-text('Show')")
    expect(page.locator("h1")).to_have_text("Structure on 1 June 2018")
    # The address is the question.
    assert "effective_on=2018-06-01" in page.url
    assert "-day" not in page.url
    row = page.locator("#posts + table tr", has_text="BCU Commander")
    expect(row).to_contain_text("Detective Chief Superintendent Simon Rose, since 19 March 2018")
    # Every fact leads to the entry that established it, and to the paragraph of its paper.
    row.locator("a", has_text="Simon Rose").click()
    expect(page.locator("h1")).to_contain_text("Simon Rose was appointed BCU Commander on 19 March 2018")
    expect(page.locator("main")).to_contain_text("As of 19th March 2018")
    expect(page.locator("main")).to_contain_text("000_7d4eb8d4a83906b2.txt, Summary")


def test_what_was_proposed_for_the_response_bases(page: Page) -> None:
    page.goto(f"{NORTH_WEST}/structure/compare")
    fill_date(page, "effective_on", 1, 12, 2018)
    page.select_option("#basis", "planned")
    page.select_option("#to_basis", "proposed")
    page.click("button:has-text('Compare')")
    table = page.locator("main table")
    expect(table.locator("tr", has_text="New Wembley")).to_contain_text("It is proposed that Wembley open")
    expect(table.locator("tr", has_text="Harrow response")).to_contain_text("Wembley")
    expect(table.locator("tr", has_text="Colindale site")).to_contain_text("response base")


def test_what_had_been_told_of_wembley_by_a_day(page: Page) -> None:
    page.goto(f"{NORTH_WEST}/sites/wembley")
    page.click("summary:has-text('Choose another day')")
    fill_date(page, "known_on", 1, 6, 2018)
    page.click("details button:has-text('Show')")
    expect(page.locator("main")).to_contain_text("what was known on 1 June 2018")
    expect(page.locator("main")).to_contain_text("It is proposed that Wembley open with a response base")
    reply = page.goto(f"{NORTH_WEST}/sites/wembley?known_on=2018-04-30")
    assert reply is not None
    assert reply.status == 404
    expect(page.locator("main")).to_contain_text("Nothing recorded up to then names the site")


def test_my_ward(page: Page) -> None:
    page.goto(f"{NORTH_WEST}/my-ward")
    page.click("main button:has-text('Show')")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Choose a ward or a borough")
    page.select_option("#area", label="Kilburn ward")
    page.click("main button:has-text('Show')")
    expect(page.locator("h1")).to_have_text("Who answers for Kilburn")
    page.click("text=As proposed for 1 December 2018")
    card = page.locator(".app-card", has_text="Who answers emergency calls")
    expect(card).to_contain_text("Barnet response")
    expect(card).to_contain_text("from Colindale")
    expect(page.locator(".app-card", has_text="Point of contact")).to_contain_text("Louis Smith")


def test_search_and_the_log(page: Page) -> None:
    page.goto(f"{NORTH_WEST}/search")
    page.fill("#q", "wembl")
    page.click("main button:has-text('Search')")
    expect(page.locator("main")).to_contain_text("Wembley site")
    expect(page.locator(".app-entries li").first).to_be_visible()
    page.goto(f"{NORTH_WEST}/log")
    assert page.locator(".app-entries li").count() == 25
    page.click("text=Older entries")
    assert page.locator(".app-entries li").count() == 25
    page.select_option("#kind", "claim-recorded")
    page.click("main form button:has-text('Show')")
    expect(page.locator(".app-entries")).to_contain_text("Another paper says otherwise")


def test_a_date_that_there_is_none_of_is_told_at_the_field(page: Page) -> None:
    page.goto(f"{NORTH_WEST}/structure")
    fill_date(page, "effective_on", 31, 2, 2018)
    page.click("main form button:has-text('Show')")
    expect(page.locator(".govuk-error-summary")).to_contain_text("There is no 31 February 2018")
    expect(page.locator("#effective_on-error")).to_contain_text("There is no 31 February 2018")
    # Nothing typed is lost.
    expect(page.locator("#effective_on-day")).to_have_value("31")


@pytest.mark.parametrize("context", ["with JavaScript"], indirect=True)
def test_the_slider_redraws_as_it_moves(page: Page) -> None:
    page.goto(f"{NORTH_WEST}/structure")
    slider = page.locator("#slider")
    before = slider.input_value()
    slider.focus()
    page.keyboard.press("End")
    expect(page.locator("h1")).to_have_text("Structure on 26 May 2019")
    assert slider.input_value() != before
    assert "effective_on=2019-05-26" in page.url
    expect(page.locator("#part svg").first).to_contain_text("Neighbourhoods")
