"""The writer of states: the rows of current and closed knowledge, and the bodies that they point to."""

from __future__ import annotations

import itertools

from sqlalchemy import Connection, func, select

from domain.time.edtf import END
from projections.database import rectangles
from projections.database.prepared import rows
from projections.database.rectangles import SIDES
from projections.database.tables import body, segment, tail
from projections.database.write_buffer import Buffer
from projections.log.streams import SubjectStream
from projections.read_models.rows import StateRevision

_LAST_BODY = select(func.max(body.c.number))


class StateWriter:
    """Writes what entries make of subjects within one transaction; the projector writes its `buffers`."""

    def __init__(self, connection: Connection, last_body: int | None) -> None:
        """Begin; `last_body` is the last number of a state, where it is known already."""
        self._connection = connection
        self._numbers = None if last_body is None else itertools.count(last_body + 1)
        self._body = Buffer(body, "number", "life", "item", "extra", "person")
        self._segment = Buffer(segment, "key", "day", "mask", "known_from", "body")
        self._tail = Buffer(tail, "key", "known_to", "mask", "day", "known_from", "body")
        self._history = Buffer(rectangles.history, *SIDES, "key", "mask", "body")
        self.buffers = (self._body, self._segment, self._tail, self._history)

    def next_number(self) -> int:
        """The number of a new body: nobody else gives any, while this transaction has the writer's lock."""
        if self._numbers is None:
            ((last,),) = rows(self._connection, _LAST_BODY, {})
            self._numbers = itertools.count((last or 0) + 1)
        return next(self._numbers)

    def write(self, subject: SubjectStream, key: int, place: int, revision: StateRevision) -> None:
        """Write what an entry at a place does to the rows of one view of a subject."""
        for row in revision.gone:
            self._segment.delete(key, row.day, row.mask)
        written = set()
        for row in revision.new:
            self._segment.insert(key, row.day, row.mask, row.known_from, row.ref)
            if row.known_from == place and row.ref not in written:
                written.add(row.ref)
                self._body.insert(row.ref, *row.body.texts, row.body.person)
        for day_from, day_to, mask, known_from, ref in revision.closed:
            if day_to == END:
                self._tail.insert(key, place, mask, day_from, known_from, ref)
            else:
                sides = rectangles.rectangle_sides(subject.programme, day_from, day_to, known_from, place)
                self._history.insert(*sides.values(), key, mask, ref)
