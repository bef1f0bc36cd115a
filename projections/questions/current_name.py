"""What is a subject called, as a viewer knows it now?"""

from __future__ import annotations

from sqlalchemy import Connection, select

from domain.changes.coordinates import resolve_question
from domain.time.edtf import BEGINNING, END, show
from projections.database.tables import stream
from projections.log.application import Log
from projections.log.as_of import Head, point_at
from projections.questions.structure import read_structure
from projections.questions.viewpoint import Viewpoint


def current_name(
    connection: Connection, log: Log, at: Head, type_: str, slug: str, now: int, *, public: bool, by: int | None = None
) -> str:
    """Its name or title as it is now, or else as planned for the day `by`; its id where it is in neither structure.

    `now` is an instant. Raises nothing: a subject that nobody knows is called by its id too.
    """
    here = (stream.c.programme == at.programme, stream.c.type == type_, stream.c.slug == slug)
    number = connection.scalar(select(stream.c.id).where(*here))
    days = [None] if by in (None, BEGINNING, END) else [None, show(by or 0)]
    for day in days if number is not None else ():
        point = point_at(connection, at, resolve_question(now, effective_on=day, basis="planned"), public)
        item = read_structure(Viewpoint(connection, log, point), subject=number).items(type_).get(slug)
        if item is not None:
            return str(item.get("name") or item.get("title"))
    return slug
