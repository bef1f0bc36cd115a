"""Databases for tests of one module: an empty one, and one that holds a small merger."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from projections.database.connections import connect_in_memory, trying, writing
from projections.schema import create_tables
from tests.support.deployments import Deployment
from tests.support.drafting import Drafting
from tests.support.examples import world


@pytest.fixture
def connection() -> Iterator[Connection]:
    """A writer's transaction in a new database in memory, which has every table and no row."""
    engine = connect_in_memory()
    create_tables(engine)
    with writing(engine) as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def drafting(on_sqlite: Deployment) -> Iterator[Drafting]:
    """A small merger to record to and to draft for, in a transaction that leaves nothing behind."""
    programme = world(on_sqlite)
    with trying(on_sqlite.mergerlog.engine) as connection:
        yield Drafting(connection, on_sqlite.mergerlog.log, programme)
