"""The register of people by the pages: someone is added, and their name is erased."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in
from tests.browser.site import Served
from tests.browser.test_recording import as_manager


def test_a_name_is_added_and_erased(page: Page, site: Served) -> None:
    as_manager(page, site, "/people")
    page.click("button:has-text('Add the person')")
    expect(page.locator("#name-error")).to_contain_text("Enter the name")
    name = f"Ada Number {len(page.locator('tbody tr').all())}"
    page.fill("#name", name)
    page.click("button:has-text('Add the person')")
    row = page.locator("tr", has_text=name)
    person = row.locator("td").first.inner_text()
    row.locator("a").click()
    expect(page.locator("h1")).to_have_text(f"Erase the name {name}?")
    page.click("button:has-text('Erase the name')")
    expect(page.locator("#meant-error")).to_contain_text("Say that the name is to be erased")
    page.check("label:has-text('for good')")
    page.click("button:has-text('Erase the name')")
    expect(page.locator("h1")).to_have_text("People")
    expect(page.locator("main")).not_to_contain_text(name)
    page.goto(f"/people/erase?person={person}")
    expect(page.locator("h1")).to_have_text("This name was erased")
    assert page.goto("/people/erase?person=p-none").status == 404  # type: ignore[union-attr]


def test_a_member_does_not_see_the_register(page: Page) -> None:
    sign_in(page, "member", "/")
    assert page.goto("/people").status == 403  # type: ignore[union-attr]
