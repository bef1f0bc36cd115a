"""Programmes: each is one merger, with a log of its own."""

from __future__ import annotations

from typing import TypedDict

from sqlalchemy import Connection, bindparam, func, insert, select

from domain.refusals import IdTaken, Refusal
from projections.database.prepared import rows
from projections.database.tables import programme

_NUMBERED = select(programme.c.id, programme.c.slug, programme.c.name).order_by(programme.c.slug)
_NUMBER = select(programme.c.id).where(programme.c.slug == bindparam("slug"))


class ProgrammeRecord(TypedDict):
    """A programme."""

    id: str
    name: str


class ProgrammeTaken(IdTaken):
    """The programme "{id}" is there already under another name. Use another id."""


class NoSuchProgramme(Refusal):
    """There is no programme "{slug}"."""


def create_programme(connection: Connection, slug: str, name: str) -> tuple[int, bool]:
    """Make a programme; the same one again is no error. Returns its number, and whether it is new.

    Raises ProgrammeTaken.
    """
    known = connection.execute(select(programme).where(programme.c.slug == slug)).one_or_none()
    if known is not None:
        if known.name != name:
            raise ProgrammeTaken(id=slug)
        return int(known.id), False
    number = (connection.scalar(select(func.max(programme.c.id))) or 0) + 1
    connection.execute(insert(programme), [{"id": number, "slug": slug, "name": name}])
    return number, True


def programme_number(connection: Connection, slug: str) -> int:
    """The number of a programme. Raises NoSuchProgramme."""
    found = connection.scalar(_NUMBER, {"slug": slug})
    if found is None:
        raise NoSuchProgramme(slug=slug)
    return int(found)


def list_programmes(connection: Connection) -> list[ProgrammeRecord]:
    """Every programme, by id."""
    rows = connection.execute(select(programme.c.slug, programme.c.name).order_by(programme.c.slug))
    return [{"id": row.slug, "name": row.name} for row in rows]


def numbered_programmes(connection: Connection) -> list[tuple[int, str, str]]:
    """Every programme, by id: its number, its id and its name."""
    return [(number, slug, name) for number, slug, name in rows(connection, _NUMBERED, {})]
