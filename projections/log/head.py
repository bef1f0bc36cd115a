"""The head of a programme: how far its log is, and whether anything in it is restricted."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, exists, func, select

from projections.database.prepared import rows
from projections.database.tables import IS_SPLIT, backfill, log, person, programme, stream
from projections.log.programmes import NoSuchProgramme


@dataclass(frozen=True)
class Head:
    """A programme, and how far its log is."""

    programme: int
    position: int
    """The place of its last entry."""
    recorded_at: int
    """The last instant recorded."""
    backfilled_from: int | None
    """The place of the first entry whose recorded instant an import brought."""
    hides: bool
    """Whether anything in it is restricted now."""
    erased: int = 0
    """How many names of the register were erased: an answer that was kept from before one of them is none."""


_LATEST = select(log.c.recorded_at).where(log.c.programme == programme.c.id)
_LATEST = _LATEST.order_by(log.c.recorded_at.desc(), log.c.position.desc()).limit(1).correlate(programme)
_LAST_INSTANT = _LATEST.scalar_subquery()
_LAST_PLACE = _LATEST.with_only_columns(log.c.position).scalar_subquery()
_HIDES = exists().where(stream.c.programme == programme.c.id, IS_SPLIT).correlate(programme)
_ERASED = select(func.count()).select_from(person).where(person.c.name.is_(None)).scalar_subquery()
_HEAD = (
    select(programme.c.id, _LAST_PLACE, _LAST_INSTANT, backfill.c.first, _HIDES, _ERASED)
    .outerjoin(backfill, backfill.c.programme == programme.c.id)
    .where(programme.c.slug == bindparam("slug"))
)


def read_head(connection: Connection, slug: str) -> Head:
    """How far the log of a programme is. Raises NoSuchProgramme."""
    row = next(iter(rows(connection, _HEAD, {"slug": slug})), None)
    if row is None:
        raise NoSuchProgramme(slug=slug)
    number, position, recorded_at, first, hides, erased = row
    return Head(number, position or 0, recorded_at or 0, first, bool(hides), erased)
