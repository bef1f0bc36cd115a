"""The eventsourcing library's own tests of a persistence module, run against ours on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from eventsourcing.persistence import IntegrityError, StoredEvent
from eventsourcing.tests import persistence
from sqlalchemy import Engine, select

from projections import schema
from projections.database.connections import connect_database, reading
from projections.database.tables import log as log_table
from projections.log.recorder import EntryRecorder
from tests.conftest import fresh_postgres
from tests.support.deployments import sqlite_url


class OnSQLite:
    """A new database in a file for each test."""

    engine: Engine

    @pytest.fixture(autouse=True)
    def database(self, tmp_path: Path) -> Iterator[None]:
        yield from self.opened(sqlite_url(tmp_path))

    def opened(self, url: str) -> Iterator[None]:
        self.engine = connect_database(url)
        schema.create_tables(self.engine)
        yield
        self.engine.dispose()


class OnPostgreSQL(OnSQLite):
    """The same on PostgreSQL."""

    @pytest.fixture(autouse=True)
    def database(self, postgres: str) -> Iterator[None]:
        yield from self.opened(fresh_postgres(postgres))


class Entries:
    """Streams with positions."""

    engine: Engine

    def create_recorder(self) -> EntryRecorder:
        return EntryRecorder(self.engine)


class TestEntriesOnSQLite(OnSQLite, Entries, persistence.ApplicationRecorderTestCase):
    """Appending and reading in order, alone and from many threads at once."""


class TestEntriesOnPostgreSQL(OnPostgreSQL, Entries, persistence.ApplicationRecorderTestCase):
    """The same on PostgreSQL."""


class TestPositionsOnSQLite(OnSQLite, Entries, persistence.NonInterleavingNotificationIDsBaseCase):
    """Two long saves at once: the positions of one all stand before those of the other."""


class TestPositionsOnPostgreSQL(OnPostgreSQL, Entries, persistence.NonInterleavingNotificationIDsBaseCase):
    """The same on PostgreSQL."""


def test_a_failed_append_takes_no_position_and_leaves_nothing(database: str) -> None:
    engine = connect_database(database)
    schema.create_tables(engine)
    recorder = EntryRecorder(engine)
    one, two = (StoredEvent(originator_id=uuid4(), originator_version=1, topic="a", state=b"{}") for _ in range(2))
    assert recorder.insert_events([one]) == [1]
    with pytest.raises(IntegrityError):
        recorder.insert_events([two, one])
    assert recorder.select_events(two.originator_id) == []
    assert recorder.insert_events([two]) == [2]
    with reading(engine) as connection:
        assert list(connection.scalars(select(log_table.c.position))) == [1, 2]
    engine.dispose()
