"""The log as an application of the eventsourcing library, whose events are the entries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import starmap
from typing import Any, NoReturn
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import InfrastructureFactory, TrackingRecorder
from eventsourcing.utils import Environment
from sqlalchemy import Connection, Engine

from domain.log.entry import Entry
from projections.database.tables import log
from projections.log.log_rows import ENTRIES, Query
from projections.log.mapper import EntryMapper, Registry
from projections.log.recorder import EntryRecorder

_AT_ONCE = 500
"""Entries of a whole log that are in memory at once."""


class Factory(InfrastructureFactory[TrackingRecorder]):
    """Gives the library our recorder. It keeps track of no other log: read models commit with the entry."""

    def __init__(self, engine: Engine) -> None:
        super().__init__({})
        self.engine = engine

    def application_recorder(self) -> EntryRecorder:
        """The recorder of the log."""
        return EntryRecorder(self.engine)

    def aggregate_recorder(self, purpose: str = "events") -> NoReturn:
        """None: there are no snapshots."""
        raise NotImplementedError

    def tracking_recorder(self, tracking_recorder_class: Any = None) -> NoReturn:
        """None: no place of another log is to be kept."""
        raise NotImplementedError

    def process_recorder(self) -> NoReturn:
        """None, for the same reason."""
        raise NotImplementedError


class Log(Application[UUID]):
    """The log of one database: every entry is stored and read through its mapper and its recorder."""

    mapper: EntryMapper
    recorder: EntryRecorder

    def __init__(self, engine: Engine, registry: Registry | None = None) -> None:
        self.engine = engine
        self.registry = registry or Registry()
        super().__init__()

    def construct_factory(self, env: Environment) -> InfrastructureFactory[Any]:
        """Our recorder."""
        return Factory(self.engine)

    def construct_mapper(self) -> EntryMapper:
        """Our mapper."""
        return EntryMapper(self.registry)

    def append(self, connection: Connection, entries: list[Entry]) -> None:
        """Append entries in the writer's transaction."""
        self.events.put(entries, connection=connection)

    def entries(self, connection: Connection, query: Query, values: Mapping[str, Any] | None = None) -> Iterator[Entry]:
        """The entries that a query of ENTRIES selects, in its order."""
        return starmap(self.mapper.entry, self.recorder.select_entries(connection, query, values))

    def entry(self, connection: Connection, query: Query, values: Mapping[str, Any] | None = None) -> Entry | None:
        """The one entry that a query of ENTRIES selects, if there is any."""
        found = list(self.entries(connection, query, values))
        return found[0] if found else None

    def programme_entries(self, connection: Connection, programme: int) -> Iterator[Entry]:
        """Every entry of a programme, in the order in which they were recorded."""
        query = ENTRIES.where(log.c.programme == programme).order_by(log.c.recorded_at, log.c.position)
        return self.entries(connection, query.execution_options(yield_per=_AT_ONCE))
