"""The command line on a programme of its own, as a test types it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from tests.api.cli.command_line import Typed, run_command
from tests.support.deployments import Deployment
from tests.support.examples import world


@dataclass(frozen=True)
class Terminal:
    """A terminal on a deployment with the small merger in it."""

    deployment: Deployment
    programme: str
    capsys: pytest.CaptureFixture[str]

    def type(self, *words: str) -> Typed:
        """Type a command."""
        return run_command(self.capsys, *words)

    def lines(self, *words: str) -> list[str]:
        """The lines that a command prints, which must not fail."""
        typed = self.type(*words)
        assert typed.status == 0, typed.err
        return [line.rstrip() for line in typed.out.splitlines()]

    def json(self, *words: str) -> Any:
        """What a command prints as JSON."""
        return json.loads("\n".join(self.lines(*words, "--json")))


@pytest.fixture
def terminal(on_sqlite: Deployment, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """A terminal at which `rose` works."""
    monkeypatch.setattr("api.bootstrap.open_existing", lambda _: on_sqlite.mergerlog)
    monkeypatch.setattr("api.bootstrap.build", lambda _: on_sqlite.mergerlog)
    monkeypatch.setattr("getpass.getuser", lambda: "rose")
    monkeypatch.setenv("MERGERLOG_DATABASE", str(on_sqlite.mergerlog.engine.url))
    monkeypatch.setenv("COLUMNS", "250")
    return Terminal(on_sqlite, world(on_sqlite), capsys)
