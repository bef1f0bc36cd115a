"""Which clashes have newly become certain. They are looked for where a log has grown since the last look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, Engine, delete, select, text

from domain.changes.coordinates import ALWAYS, Question, ask
from domain.clashes.evaluate import Clash
from domain.time import instants
from projections.cache.caches import Caches
from projections.database.connections import editing, reading
from projections.log import programmes
from projections.log.application import Log
from projections.log.as_of import Head, point_at, read_head
from projections.questions.clashes.finder import ClashFinder
from projections.questions.viewpoint import Viewpoint
from scheduler.due.rules import CertainClash
from scheduler.tables import stirred, swept

ClashesByView = tuple[dict[str, Clash], dict[str, Clash]]
"""ClashesByView clashes by id, to those who may see everything and to an observer."""
_TOLD_OTHERWISE = ("overdue", "post-vacant", "acting-without-end")
"""Rules whose subjects have reminders of their own."""
_SWEPT = text(
    "INSERT INTO swept (programme, position) VALUES (:programme, :position) "
    "ON CONFLICT (programme) DO UPDATE SET position = excluded.position"
)
_STIRRED = text(
    "INSERT INTO stirred (programme, clash, since, day, type, slug, says, says_publicly) "
    "VALUES (:programme, :clash, :since, :day, :type, :slug, :says, :says_publicly) ON CONFLICT DO NOTHING"
)


@dataclass(frozen=True)
class ClashWatch:
    """The certain clashes of every programme, as of the last look."""

    engine: Engine
    log: Log
    caches: Caches

    def look(self, now: int) -> None:
        """Look at the clashes of each programme whose log has grown."""
        with reading(self.engine) as connection:
            known = {row.programme: row.position for row in connection.execute(select(swept))}
            slugs = [(number, slug) for number, slug, _ in programmes.numbered_programmes(connection)]
        for number, slug in slugs:
            with reading(self.engine) as connection:
                at = read_head(connection, slug)
                if at.position == known.get(number, 0):
                    continue
                certain = self.certain(connection, at, now)
            self._keep(number, at.position, instants.london_day(now), certain)

    def certain_clashes(self, connection: Connection, programme: int, day: int) -> list[CertainClash]:
        """The certain clashes of a programme, since when each is."""
        query = select(stirred).where(stirred.c.programme == programme, stirred.c.day <= day).order_by(stirred.c.clash)
        return [
            CertainClash(row.clash, row.since, row.day, row.type, row.slug, row.says, row.says_publicly)
            for row in connection.execute(query)
        ]

    def certain(self, connection: Connection, at: Head, now: int, *, until: int = ALWAYS) -> ClashesByView:
        """The clashes that are certain to come, or are there, and were not acknowledged: as anyone sees them who may
        see everything, and as an observer does; by what was recorded before an instant."""
        question = msgspec.structs.replace(ask(now, basis="planned"), until=until)
        everything = self._certain(connection, at, question, public=False)
        return everything, self._certain(connection, at, question, public=True) if at.hides else everything

    def _certain(self, connection: Connection, at: Head, question: Question, *, public: bool) -> dict[str, Clash]:
        point = point_at(connection, at, question, public)
        finder = ClashFinder(Viewpoint(connection, self.log, point, self.caches))
        found = {
            each.id: each
            for each in finder.clashes(finder.world())
            if each.is_certain and each.last > point.question.known_on and each.rule not in _TOLD_OTHERWISE
        }
        lived_with = finder.acknowledged() if found else {}
        return {id_: each for id_, each in found.items() if (id_, each.mark) not in lived_with}

    def _keep(self, programme: int, position: int, day: int, certain: ClashesByView) -> None:
        here = stirred.c.programme == programme
        with editing(self.engine) as connection:
            known = {each.clash: each for each in self.certain_clashes(connection, programme, day)}
            now = update_certain(known, position, day, certain)
            for clash in known.keys() - now.keys():
                connection.execute(delete(stirred).where(here, stirred.c.clash == clash))
            new = [each for id_, each in now.items() if id_ not in known]
            if new:
                rows = [msgspec.structs.asdict(each) | {"programme": programme} for each in new]
                connection.execute(_STIRRED, rows)
            connection.execute(_SWEPT, {"programme": programme, "position": position})


def update_certain(
    known: Mapping[str, CertainClash], position: int, day: int, certain: ClashesByView
) -> dict[str, CertainClash]:
    """The certain clashes after a look on a day: those that were known stay as they were told, and what is certain no
    more is gone. `position`: the place of the last entry that was looked at."""
    everything, public = certain
    found = {}
    for id_, clash in everything.items():
        publicly = public[id_].says if id_ in public else None
        found[id_] = known.get(id_) or CertainClash(id_, position, day, *clash.focus, clash.says, publicly)
    return found
