"""Versions as their viewer counts them: an observer's leave out the entries that an observer does not see."""

from __future__ import annotations

from bisect import bisect_left
from uuid import UUID

from sqlalchemy import Connection, func, select

from domain.log.entry import Entry
from projections.database.tables import hidden, log, stream


class Versions:
    """Versions of entries, for one viewer."""

    def __init__(self, connection: Connection, public: bool) -> None:
        self._connection = connection
        self._public = public
        self._hidden: dict[UUID, list[int]] = {}

    def version_of(self, entry: Entry) -> int:
        """The version that the viewer sees."""
        if not self._public:
            return entry.originator_version
        return entry.originator_version - bisect_left(self._hidden_of(entry.originator_id), entry.originator_version)

    def _hidden_of(self, originator: UUID) -> list[int]:
        """Versions of the entries of a stream that observers do not see, in order."""
        if originator not in self._hidden:
            query = (
                select(log.c.version)
                .join(stream, stream.c.id == log.c.stream)
                .join(
                    hidden,
                    (hidden.c.subject == stream.c.id)
                    & (hidden.c.change == func.coalesce(log.c.change, log.c.position)),
                )
                .where(stream.c.uuid == originator.bytes, stream.c.split == 1)
                .order_by(log.c.version)
            )
            self._hidden[originator] = list(self._connection.scalars(query))
        return self._hidden[originator]
