"""Every page: nothing that axe finds, no wider than a phone, small, and nothing fetched from anyone else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, ConsoleMessage, Page, Response

from tests.browser.addresses import ANYONE, MANAGER
from tests.browser.conftest import PATIENCE
from tests.browser.site import Served

AXE = AXE_FILE_PATH.read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
MOST_BYTES = 100_000
WIDE = """[...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > 321)
    .map(e => e.outerHTML.slice(0, 90))"""
PAGES = ANYONE | MANAGER


@dataclass
class Phone:
    """A narrow page, and what it said and asked for since it was last looked at."""

    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.said.append(message.text)


@pytest.fixture(scope="module")
def phones(chromium: Browser, site: Served) -> Iterator[dict[str, Phone]]:
    """One for anyone, and one for a manager."""
    made = {}
    for who in ("anyone", "manager"):
        context = chromium.new_context(base_url=site.address, viewport={"width": 320, "height": 640})
        context.set_default_timeout(PATIENCE)
        if who == "manager":
            context.add_cookies([{"name": "mergerlog", "value": site.session("manager"), "url": site.address}])
        made[who] = Phone(context.new_page())
    yield made
    for phone in made.values():
        phone.page.context.close()


def violations(page: Page) -> list[str]:
    """What axe finds, each with the first place where it does."""
    page.evaluate(AXE)
    found: Any = page.evaluate("tags => axe.run({runOnly: tags, resultTypes: ['violations']})", TAGS)
    return [f"{each['id']}: {each['help']}: {each['nodes'][0]['html'][:200]}" for each in found["violations"]]


@pytest.mark.parametrize("name", PAGES)
def test_every_page(phones: dict[str, Phone], site: Served, name: str) -> None:
    phone = phones["manager" if name in MANAGER else "anyone"]
    page = phone.page
    phone.said.clear()
    phone.asked.clear()
    page.set_viewport_size({"width": 320, "height": 640})
    reply = page.goto(PAGES[name])
    assert reply is not None
    page.wait_for_function("document.body.classList.contains('js-enabled')")
    assert reply.status in (200, 404, 422), reply.status
    wide = page.evaluate(WIDE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, wide
    assert violations(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert violations(page) == []
    assert [line for line in phone.said if "status of 4" not in line] == []
    assert [url for url in phone.asked if not url.startswith((site.address, "data:"))] == []


@pytest.mark.parametrize("name", ["structure-planned", "timeline", "today", "record-team", "log", "side-by-side-three"])
def test_a_first_load_is_small(chromium: Browser, site: Served, name: str) -> None:
    """Bytes as they travel, with the headers, before anything was kept."""
    context = chromium.new_context(base_url=site.address)
    context.add_cookies([{"name": "mergerlog", "value": site.session("manager"), "url": site.address}])
    replies: list[Response] = []
    page = context.new_page()
    page.on("response", lambda reply: replies.append(reply))  # noqa: PLW0108 - Playwright asks a method for more
    page.goto(PAGES[name], wait_until="networkidle")
    sizes = {reply.url: sum(_size(reply)) for reply in replies}
    context.close()
    assert len(sizes) >= 4, sizes
    assert sum(sizes.values()) < MOST_BYTES, sizes


def _size(reply: Response) -> tuple[int, int]:
    sizes = reply.request.sizes()
    return sizes["responseBodySize"], sizes["responseHeadersSize"]
