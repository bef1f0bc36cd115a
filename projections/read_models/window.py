"""Windows: the end of a subject's read model, from a day on, which an entry that is recorded now may alter."""

from __future__ import annotations

from bisect import bisect_left, insort
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Integer, Select, bindparam, func, select

from domain.changes.change import Change
from domain.kinds.state import NOTHING, State
from domain.time.edtf import BEGINNING
from projections.database import prepared
from projections.database.tables import body, hidden, segment, touch
from projections.log.application import Log
from projections.log.streams import SubjectStream
from projections.read_models.current_changes import change_of, changes_columns
from projections.read_models.rows import StateRevision, StateRow, start_row
from projections.read_models.state_json import RenderedState

_MOST_ROWS = 96
_KEPT_ROWS = 48


class Window:
    """The rows and the counting changes of one fold, complete from a day on."""

    def __init__(self, key: int, day: int, rows: list[StateRow], changes: list[Change], *, whole: bool = False) -> None:
        self.key = key
        self._whole = whole
        self.day = day
        self.rows = rows
        self._changes = [(change.order, change) for change in changes]

    def changes(self, day: int) -> list[Change]:
        """Those whose `latest` is not before the day, in fold order."""
        if not self._changes or self._changes[-1][0][0] < day:
            return []
        return [change for _, change in self._changes[bisect_left(self._changes, ((day, 0),)) :]]

    def state_before(self, day: int, mask: int) -> State:
        """The state just before a day, under a basis given as its bit."""
        rows = self.rows
        first = bisect_left(rows, (day,)) if rows and rows[-1].day >= day else len(rows)
        row = start_row(rows, first, mask)
        return NOTHING if row is None else row.body.state

    def apply(self, revision: StateRevision, before: Change | None, after: Change | None) -> None:
        """Follow what an entry did."""
        if before is not None and before.counts_under:
            at = bisect_left(self._changes, (before.order,))
            if at < len(self._changes) and self._changes[at][1].place == before.place:
                del self._changes[at]
        if after is not None and after.counts_under:
            pair = (after.order, after)
            if self._changes and pair[0] < self._changes[-1][0]:
                insort(self._changes, pair, key=_order)
            else:
                self._changes.append(pair)
        if revision.gone:
            gone = {id(row) for row in revision.gone}
            first = bisect_left(self.rows, (revision.gone[0].day,))
            self.rows[first:] = [row for row in self.rows[first:] if id(row) not in gone]
        for row in revision.new:
            if self.rows and row[:2] < self.rows[-1][:2]:
                insort(self.rows, row, key=_day_and_mask)
            else:
                self.rows.append(row)
        if len(self.rows) > _MOST_ROWS and not self._whole:
            self._trim()

    def _trim(self) -> None:
        """Let go of the oldest rows, so that a long import stays in little memory."""
        day = self.rows[-_KEPT_ROWS].day
        floor = min(
            max((row.day for row in self.rows if row.mask & basis and row.day < day), default=BEGINNING)
            for basis in (1, 2, 4)
        )
        self.rows = [row for row in self.rows if row.day >= floor]
        self._changes = self._changes[bisect_left(self._changes, ((day, 0),)) :]
        self.day = day


def _order(pair: tuple[tuple[int, int], Change]) -> tuple[int, int]:
    return pair[0]


def _day_and_mask(row: StateRow) -> tuple[int, int]:
    return row[0], row[1]


def load_window(connection: Connection, log_: Log, subject: SubjectStream, public: bool, day: int) -> Window:
    """Read a window from the database."""
    key = subject.key(public)
    return Window(key, day, _rows(connection, subject, key, day), _changes(connection, log_, subject, public, day))


_KEY, _DAY = bindparam("key", type_=Integer), bindparam("day", type_=Integer)


@lru_cache(maxsize=2)
def _rows_statement(dialect: str) -> Select[Any]:
    last = [
        func.coalesce(
            select(func.max(segment.c.day))
            .where(segment.c.key == _KEY, segment.c.day < _DAY, segment.c.mask.op("&")(basis) != 0)
            .scalar_subquery(),
            BEGINNING,
        )
        for basis in (1, 2, 4)
    ]
    least = func.min if dialect == "sqlite" else func.least
    return (
        select(
            segment.c.day, segment.c.mask, segment.c.known_from, segment.c.body, body.c.life, body.c.item, body.c.extra
        )
        .join(body, body.c.number == segment.c.body)
        .where(segment.c.key == _KEY, segment.c.day >= least(*last))
        .order_by(segment.c.day, segment.c.mask)
    )


def _rows(connection: Connection, subject: SubjectStream, key: int, day: int) -> list[StateRow]:
    found = prepared.rows(connection, _rows_statement(connection.dialect.name), {"key": key, "day": day})
    return [
        StateRow(
            from_day, mask, known_from, ref, RenderedState(subject.type, subject.slug, None, texts=(life, item, extra))
        )
        for from_day, mask, known_from, ref, life, item, extra in found
    ]


_CHANGES = (
    changes_columns()
    .where(touch.c.subject == bindparam("subject"), touch.c.latest >= _DAY)
    .order_by(touch.c.latest, touch.c.change)
)
_VISIBLE = _CHANGES.where(
    touch.c.change.not_in(select(hidden.c.change).where(hidden.c.subject == bindparam("subject")))
)


def _changes(connection: Connection, log_: Log, subject: SubjectStream, public: bool, day: int) -> list[Change]:
    query = _VISIBLE if public and subject.split else _CHANGES
    return [change_of(log_, row) for row in prepared.rows(connection, query, {"subject": subject.id, "day": day})]
