"""An empty database in memory for what only reads and writes the tables of the reminders, and a small merger."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

import scheduler.tables  # noqa: F401 - its tables are to be made too
from projections.database.connections import connect_in_memory, editing
from projections.database.tables import metadata
from tests.scheduler.merger import Merger, small_merger, undone
from tests.support.deployments import sqlite_url
from tests.support.reminder_office import Office


@pytest.fixture
def connection() -> Iterator[Connection]:
    """A transaction that may write, in a database with every table and no row."""
    engine = connect_in_memory()
    metadata.create_all(engine)
    with editing(engine) as opened:
        yield opened
    engine.dispose()


@pytest.fixture(scope="session")
def small_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The office of a small merger, which many tests share and none alters."""
    with small_merger(sqlite_url(tmp_path_factory.mktemp("merger"))) as opened:
        yield opened


@pytest.fixture
def merger(small_office: Office) -> Iterator[Merger]:
    """The small merger, in a transaction of which nothing stays."""
    with undone(small_office) as opened:
        yield opened
