"""What are subjects called? The name that each was last given, as known then and as its viewer may know."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, or_, select, tuple_

from domain.changes.change import details_of
from domain.kinds.registry import EVENTS
from domain.log.amendments import ChangeCorrected
from domain.log.payloads import Starting
from projections.database.tables import log, stream
from projections.log.as_of import is_visible
from projections.log.histories import evolve_change
from projections.log.log_rows import ENTRIES
from projections.questions.viewpoint import Viewpoint

Name = tuple[str, str]
"""A type and a slug."""
_NAMING = tuple(kind for kind, event in EVENTS.items() if {"name", "title"} & set(event.__struct_fields__))
"""Kinds that give their subject a name."""
_CHUNK = 400
_STREAMS = select(stream.c.id, stream.c.type, stream.c.slug).where(
    stream.c.programme == bindparam("programme"),
    tuple_(stream.c.type, stream.c.slug).in_(bindparam("names", expanding=True)),
)


def subject_names(view: Viewpoint, wanted: Iterable[Name]) -> dict[Name, str]:
    """The names of subjects, by type and slug. One that nothing has named by then is left out."""
    found: dict[Name, str] = {}
    ordered = sorted(set(wanted))
    for start in range(0, len(ordered), _CHUNK):
        values = {"programme": view.point.programme, "names": ordered[start : start + _CHUNK]}
        streams = {row.id: (row.type, row.slug) for row in view.connection.execute(_STREAMS, values)}
        if streams:
            found |= _named(view, streams)
    return found


def _named(view: Viewpoint, streams: dict[int, Name]) -> dict[Name, str]:
    topics = [log.c.topic.startswith(f"{kind}/", autoescape=True) for kind in (*_NAMING, "change-corrected")]
    query = ENTRIES.where(log.c.stream.in_(streams), log.c.position <= view.point.position, or_(*topics))
    if view.point.public:
        query = query.where(is_visible())
    found: dict[Name, str] = {}
    begun: dict[int, Any] = {}
    for entry in view.log.entries(view.connection, query.order_by(log.c.position)):
        if isinstance(entry.body, Starting):
            change = begun[entry.place] = evolve_change(None, entry)
            event: Any = change.event
        elif isinstance(entry.body, ChangeCorrected) and entry.change_place in begun:
            event = details_of(begun[entry.change_place], entry.body)
        else:
            continue
        name = event.given_name if event is not None else None
        if name:
            found[streams[entry.stream]] = name
    return found


def named_subjects(view: Viewpoint, type_: str) -> list[tuple[str, str]]:
    """Every subject of a type that anything names by then, as its viewer may know: its slug and name, by name."""
    query = select(stream.c.slug).where(stream.c.programme == view.point.programme, stream.c.type == type_)
    found = subject_names(view, ((type_, slug) for slug in view.connection.scalars(query)))
    return sorted(((slug, name) for (_, slug), name in found.items()), key=lambda each: (each[1], each[0]))
