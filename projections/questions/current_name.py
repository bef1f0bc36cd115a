"""What is a subject called, as a viewer knows it now?"""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select

from domain.changes.coordinates import resolve_question
from domain.time.edtf import BEGINNING, END, show
from projections.database.prepared import rows
from projections.database.tables import stream
from projections.log.application import Log
from projections.log.as_of import point_at
from projections.log.head import Head
from projections.questions.structure import read_structure
from projections.questions.viewpoint import Viewpoint

_NUMBER = select(stream.c.id).where(
    stream.c.programme == bindparam("programme"),
    stream.c.type == bindparam("type"),
    stream.c.slug == bindparam("slug"),
)


def current_name(
    connection: Connection, log: Log, at: Head, type_: str, slug: str, now: int, *, public: bool, by: int | None = None
) -> str:
    """Its name or title as it is now, or else as planned for the day `by`; its id where it is in neither structure.

    `now` is an instant. Raises nothing: a subject that nobody knows is called by its id too.
    """
    found = rows(connection, _NUMBER, {"programme": at.programme, "type": type_, "slug": slug})
    days = [None] if by in (None, BEGINNING, END) else [None, show(by or 0)]
    for day in days if found else ():
        point = point_at(connection, at, resolve_question(now, effective_on=day, basis="planned"), public)
        item = read_structure(Viewpoint(connection, log, point), subject=found[0][0]).items(type_).get(slug)
        if item is not None:
            return str(item.get("name") or item.get("title"))
    return slug
