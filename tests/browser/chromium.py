"""A Chromium for the tests: the machine's own, or what they install themselves. They never go without."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def executable() -> str:
    """Where Chromium is, once it is there."""
    found = _found()
    if found is None:
        with (Path(tempfile.gettempdir()) / "mergerlog-chromium.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            found = _found() or _installed()
    return found


def _found() -> str | None:
    named = os.environ.get("MERGERLOG_TEST_CHROMIUM")
    return named or next((path for path in map(shutil.which, _NAMES) if path), None)


def _installed() -> str:
    """Install Debian's. Where that cannot be done, the tests fail and say so."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update"],
        ["apt-get", "install", "-y", "--no-install-recommends", "chromium", "fonts-liberation"],
    ):
        try:
            subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
        except (OSError, subprocess.CalledProcessError) as failure:
            said = failure.stderr[-500:] if isinstance(failure, subprocess.CalledProcessError) else failure
            raise RuntimeError(
                "The tests of the pages need Chromium: install it, or name it in MERGERLOG_TEST_CHROMIUM. "
                f"`{' '.join(command)}` failed: {said}"
            ) from failure
    found = _found()
    assert found is not None
    return found


@contextmanager
def browser() -> Iterator[Browser]:
    """A running browser."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
        try:
            yield running
        finally:
            running.close()
