"""An empty database in memory, for what only reads and writes the tables of the reminders."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

import scheduler.tables  # noqa: F401 - its tables are to be made too
from projections.database.connections import connect_in_memory, editing
from projections.database.tables import metadata


@pytest.fixture
def connection() -> Iterator[Connection]:
    """A transaction that may write, in a database with every table and no row."""
    engine = connect_in_memory()
    metadata.create_all(engine)
    with editing(engine) as opened:
        yield opened
    engine.dispose()
