"""A browser and a server with the real data, once for all tests of a process; a fresh context for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.chromium import browser
from tests.browser.site import PASSWORD, Served, served

PATIENCE = 8_000


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with browser() as running:
        yield running


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("site"), webhook_hosts="receiver.test") as found:
        found.add("manager", "manager")
        found.add("member", "member")
        yield found


@pytest.fixture(params=["with JavaScript", "without JavaScript"])
def context(request: pytest.FixtureRequest, chromium: Browser, site: Served) -> Iterator[BrowserContext]:
    made = chromium.new_context(
        base_url=site.address,
        java_script_enabled=request.param == "with JavaScript",
        viewport={"width": 1280, "height": 900},
    )
    made.set_default_timeout(PATIENCE)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def sign_in(page: Page, name: str, then: str = "/") -> Page:
    """Sign in, and go on."""
    page.goto(f"/sign-in?next={then}")
    page.fill("#sign_in", name)
    page.fill("#password", PASSWORD)
    page.click("main button:has-text('Sign in')")
    return page
