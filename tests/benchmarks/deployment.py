"""A deployment for the benchmark, on either database, with the clock at the end of the log; and what it is on disk."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, cast

import structlog
from sqlalchemy import make_url, text

from api.bootstrap import build
from api.services.mergerlog import Mergerlog
from api.settings import Settings
from domain.time import instants
from projections.database.connections import reading
from tests.benchmarks.logs import TODAY

NOW = instants.from_datetime(datetime.combine(TODAY, time(9), UTC))


def open_database(url: str) -> Mergerlog:
    """The product on a database, as it is put together for everyone."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    return build(Settings(database=url), real=lambda: NOW)


def is_sqlite(url: str) -> bool:
    """Whether the database is SQLite's."""
    return url.startswith("sqlite")


def file_of(url: str) -> Path:
    """The file of a SQLite database."""
    return Path(str(make_url(url).database))


def in_a_process(module: str, *arguments: str) -> dict[str, Any]:
    """What a module of the benchmark prints as JSON on its last line, in a process of its own."""
    command = [sys.executable, "-W", "ignore", "-m", f"tests.benchmarks.{module}", *arguments]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return cast("dict[str, Any]", json.loads(done.stdout.splitlines()[-1]))


def bytes_on_disk(mergerlog: Mergerlog, url: str) -> dict[str, int]:
    """How many bytes each table and its indexes take; `total` is all of it."""
    if is_sqlite(url):
        mergerlog.engine.dispose()
        # A process of its own: two copies of SQLite in one process would undo each other's locks.
        return in_a_process("deployment", str(file_of(url)))
    sizes = """SELECT c.relname, pg_total_relation_size(c.oid) FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind = 'r'"""
    with reading(mergerlog.engine) as connection:
        found = {name: int(size) for name, size in connection.execute(text(sizes))}
    return {"total": sum(found.values())} | found


def _pages(path: Path) -> dict[str, int]:
    with sqlite3.connect(path) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        found = {"total": path.stat().st_size}
        try:
            return found | dict(file.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"))
        except sqlite3.OperationalError:  # not every SQLite can look at its own pages
            return found


if __name__ == "__main__":
    print(json.dumps(_pages(Path(sys.argv[1]))))
