"""The recorder of the eventsourcing library, over SQLAlchemy Core: appends to the log and reads from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from eventsourcing.persistence import (
    ApplicationRecorder,
    IntegrityError,
    Notification,
    OperationalError,
    StoredEvent,
    Subscription,
)
from sqlalchemy import Connection, Engine, Row, Select, bindparam, exc, func, insert, select

from projections.database.connections import reading, writing
from projections.database.prepared import rows
from projections.database.tables import log, stream
from projections.database.write_buffer import insert_rows
from projections.log.log_rows import (
    COLUMNS,
    ENTRIES,
    EntryColumns,
    Query,
    entry_columns,
    entry_row,
    event_row,
    notification,
    stored_event,
    uuid_of,
)
from projections.log.stored_entry import StoredEntryEvent

_LAST_POSITION = select(func.max(log.c.position))
_LAST_STREAM = select(func.max(stream.c.id))
_STREAMS = select(stream.c.uuid, stream.c.id).where(stream.c.uuid.in_(bindparam("uuids", expanding=True)))


class EntryRecorder(ApplicationRecorder):
    """The library's application recorder on the tables `log` and `stream`.

    Positions have no gap and follow the order of commits: the writer holds a lock from before it reads the last one.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def insert_events(
        self, stored_events: Sequence[StoredEvent], *, connection: Connection | None = None, **kwargs: Any
    ) -> Sequence[int] | None:
        """Append events, in the caller's transaction (which holds the writer's lock) or one of their own.

        Raises IntegrityError where a version of a stream, or an entry's id, is taken.
        """
        if not stored_events:
            return None
        driver = self.engine.dialect.loaded_dbapi
        try:
            if connection is not None:
                return self._insert(connection, stored_events)
            with writing(self.engine) as own:
                return self._insert(own, stored_events)
        except (exc.IntegrityError, driver.IntegrityError) as error:
            raise IntegrityError(str(getattr(error, "orig", error))) from error
        except (exc.OperationalError, driver.OperationalError) as error:
            raise OperationalError(str(getattr(error, "orig", error))) from error

    def _insert(self, connection: Connection, stored_events: Sequence[StoredEvent]) -> Sequence[int]:
        entries = [event for event in stored_events if isinstance(event, StoredEntryEvent)]
        if len(entries) == len(stored_events):
            # They were decided upon under this transaction's lock, and know their places and their streams.
            new = [entry_row(entry) for entry in entries]
        else:
            first = last_position(connection) + 1
            streams = stream_ids(connection, [event.originator_id for event in stored_events])
            new = [event_row(event, place, streams) for place, event in enumerate(stored_events, first)]
        insert_rows(connection, log, COLUMNS, new)
        return [row[0] for row in new]

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
        connection: Connection | None = None,
    ) -> Sequence[StoredEvent]:
        """The events of one stream, in order of version."""
        query = ENTRIES.where(stream.c.uuid == uuid_of(originator_id).bytes)
        if gt is not None:
            query = query.where(log.c.version > gt)
        if lte is not None:
            query = query.where(log.c.version <= lte)
        query = query.order_by(log.c.version.desc() if desc else log.c.version)
        if limit is not None:
            query = query.limit(limit)
        return [stored_event(row) for row in self._read(query, connection)]

    def select_entries(
        self, connection: Connection, query: Query, values: Mapping[str, Any] | None = None
    ) -> Iterator[EntryColumns]:
        """The rows that a query of ENTRIES selects, in its order; with `values` it is compiled once for good."""
        selected = connection.execute(query) if values is None else rows(connection, query, dict(values))
        return map(entry_columns, selected)

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Events of every stream, in the order of the log."""
        query = ENTRIES.order_by(log.c.position).limit(limit)
        if start is not None:
            query = query.where(log.c.position >= start if inclusive_of_start else log.c.position > start)
        if stop is not None:
            query = query.where(log.c.position <= stop)
        if topics:
            query = query.where(log.c.topic.in_(topics))
        return [notification(row) for row in self._read(query, None)]

    def max_notification_id(self) -> int | None:
        """The last position, or None in an empty log."""
        with reading(self.engine) as connection:
            return last_position(connection) or None

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Subscription[ApplicationRecorder]:
        """Nothing of Mergerlog tails the log: read models are written with the entry."""
        raise NotImplementedError("Read models are projected in the entry's own transaction; nothing subscribes.")

    def _read(self, query: Select[Any], connection: Connection | None) -> Sequence[Row[Any]]:
        if connection is not None:
            return connection.execute(query).all()
        with reading(self.engine) as own:
            return own.execute(query).all()


def last_position(connection: Connection) -> int:
    """The place of the last entry of the log; 0 where it is empty."""
    return connection.scalar(_LAST_POSITION) or 0


def stream_ids(connection: Connection, originators: Sequence[UUID | str]) -> dict[bytes, int]:
    """The number of each stream, by the bytes of its UUID; streams not seen before are made."""
    wanted = list(dict.fromkeys(uuid_of(originator).bytes for originator in originators))
    found: dict[bytes, int] = {}
    for start in range(0, len(wanted), 500):
        chunk = wanted[start : start + 500]
        found |= {bytes(uuid): number for uuid, number in connection.execute(_STREAMS, {"uuids": chunk})}
    missing = [uuid for uuid in wanted if uuid not in found]
    if missing:
        last = connection.scalar(_LAST_STREAM) or 0
        made = {uuid: last + offset for offset, uuid in enumerate(missing, 1)}
        connection.execute(insert(stream), [{"id": number, "uuid": uuid} for uuid, number in made.items()])
        found |= made
    return found
