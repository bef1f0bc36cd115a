"""Where there is no Chromium and none can be installed, the tests fail and say what to do: they are never left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser import chromium


def test_without_chromium_and_without_a_package_manager(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("MERGERLOG_TEST_CHROMIUM", raising=False)
    with pytest.raises(RuntimeError, match=r"name it in MERGERLOG_TEST_CHROMIUM.*apt-get update.*No such file"):
        chromium.executable()


def test_a_package_manager_that_fails_is_quoted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    command = tmp_path / "apt-get"
    command.write_text("#!/bin/sh\necho 'Could not resolve the mirror' >&2\nexit 100\n")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("MERGERLOG_TEST_CHROMIUM", raising=False)
    with pytest.raises(RuntimeError, match="Could not resolve the mirror"):
        chromium.executable()


def test_what_is_named_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MERGERLOG_TEST_CHROMIUM", "/opt/chromium")
    assert chromium.executable() == "/opt/chromium"
