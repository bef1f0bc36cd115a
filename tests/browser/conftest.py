"""A browser and a server with the real data, once for all tests of a process; a fresh context for each test."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.chromium import browser
from tests.browser.site import PASSWORD, Served, served

PATIENCE = 8_000
_RUNNING = re.compile(r"running on (http://[^ ]+)")


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


@pytest.fixture(scope="session")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An OpenID provider, a process of its own; its issuer."""
    said = tmp_path_factory.mktemp("provider") / "said.txt"
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", "0", "--require-nonce", "true"]
    with said.open("w") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            yield _once_it_runs(process, said)
        finally:
            process.terminate()


def _once_it_runs(process: subprocess.Popen[bytes], said: Path) -> str:
    for _ in range(600):
        if found := _RUNNING.search(said.read_text()):
            return found[1]
        assert process.poll() is None, said.read_text()
        time.sleep(0.05)
    raise AssertionError(f"the provider did not start: {said.read_text()}")
