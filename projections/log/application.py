"""The log: the eventsourcing application whose events are the entries, and the making of its tables."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    InfrastructureFactory,
    Mapper,
    ProcessRecorder,
    TrackingRecorder,
)
from eventsourcing.utils import Environment
from sqlalchemy import Engine, select

from domain.log.amendments import Amendment
from domain.log.entry import Entry
from projections.database.tables import log, stream
from projections.log.mapper import EntryMapper, Registry
from projections.log.recorder import EntryRecorder, StreamRecorder


class Factory(InfrastructureFactory[TrackingRecorder]):
    """The library's way to our recorders."""

    def __init__(self, engine: Engine) -> None:
        super().__init__({})
        self.engine = engine

    def aggregate_recorder(self, purpose: str = "events") -> AggregateRecorder:
        """Streams without positions."""
        return StreamRecorder(self.engine)

    def application_recorder(self) -> ApplicationRecorder:
        """Streams with positions."""
        return EntryRecorder(self.engine)

    def tracking_recorder(self, tracking_recorder_class: Any = None) -> TrackingRecorder:
        """None: read models commit with the entry, so there is no place to keep track of."""
        raise NotImplementedError

    def process_recorder(self) -> ProcessRecorder:
        """None, for the same reason."""
        raise NotImplementedError


class Log(Application[UUID]):
    """The log of one database. `save(*entries, connection=…)` appends in the writer's transaction."""

    def __init__(self, engine: Engine, registry: Registry | None = None) -> None:
        self.engine = engine
        self.registry = registry or Registry()
        super().__init__()

    def construct_factory(self, env: Environment) -> InfrastructureFactory[Any]:
        """Our recorders."""
        return Factory(self.engine)

    def construct_mapper(self) -> Mapper[UUID]:
        """Our mapper."""
        return EntryMapper(self.registry)

    def entry(self, row: Sequence[Any]) -> Entry:
        """The entry of a row of ENTRIES."""
        (place, number, version, topic, state, programme, id_, change_place, recorded, entered, by, backfilled, uuid,
         *_) = row  # fmt: skip
        body = self.registry.decode(topic, state.encode())
        return Entry(
            originator_id=_uuid(bytes(uuid)),
            originator_version=version,
            stream=number,
            place=place,
            programme=programme,
            id=id_,
            change=body.change if isinstance(body, Amendment) else id_,
            change_place=change_place or place,
            body=body,
            recorded_at=recorded,
            entered_at=entered,
            recorded_by=by,
            backfilled=bool(backfilled),
        )


@lru_cache(maxsize=8192)
def _uuid(raw: bytes) -> UUID:
    return UUID(bytes=raw)


ENTRIES = select(log, stream.c.uuid, stream.c.type, stream.c.slug).join(stream, stream.c.id == log.c.stream)
"""Rows of the log that are entries, to select from."""
