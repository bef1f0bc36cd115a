"""A command loads what it needs and no more: the sum of what is loaded is the time that it takes to start."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.bootstrap import build
from api.settings import Settings
from tests.api.cli.command_line import run_process
from tests.support.deployments import sqlite_url

WEB = {"fastapi", "starlette", "uvicorn", "pydantic", "jinja2", "resvg_py", "python_multipart", "httptools", "uvloop"}
REMINDERS = {"apscheduler", "icalendar", "requests", "govuk_bank_holidays", "smtplib", "scheduler"}
SIGN_IN = {"authlib", "pwdlib", "argon2", "cryptography"}
LOGGING = {"structlog", "pygments"}
DATABASE = {"sqlalchemy", "eventsourcing", "psycopg", "pysqlite3"}

PROGRAM = """
import json, sys
sys.argv = ["mergerlog", *{words!r}]
from api.cli.main import main
try:
    main()
except SystemExit as ended:
    status = ended.code or 0
print()
print(json.dumps([status, sorted({{name.split(".")[0] for name in sys.modules}}), sorted(sys.modules)]))
"""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = sqlite_url(tmp_path_factory.mktemp("database"))
    mergerlog = build(Settings(database=url))
    mergerlog.create_programme("north-west", "North West")
    mergerlog.engine.dispose()
    return url


def loaded(tmp_path: Path, database: str, *words: str) -> tuple[set[str], set[str]]:
    """The packages and the modules that a command had loaded at its end."""
    printed = run_process(PROGRAM.format(words=words), tmp_path, MERGERLOG_DATABASE=database)
    status, packages, modules = json.loads(printed.splitlines()[-1])
    assert status == 0, printed
    return set(packages), set(modules)


@pytest.mark.parametrize(
    "words",
    [
        ("structure", "north-west"),
        ("structure", "north-west", "--json"),
        ("timeline", "north-west"),
        ("clashes", "north-west"),
        ("programmes",),
    ],
    ids=" ".join,
)
def test_a_command_that_asks_loads_no_web_no_reminders_and_no_sign_in(
    tmp_path: Path, database: str, words: tuple[str, ...]
) -> None:
    packages, modules = loaded(tmp_path, database, *words)
    assert "sqlalchemy" in packages, "it did ask"
    assert not packages & (WEB | REMINDERS | SIGN_IN | LOGGING)
    assert not {name for name in modules if name.startswith("sqlalchemy.dialects.postgresql")}
    assert not {name for name in modules if name.startswith(("api.app", "api.pages", "api.rest", "api.links"))}


@pytest.mark.parametrize(
    "words",
    [("--version",), ("--help",), ("structure", "--help"), ("serve", "--help"), ("clashes", "-h")],
    ids=" ".join,
)
def test_help_and_version_load_no_database(tmp_path: Path, database: str, words: tuple[str, ...]) -> None:
    packages, _ = loaded(tmp_path, database, *words)
    # Rich draws a help with pygments; there is no other way to load it.
    assert packages & (WEB | REMINDERS | SIGN_IN | LOGGING | DATABASE) <= {"pygments"}
