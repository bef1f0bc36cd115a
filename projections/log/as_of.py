"""Where a question looks from: the programme, the last entry known, and the viewer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, Select, bindparam, exists, func, select

from domain.changes.coordinates import ALWAYS, Question
from projections.database.prepared import rows
from projections.database.tables import hidden, log
from projections.log.head import Head


@dataclass(frozen=True)
class Point:
    """A question at its place in the log."""

    question: Question
    head: Head
    public: bool
    """Whether the viewer is an observer, who sees nothing restricted."""
    position: int
    """The last place in the log that is known."""
    is_current: bool
    """Whether that is everything."""
    settled: bool
    """Whether no later entry can alter the answer."""
    backfilled: bool
    """Whether the answer rests on entries whose recorded instant an import brought."""

    @property
    def programme(self) -> int:
        """The number of the programme."""
        return self.head.programme


def is_visible() -> ColumnElement[bool]:
    """Whether an entry of `log` is an observer's to see."""
    start = func.coalesce(log.c.change, log.c.position)
    return ~exists().where(hidden.c.change == start, hidden.c.subject == log.c.stream)


def point_at(connection: Connection, at: Head, question: Question, public: bool) -> Point:
    """Find the place in the log of a question's known point."""
    partial = public and at.hides
    last = _last(connection, at, ALWAYS, partial) if partial else (at.position, at.recorded_at)
    known = last if last[1] < question.until else _last(connection, at, question.until, partial)
    position = known[0]
    settled = question.is_settled(last[1])
    backfilled = at.backfilled_from is not None and at.backfilled_from <= position
    if backfilled and partial:
        backfilled = _visible_backfill(connection, at, position)
    return Point(question, at, public, position, known == last, settled, backfilled)


def point_at_place(at: Head, question: Question, position: int) -> Point:
    """Where everyone looks from, right after an entry of the log."""
    return Point(question, at, False, position, position == at.position, settled=False, backfilled=False)


def _last(connection: Connection, at: Head, until: int, partial: bool) -> tuple[int, int]:
    """The place and the instant of the last entry recorded before an instant; zeros where there is none."""
    found = rows(connection, _last_statement(partial), {"programme": at.programme, "until": until})
    return found[0] if found else (0, 0)


@lru_cache(maxsize=2)
def _last_statement(partial: bool) -> Select[Any]:
    query = select(log.c.position, log.c.recorded_at).where(
        log.c.programme == bindparam("programme"), log.c.recorded_at < bindparam("until", type_=BigInteger)
    )
    if partial:
        query = query.where(is_visible())
    return query.order_by(log.c.recorded_at.desc(), log.c.position.desc()).limit(1)


def _visible_backfill(connection: Connection, at: Head, position: int) -> bool:
    query = select(log.c.position).where(
        log.c.programme == at.programme,
        log.c.position.between(at.backfilled_from, position),
        log.c.backfilled,
        is_visible(),
    )
    return connection.scalar(query.limit(1)) is not None
