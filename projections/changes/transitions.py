"""Entries with the change that each left behind, and as it was before: what a sentence about an entry needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, or_, select

from domain.changes.change import Change
from domain.log.entry import Entry, EntryRecord
from projections.database.tables import log
from projections.log.application import Log
from projections.log.as_of import Point, is_visible
from projections.log.histories import evolve_change
from projections.log.log_rows import ENTRIES
from projections.log.visible_versions import Versions

_CHUNK = 400


@dataclass(frozen=True, slots=True)
class Transition:
    """An entry, its change before it (None where it started it) and after it, and the entry as answers show it."""

    entry: Entry
    before: Change | None
    after: Change
    shown: EntryRecord


def read_transitions(
    connection: Connection, log_: Log, point: Point, changes: Iterable[str]
) -> dict[str, list[Transition]]:
    """Every entry of these changes, as known and as the viewer may know, in the order of the log, by change id."""
    found: dict[str, list[Transition]] = {}
    versions = Versions(connection, point.public)
    wanted = sorted(set(changes))
    for start in range(0, len(wanted), _CHUNK):
        ids = wanted[start : start + _CHUNK]
        places = select(log.c.position).where(
            log.c.programme == point.programme, log.c.id.in_(ids), log.c.change.is_(None)
        )
        started = list(connection.scalars(places))
        query = ENTRIES.where(or_(log.c.position.in_(started), log.c.change.in_(started)))
        query = query.where(log.c.programme == point.programme, log.c.position <= point.position)
        if point.public:
            query = query.where(is_visible())
        last: dict[int, Change] = {}
        for entry in log_.entries(connection, query.order_by(log.c.position)):
            before = last.get(entry.change_place)
            after = last[entry.change_place] = evolve_change(before, entry)
            told = Transition(entry, before, after, entry.shown(versions.version_of(entry)))
            found.setdefault(after.id, []).append(told)
    return found
