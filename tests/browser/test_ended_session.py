"""A session that ends while a form is open: what was typed is there after signing in, by mouse and by keyboard, with
JavaScript and without, by a password and by an identity provider."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from api.settings import Provider
from tests.browser.conftest import PATIENCE
from tests.browser.keyboard import Keys
from tests.browser.site import PASSWORD, Served, served

_RECORD = "/programmes/north-west/record?kind=site-opened"
_BACK = "here is the form as you filled it in"


def fill_in_and_lose_the_session(page: Page, site: Served, name: str) -> None:
    """Fill in the form of a site, end the session elsewhere, and send the form."""
    page.goto(_RECORD)
    page.fill("#d-name", name)
    page.check("input[name='d-uses'][value='custody']")
    page.check("input[name='standing'][value='planned']")
    page.fill("#when-from-month", "October")
    page.fill("#when-from-year", "2018")
    page.fill("#reason", "Two lines,\nof one reason")
    page.context.clear_cookies(name="mergerlog")
    page.click("button:has-text('Check it')")
    expect(page.locator("h1")).to_have_text("Sign in")
    expect(page.locator("main")).to_contain_text("Your session has ended")


def expect_the_form(page: Page, name: str) -> None:
    expect(page.locator("main")).to_contain_text(_BACK)
    expect(page.locator("#d-name")).to_have_value(name)
    expect(page.locator("input[name='d-uses'][value='custody']")).to_be_checked()
    expect(page.locator("input[name='standing'][value='planned']")).to_be_checked()
    expect(page.locator("#when-from-month")).to_have_value("October")
    expect(page.locator("#reason")).to_have_value("Two lines,\nof one reason")


def test_signing_in_by_a_password_leads_back_to_the_form(page: Page, site: Served) -> None:
    page.context.add_cookies([{"name": "mergerlog", "value": site.session("manager"), "url": site.address}])
    fill_in_and_lose_the_session(page, site, "Harrow annexe")
    page.fill("#sign_in", "manager")
    page.fill("#password", "not this")
    page.click("main button:has-text('Sign in')")
    expect(page.locator("main")).to_contain_text("Your session has ended")
    page.fill("#password", PASSWORD)
    page.click("main button:has-text('Sign in')")
    expect_the_form(page, "Harrow annexe")
    page.click("button:has-text('Check it')")
    expect(page.locator("h1")).to_contain_text("Check it before it is recorded")
    # The session ends once more, on the page that checks: still nothing is recorded without another look.
    page.context.clear_cookies(name="mergerlog")
    page.click("button:has-text('Record it')")
    page.fill("#sign_in", "manager")
    page.fill("#password", PASSWORD)
    page.click("main button:has-text('Sign in')")
    expect_the_form(page, "Harrow annexe")
    page.goto("/programmes/north-west/search?q=annexe")
    expect(page.locator("main")).to_contain_text("No entries say it")


def test_the_keyboard_alone_leads_back_to_the_form(page: Page, site: Served) -> None:
    page.context.add_cookies([{"name": "mergerlog", "value": site.session("manager"), "url": site.address}])
    page.goto("/programmes/north-west/scenarios")
    keys = Keys(page).write("#name", "Three bases by keyboard?")
    page.context.clear_cookies(name="mergerlog")
    keys.follow("main form button[type='submit']")
    keys.sign_in("manager")
    expect(page.locator("main")).to_contain_text(_BACK)
    expect(page.locator("#name")).to_have_value("Three bases by keyboard?")


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_an_identity_provider_leads_back_to_the_form(
    chromium: Browser, provider: str, tmp_path: Path, script: bool
) -> None:
    settings = {"provider": Provider(provider, "mergerlog", "secret", "the council")}
    with served(tmp_path, data=False, **settings) as site:
        site.mergerlog.create_programme("north-west", "North West")
        context = chromium.new_context(base_url=site.address, java_script_enabled=script)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        _sign_in_by_the_council(page, "/sign-in")
        account = next(each for each in site.accounts.everyone() if each.issuer == provider)
        site.accounts.set_role(account.id, "manager", "north-west")
        _sign_in_by_the_council(page, "/sign-in")
        fill_in_and_lose_the_session(page, site, "Harrow annexe")
        _sign_in_by_the_council(page)
        expect_the_form(page, "Harrow annexe")
        context.close()


def _sign_in_by_the_council(page: Page, address: str | None = None) -> None:
    if address is not None:
        page.goto(address)
    page.click("text=Sign in by the council")
    page.fill("input[name='sub']", "manager@example.com")
    page.click("button:has-text('Authorize')")
