"""An empty database for tests that need tables and no deployment."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from projections.database.connections import connect_in_memory, writing
from projections.schema import create_tables


@pytest.fixture
def connection() -> Iterator[Connection]:
    """A writer's transaction in a new database in memory, which has every table and no row."""
    engine = connect_in_memory()
    create_tables(engine)
    with writing(engine) as connection:
        yield connection
    engine.dispose()
