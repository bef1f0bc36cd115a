"""The deployment that a command works on: the database that was named, or that of the environment."""

from __future__ import annotations

import getpass
from pathlib import Path

import pytest

from api.cli.input.context import CommandContext, user_name
from projections.database.connections import NoDatabase
from tests.support.deployments import sqlite_url


def test_the_database_that_was_named_goes_before_that_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MERGERLOG_DATABASE", "sqlite:///environment.sqlite")
    assert CommandContext().settings().database == "sqlite:///environment.sqlite"
    assert CommandContext("sqlite:///named.sqlite").settings().database == "sqlite:///named.sqlite"


def test_what_a_command_changes_goes_before_both(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MERGERLOG_ADDRESS", "https://environment.example")
    settings = CommandContext().settings(MERGERLOG_ADDRESS="https://changed.example")
    assert settings.address == "https://changed.example"


def test_a_command_that_asks_makes_no_database(tmp_path: Path) -> None:
    with pytest.raises(NoDatabase):
        _ = CommandContext(sqlite_url(tmp_path)).existing
    assert list(tmp_path.glob("*.sqlite")) == []


def test_a_command_that_may_be_the_first_makes_one_and_says_so_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = sqlite_url(tmp_path)
    made = CommandContext(url).made
    made.engine.dispose()
    assert capsys.readouterr() == ("", f"A new database was made at {url}.\n")
    again = CommandContext(url)
    assert again.made is again.made
    again.made.engine.dispose()
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("error", [KeyError("uid"), OSError("no name")])
def test_who_has_no_name_here_is_the_command_line(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise error

    monkeypatch.setattr(getpass, "getuser", lambda: "rose")
    assert user_name() == "rose"
    monkeypatch.setattr(getpass, "getuser", nobody)
    assert user_name() == "command line"
