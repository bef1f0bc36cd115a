"""`/docs` shows every call of the API in a browser, with files of this server alone and under the pages' policy."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PATIENCE
from tests.browser.site import Served


@pytest.fixture
def watched(chromium: Browser, site: Served) -> Iterator[tuple[Page, list[str], list[str]]]:
    """A page, what its console says is wrong, and the addresses that it asks for."""
    context = chromium.new_context(base_url=site.address, viewport={"width": 1280, "height": 1000})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    faults: list[str] = []
    addresses: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: addresses.append(request.url))
    yield page, faults, addresses
    context.close()


def test_the_description_is_shown_and_tried_with_nothing_from_elsewhere(
    watched: tuple[Page, list[str], list[str]], site: Served
) -> None:
    page, faults, addresses = watched
    page.goto("/docs")
    page.wait_for_selector(".opblock")
    shown = page.locator(".opblock").count()
    first = page.locator(".opblock").first
    first.locator(".opblock-summary-control").click()
    first.locator("button:has-text('Try it out')").click()
    first.locator("button.execute").click()
    first.locator(".live-responses-table:has-text('north-west')").wait_for()
    assert shown >= 60
    assert faults == []
    assert [each for each in addresses if not each.startswith((site.address, "data:"))] == []


def test_the_type_of_a_problem_leads_to_its_page(watched: tuple[Page, list[str], list[str]], site: Served) -> None:
    page, _, _ = watched
    reply = page.request.get("/v1/programmes/north-west/entries/nothing")
    page.goto(reply.json()["type"])
    assert page.inner_text("h1") == "No such entry"
    assert "What to do next" in page.inner_text("main")
