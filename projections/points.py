"""Where a question looks from: the programme, the last entry known, and the viewer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, Select, bindparam, exists, func, select

from domain.questions import ALWAYS, Question
from projections.tables import backfill, hidden, log, programme


@dataclass(frozen=True)
class Point:
    """A question at its place in the log."""

    question: Question
    programme: int
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


def programme_number(connection: Connection, slug: str) -> int | None:
    """The number of a programme; None where there is none of that slug."""
    return connection.scalar(_NUMBER, {"slug": slug})


def is_visible() -> ColumnElement[bool]:
    """Whether an entry of `log` is an observer's to see."""
    start = func.coalesce(log.c.change, log.c.position)
    return ~exists().where(hidden.c.change == start, hidden.c.subject == log.c.stream)


def locate(connection: Connection, programme: int, question: Question, public: bool) -> Point:
    """Find the place in the log of a question's known point."""
    last = _last(connection, programme, ALWAYS, public)
    known = last if last and last[1] < question.until else _last(connection, programme, question.until, public)
    position = known[0] if known else 0
    settled = question.is_past and last is not None and last[1] >= question.until
    first = connection.scalar(_FIRST, {"programme": programme})
    backfilled = first is not None and first <= position
    if backfilled and public:
        assert first is not None
        backfilled = _visible_backfill(connection, programme, first, position)
    return Point(question, programme, public, position, known == last, settled, backfilled)


def _last(connection: Connection, programme: int, until: int, public: bool) -> tuple[int, int] | None:
    """The place and the instant of the last entry recorded before an instant."""
    row = connection.execute(_last_statement(public), {"programme": programme, "until": until}).first()
    return None if row is None else (row.position, row.recorded_at)


@lru_cache(maxsize=2)
def _last_statement(public: bool) -> Select[Any]:
    query = select(log.c.position, log.c.recorded_at).where(
        log.c.programme == bindparam("programme"), log.c.recorded_at < bindparam("until", type_=BigInteger)
    )
    if public:
        query = query.where(is_visible())
    return query.order_by(log.c.recorded_at.desc(), log.c.position.desc()).limit(1)


_NUMBER = select(programme.c.id).where(programme.c.slug == bindparam("slug"))
_FIRST = select(backfill.c.first).where(backfill.c.programme == bindparam("programme"))


def _visible_backfill(connection: Connection, programme: int, first: int, position: int) -> bool:
    query = select(log.c.position).where(
        log.c.programme == programme, log.c.position.between(first, position), log.c.backfilled, is_visible()
    )
    return connection.scalar(query.limit(1)) is not None
