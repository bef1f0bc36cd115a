"""Watches for clashes that have become certain. It looks where a log has grown since the last look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, Engine, Integer, bindparam, delete, select, text

from domain.changes.coordinates import resolve_question
from domain.clashes.evaluate import Clash
from domain.time import instants
from projections.cache.caches import Caches
from projections.database.connections import editing, reading
from projections.database.prepared import rows
from projections.log import programmes
from projections.log.application import Log
from projections.log.as_of import point_at
from projections.log.head import Head, read_head
from projections.questions.clashes.finder import ClashFinder
from projections.questions.viewpoint import Viewpoint
from scheduler.due.certain_clash import CertainClash, ClashText
from scheduler.tables import certain_clash, clash_look

_REMINDED_OTHERWISE = ("overdue", "post-vacant", "acting-without-end")
"""Rules about things that have reminders of their own."""
_COLUMNS = (
    *("clash", "since", "day", "type", "slug", "says", "certain_from", "certain_to"),
    *("says_publicly", "publicly_from", "publicly_to"),
)
_CERTAIN = (
    select(*(certain_clash.c[name] for name in _COLUMNS))
    .where(
        certain_clash.c.programme == bindparam("programme", type_=Integer),
        certain_clash.c.day <= bindparam("day", type_=Integer),
    )
    .order_by(certain_clash.c.clash)
)
_LOOKS = select(clash_look.c.programme, clash_look.c.position)
_LOOKED = text(
    "INSERT INTO clash_look (programme, position) VALUES (:programme, :position) "
    "ON CONFLICT (programme) DO UPDATE SET position = excluded.position"
)
_STORE = text(
    f"INSERT INTO certain_clash (programme, {', '.join(_COLUMNS)}) "
    f"VALUES (:programme, {', '.join(f':{name}' for name in _COLUMNS)}) ON CONFLICT (programme, clash) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS[5:])
)


class ClashesByView(NamedTuple):
    """Certain clashes by id."""

    full: dict[str, Clash]
    """As those see them who may see everything."""
    public: dict[str, Clash]
    """As an observer sees them."""


@dataclass(frozen=True)
class ClashWatch:
    """The certain clashes of every programme, as of the last look."""

    engine: Engine
    log: Log
    caches: Caches

    def look(self, now: int) -> None:
        """Look at the clashes of each programme whose log has grown."""
        with reading(self.engine) as connection:
            looked_at = dict(rows(connection, _LOOKS, {}))
            slugs = [(number, slug) for number, slug, _ in programmes.numbered_programmes(connection)]
        for number, slug in slugs:
            with reading(self.engine) as connection:
                at = read_head(connection, slug)
                if at.position == looked_at.get(number, 0):
                    continue
                certain = self._certain_by_view(connection, at, now)
            self._store(number, at.position, instants.london_day(now), certain)

    def certain_clashes(self, connection: Connection, programme: int, day: int) -> list[CertainClash]:
        """The clashes of a programme that were known by a day to be certain, by id."""
        return [_from_row(*row) for row in rows(connection, _CERTAIN, {"programme": programme, "day": day})]

    def _certain_by_view(self, connection: Connection, at: Head, now: int) -> ClashesByView:
        full = self._certain(connection, at, now, public=False)
        return ClashesByView(full, self._certain(connection, at, now, public=True) if at.hides else full)

    def _certain(self, connection: Connection, at: Head, now: int, *, public: bool) -> dict[str, Clash]:
        """The clashes that are certain, are not over, and were not acknowledged."""
        point = point_at(connection, at, resolve_question(now, basis="planned"), public)
        finder = ClashFinder(Viewpoint(connection, self.log, point, self.caches))
        certain = [
            clash
            for clash in finder.clashes(finder.world())
            if clash.is_certain and clash.last > point.question.known_on and clash.rule not in _REMINDED_OTHERWISE
        ]
        acknowledged = finder.acknowledged() if certain else {}
        return {clash.id: clash for clash in certain if (clash.id, clash.mark) not in acknowledged}

    def _store(self, programme: int, position: int, day: int, certain: ClashesByView) -> None:
        with editing(self.engine) as connection:
            known = {clash.clash: clash for clash in self.certain_clashes(connection, programme, day)}
            now = update_certain(known, position, day, certain)
            for clash in known.keys() - now.keys():
                here = (certain_clash.c.programme == programme, certain_clash.c.clash == clash)
                connection.execute(delete(certain_clash).where(*here))
            altered = [_row(programme, clash) for id_, clash in now.items() if clash != known.get(id_)]
            if altered:
                connection.execute(_STORE, altered)
            connection.execute(_LOOKED, {"programme": programme, "position": position})


def update_certain(
    known: Mapping[str, CertainClash], position: int, day: int, certain: ClashesByView
) -> dict[str, CertainClash]:
    """The certain clashes after a look on a day, at a log whose last entry is at a position. A clash that was known
    before has become certain when it did, with its words and days as they are now."""
    found = {}
    for id_, clash in certain.full.items():
        public = None if id_ not in certain.public else _text_of(certain.public[id_])
        before = known.get(id_)
        since = (position, day) if before is None else (before.since, before.day)
        found[id_] = CertainClash(id_, *since, *clash.focus, _text_of(clash), public)
    return found


def _text_of(clash: Clash) -> ClashText:
    assert clash.certain_from is not None
    assert clash.certain_to is not None
    return ClashText(clash.says, clash.certain_from, clash.certain_to)


def _from_row(
    clash: str, since: int, day: int, type_: str, slug: str, says: str, first: int, until: int, *public: object
) -> CertainClash:
    publicly = None if public[0] is None else msgspec.convert(public, ClashText)
    return CertainClash(clash, since, day, type_, slug, ClashText(says, first, until), publicly)


def _row(programme: int, clash: CertainClash) -> dict[str, object]:
    public: tuple[object, ...] = (None, None, None) if clash.public is None else clash.public
    values = (clash.clash, clash.since, clash.day, clash.type, clash.slug, *clash.full, *public)
    return {"programme": programme, **dict(zip(_COLUMNS, values, strict=True))}
