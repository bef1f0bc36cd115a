"""Rows of the log, read as stored entries and written from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from eventsourcing.persistence import Notification, StoredEvent
from sqlalchemy import CompoundSelect, Select, func, select

from projections.database.tables import log, stream
from projections.log.stored_entry import EntryNotification, Envelope, StoredEntryEvent

ORIGIN = log.alias("origin")
"""The row of the entry that started a change."""
_ORIGIN_TOPIC = select(ORIGIN.c.topic).where(ORIGIN.c.position == log.c.change).scalar_subquery()
ENTRIES = select(log, stream.c.uuid, func.coalesce(_ORIGIN_TOPIC, log.c.topic).label("origin_topic")).join(
    stream, stream.c.id == log.c.stream
)
"""Rows of the log as `stored_event` reads them, to select from."""
Query = Select[Any] | CompoundSelect[Any]
"""A query of ENTRIES, or a union of some."""
COLUMNS = tuple(column.name for column in log.columns)

LogRow = tuple[int, int, int, str, str, int, str, int | None, int, int, str, bool]
"""A row of the log, in the order of its columns."""
EntryColumns = tuple[UUID, int, str, str, Envelope | None]
"""Originator, version, topic and state, as the library has them, and the columns that are our own."""


def entry_columns(row: Sequence[Any]) -> EntryColumns:
    """The columns of a row of ENTRIES. None of our own where another application of the library stored it."""
    place, number, version, topic, state, programme, id_, change, recorded, entered, by, backfilled, uuid, origin = row
    envelope = None
    if programme is not None:
        kind = origin.partition("/")[0]
        envelope = Envelope(
            number, place, programme, id_, change or place, kind, recorded, entered, by, bool(backfilled)
        )
    return _uuid(bytes(uuid)), version, topic, state, envelope


def stored_event(row: Sequence[Any]) -> StoredEvent:
    """The stored event of a row of ENTRIES."""
    originator, version, topic, state, envelope = entry_columns(row)
    if envelope is None:
        return StoredEvent(originator, version, topic, state.encode())
    return StoredEntryEvent(originator, version, topic, state.encode(), envelope)


@lru_cache(maxsize=8192)
def _uuid(raw: bytes) -> UUID:
    return UUID(bytes=raw)


def notification(row: Sequence[Any]) -> Notification:
    """The same, with its place in the log."""
    event, place = stored_event(row), row[0]
    if isinstance(event, StoredEntryEvent):
        return EntryNotification(
            event.originator_id, event.originator_version, event.topic, event.state, place, event.envelope
        )
    return Notification(event.originator_id, event.originator_version, event.topic, event.state, place)


def entry_row(entry: StoredEntryEvent) -> LogRow:
    """The row of an entry of ours."""
    envelope = entry.envelope
    return (
        envelope.place,
        envelope.stream,
        entry.originator_version,
        entry.topic,
        entry.state.decode(),
        envelope.programme,
        envelope.id,
        None if envelope.change_place == envelope.place else envelope.change_place,
        envelope.recorded_at,
        envelope.entered_at,
        envelope.recorded_by,
        envelope.backfilled,
    )


def event_row(event: StoredEvent, place: int, streams: Mapping[bytes, int]) -> tuple[Any, ...]:
    """The row of any event of the library's, by the number of its stream."""
    number = streams[uuid_of(event.originator_id).bytes]
    stored = (place, number, event.originator_version, event.topic, event.state.decode())
    return stored + (None,) * (len(COLUMNS) - len(stored))


def uuid_of(originator: UUID | str) -> UUID:
    """The UUID of a stream; the library may write it as text."""
    return originator if isinstance(originator, UUID) else UUID(originator)
