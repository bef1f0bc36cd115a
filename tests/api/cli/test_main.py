"""The command line as a whole: its help, its version, the database that it works on, and its errors."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from api import bootstrap
from api.bootstrap import build
from api.settings import Settings
from projections.database.connections import connect_database, writing
from tests.api.cli.command_line import run_command
from tests.documents.surfaces import commands
from tests.support.deployments import deploy, sqlite_url
from tests.support.examples import world

Captured = pytest.CaptureFixture[str]
MAY_START = (
    ("programme", "north-west", "The North West"),
    ("token", "add", "office", "--role", "manager"),
    ("account", "add", "office", "--name", "Office", "--role", "manager", "--password", "three words together"),
)
ASKS_OR_RECORDS = (
    ("structure", "north-west"),
    ("entries", "north-west"),
    ("timeline", "north-west"),
    ("clashes", "north-west"),
    ("programmes",),
    ("log", "north-west", "site-closed", "colindale", "--on", "2018-05-01"),
    ("export", "--programme", "north-west"),
    ("person", "Ada Example"),
    ("rebuild",),
    ("remind",),
    ("scenario", "list", "north-west"),
    ("account", "list"),
)


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MERGERLOG_DATABASE", raising=False)
    monkeypatch.setenv("COLUMNS", "120")


def test_the_version_is_printed(capsys: Captured) -> None:
    typed = run_command(capsys, "--version")
    assert (typed.status, typed.out) == (0, "mergerlog 0.1.0\n")


@pytest.mark.parametrize("command", commands())
def test_every_command_has_both_names_of_help(capsys: Captured, command: str) -> None:
    short, long = (run_command(capsys, *command.split(), option) for option in ("-h", "--help"))
    assert short == long
    assert f"mergerlog {command}" in short.out
    assert short.status == 0


def test_the_help_has_commands_in_groups(capsys: Captured) -> None:
    printed = run_command(capsys, "--help").out
    groups = [line.strip("╭╮─ ") for line in printed.splitlines() if line.startswith("╭─")]
    assert groups == ["Options", "Asking", "Looking ahead", "Recording", "Running", "Reminders", "Scenarios"]


def test_an_unknown_command_says_which_is_near(capsys: Captured) -> None:
    typed = run_command(capsys, "strukture", "north-west")
    assert typed.status == 2
    assert "No such command 'strukture'" in typed.err
    assert "structure" in typed.err
    assert "--help" in typed.err or "-h" in typed.err


def test_an_unknown_option_says_where_help_is(capsys: Captured) -> None:
    typed = run_command(capsys, "structure", "north-west", "--onn", "2018-10-01")
    assert typed.status == 2
    assert "--onn" in typed.err
    assert "mergerlog structure" in typed.err


@pytest.mark.parametrize("words", ASKS_OR_RECORDS, ids=lambda words: words[0])
def test_a_command_that_asks_or_records_makes_no_database(
    capsys: Captured, tmp_path: Path, words: tuple[str, ...]
) -> None:
    typed = run_command(capsys, *words)
    assert typed.status == 1
    assert typed.err.startswith("There is no database at sqlite:///mergerlog.sqlite. Start one with ")
    assert typed.out == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", MAY_START, ids=lambda words: words[0])
def test_a_command_that_starts_a_database_says_so_once(
    capsys: Captured, tmp_path: Path, words: tuple[str, ...]
) -> None:
    typed = run_command(capsys, *words)
    assert typed.status == 0
    assert typed.err.splitlines()[0] == "A new database was made at sqlite:///mergerlog.sqlite."
    assert (tmp_path / "mergerlog.sqlite").is_file()
    assert run_command(capsys, "programme", "south-west", "The South West").err == ""


def test_an_import_starts_a_database(capsys: Captured, tmp_path: Path) -> None:
    (tmp_path / "people.jsonl").write_text('{"person": "p-ada", "name": "Ada Example"}\n', encoding="utf-8")
    typed = run_command(capsys, "import", "people.jsonl", "--programme", "north-west", "--name", "The North West")
    assert typed.status == 0
    assert typed.err.startswith("A new database was made at sqlite:///mergerlog.sqlite.\n")
    assert "The North West" in run_command(capsys, "programmes").out


def test_an_empty_file_is_no_database(capsys: Captured, tmp_path: Path) -> None:
    (tmp_path / "mergerlog.sqlite").touch()
    assert run_command(capsys, "structure", "north-west").err.startswith("There is no database at ")


def test_a_file_that_is_no_database_is_a_sentence(capsys: Captured, tmp_path: Path) -> None:
    (tmp_path / "mergerlog.sqlite").write_text("Not a database at all. " * 100, encoding="utf-8")
    typed = run_command(capsys, "structure", "north-west")
    assert typed.status == 1
    assert typed.err.startswith("The database cannot be used: file is not a database.")


def test_the_option_names_the_database_over_the_environment(
    capsys: Captured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named, other = (sqlite_url(tmp_path, name) for name in ("named", "other"))
    for url, programme in ((named, "north-west"), (other, "south-west")):
        mergerlog = build(Settings(database=url))
        mergerlog.create_programme(programme, programme)
        mergerlog.engine.dispose()
    monkeypatch.setenv("MERGERLOG_DATABASE", other)
    assert "north-west" in run_command(capsys, "--database", named, "programmes").out
    assert "south-west" in run_command(capsys, "programmes").out


def test_a_database_of_an_earlier_version_gets_the_tables_that_it_lacks(capsys: Captured, tmp_path: Path) -> None:
    url = sqlite_url(tmp_path)
    mergerlog = build(Settings(database=url))
    mergerlog.create_programme("north-west", "north-west")
    with mergerlog.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE scenario_entry")
    mergerlog.engine.dispose()
    typed = run_command(capsys, "scenario", "list", "north-west")
    assert (typed.status, typed.out) == (0, "There are no scenarios.\n")


def test_an_address_that_is_no_database_is_not_repeated(capsys: Captured) -> None:
    typed = run_command(capsys, "--database", "postgres//u:secret@h", "programmes")
    assert typed.status == 1
    assert "secret" not in typed.err
    assert "--database" in typed.err


def test_the_log_is_read_while_an_import_writes_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setattr(bootstrap, "connect_database", partial(connect_database, busy_seconds=0.1))
    monkeypatch.setenv("MERGERLOG_DATABASE", sqlite_url(tmp_path))
    with deploy(sqlite_url(tmp_path)) as deployment:
        programme = world(deployment)
        with writing(deployment.mergerlog.engine):
            typed = run_command(capsys, "structure", programme)
    assert typed.status == 0, typed.err
    assert "Wembley" in typed.out
