"""Signing in by a password and by an identity provider, signing out, and what is refused."""

from __future__ import annotations

from pathlib import Path

import httpx2 as httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from api.settings import Provider
from tests.browser.conftest import PATIENCE, sign_in
from tests.browser.site import PASSWORD, Served, served


def test_by_a_password_and_out_again(page: Page, site: Served) -> None:
    page.goto("/programmes/north-west/record")
    assert page.url.startswith(f"{site.address}/sign-in?next=")
    page.fill("#sign_in", "manager")
    page.fill("#password", "not this")
    page.click("main button:has-text('Sign in')")
    expect(page.locator(".govuk-error-summary")).to_contain_text("is not right")
    expect(page.locator("#sign_in")).to_have_value("manager")
    page.fill("#password", PASSWORD)
    page.click("main button:has-text('Sign in')")
    assert page.url == f"{site.address}/programmes/north-west/record"
    page.click("header button:has-text('Sign out')")
    expect(page.locator("header")).to_contain_text("Sign in")
    page.goto("/programmes/north-west/record")
    assert "/sign-in" in page.url


def test_a_member_sees_and_does_not_record(page: Page, site: Served) -> None:
    sign_in(page, "member", "/programmes/north-west")
    expect(page.locator("nav")).not_to_contain_text("Record a change")
    reply = page.goto("/programmes/north-west/record")
    assert reply is not None
    assert reply.status == 403
    assert page.goto("/accounts").status == 403  # type: ignore[union-attr]


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_by_an_identity_provider(chromium: Browser, provider: str, tmp_path: Path, script: bool) -> None:
    settings = {"provider": Provider(provider, "mergerlog", "secret", "the council"), "anyone_reads": False}
    with served(tmp_path, data=False, **settings) as site:
        site.mergerlog.create_programme("merger", "A merger")
        site.add("manager", "manager")
        context = chromium.new_context(base_url=site.address, java_script_enabled=script)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto("/programmes/merger/log")
        page.click("text=Sign in by the council")
        page.fill("input[name='sub']", "councillor@example.com")
        page.click("button:has-text('Authorize')")
        # Whoever is new has an account, and no role before a manager gives one.
        page.goto("/")
        expect(page.locator("main")).to_contain_text("Your account has no role yet")
        account = next(each for each in site.accounts.everyone() if each.issuer == provider)
        site.accounts.set_role(account.id, "member", "merger")
        # The role ended the session; the same person comes in to the same account.
        page.goto("/programmes/merger/log")
        page.click("text=Sign in by the council")
        page.fill("input[name='sub']", "councillor@example.com")
        page.click("button:has-text('Authorize')")
        expect(page.locator("h1")).to_have_text("The log")
        # A disabled account is let in no more.
        site.accounts.set_disabled(account.id, disabled=True)
        page.goto("/sign-in/provider")
        page.fill("input[name='sub']", "councillor@example.com")
        page.click("button:has-text('Authorize')")
        expect(page.locator(".govuk-error-summary")).to_contain_text("may not sign in any more")
        # An answer that nobody asked for is none.
        page.goto("/sign-in/back?state=forged&code=forged")
        expect(page.locator(".govuk-error-summary")).to_contain_text("was not begun here")
        context.close()


def test_a_sign_in_that_somebody_else_began_signs_nobody_in(chromium: Browser, provider: str, tmp_path: Path) -> None:
    settings = {"provider": Provider(provider, "mergerlog", "secret", "the council"), "anyone_reads": False}
    with served(tmp_path, data=False, **settings) as site:
        begun = httpx.get(f"{site.address}/sign-in/provider")
        assert "HttpOnly" in begun.headers["set-cookie"]
        vouched_for = httpx.post(begun.headers["location"], data={"sub": "attacker@example.com"})
        back = vouched_for.headers["location"]
        assert back.startswith(f"{site.address}/sign-in/back?")
        victim = chromium.new_context(base_url=site.address)
        opened = victim.new_page()
        opened.goto(back)
        expect(opened.locator(".govuk-error-summary")).to_contain_text("was not begun here")
        assert not any(cookie["name"] == "mergerlog" for cookie in victim.cookies())
        victim.close()


def test_no_organisation_is_set_up(site: Served) -> None:
    reply = httpx.get(f"{site.address}/sign-in/provider")
    assert reply.status_code == 404
    assert "no organisation is set up here" in reply.text


def test_accounts_roles_and_tokens_are_managed(page: Page, site: Served, request: pytest.FixtureRequest) -> None:
    who = f"clerk{abs(hash(request.node.name)) % 10_000}"
    page.context.add_cookies([{"name": "mergerlog", "value": site.session("manager"), "url": site.address}])
    page.goto("/accounts")
    page.fill("#sign_in", who)
    page.fill("#name", f"The {who}")
    page.fill("#password", "short")
    page.select_option("#role", "observer")
    page.click("button:has-text('Add the account')")
    expect(page.locator("#password-error")).to_contain_text("at least 12 characters")
    expect(page.locator("#sign_in")).to_have_value(who)
    page.fill("#password", PASSWORD)
    page.click("button:has-text('Add the account')")
    card = page.locator(".app-card", has_text=f"The {who}")
    expect(card).to_contain_text("Observer: All programmes")
    card.locator("button:has-text('Take away')").click()
    expect(card).to_contain_text("No role yet")
    page.goto("/tokens")
    page.fill("#name", f"Program of {who}")
    page.select_option("#role", "member")
    page.click("button:has-text('Make the token')")
    secret = page.locator(".app-secret").inner_text()
    assert secret.startswith("mergerlog_")
    page.goto("/tokens")
    expect(page.locator("main")).not_to_contain_text(secret)
    row = page.locator("tr", has_text=f"Program of {who}")
    row.locator("button").click()
    expect(page.locator("main")).not_to_contain_text(f"Program of {who}")
