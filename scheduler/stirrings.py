"""Stirrings: which clashes have newly become certain. They are looked for where a log has grown since the last look."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Engine, delete, select, text

from domain import instants
from domain.clashes.sweep import Clash
from domain.questions import ask
from projections import programmes
from projections.clashes import Asking
from projections.engine import editing, reading
from projections.log import Log
from projections.points import Head, head, locate
from projections.recall import Recall
from scheduler.due import Stirred
from scheduler.tables import stirred, swept

_TOLD_OTHERWISE = ("overdue", "post-vacant", "acting-without-end")
"""Rules whose matters have reminders of their own."""
_SWEPT = text(
    "INSERT INTO swept (programme, position) VALUES (:programme, :position) "
    "ON CONFLICT (programme) DO UPDATE SET position = excluded.position"
)
_STIRRED = text(
    "INSERT INTO stirred (programme, clash, since, day, type, slug, says, says_publicly) "
    "VALUES (:programme, :clash, :since, :day, :type, :slug, :says, :says_publicly) ON CONFLICT DO NOTHING"
)


@dataclass(frozen=True)
class Stirrings:
    """The certain clashes of every programme, as of the last look."""

    engine: Engine
    log: Log
    recall: Recall

    def look(self, now: int) -> None:
        """Look at the clashes of each programme whose log has grown."""
        with reading(self.engine) as connection:
            known = {row.programme: row.position for row in connection.execute(select(swept))}
            slugs = [(number, slug) for number, slug, _ in programmes.numbered(connection)]
        for number, slug in slugs:
            with reading(self.engine) as connection:
                at = head(connection, slug)
                if at.position == known.get(number, 0):
                    continue
                certain = self._certain(connection, at, now, public=False)
                seen = self._certain(connection, at, now, public=True) if at.hides else certain
                self._keep(number, at.position, instants.london_day(now), certain, seen)

    def of(self, connection: Connection, programme: int, day: int) -> list[Stirred]:
        """The certain clashes of a programme, since when each is."""
        query = select(stirred).where(stirred.c.programme == programme, stirred.c.day <= day).order_by(stirred.c.clash)
        return [
            Stirred(row.clash, row.since, row.day, row.type, row.slug, row.says, row.says_publicly)
            for row in connection.execute(query)
        ]

    def _certain(self, connection: Connection, at: Head, now: int, *, public: bool) -> dict[str, Clash]:
        """The clashes that are certain to come, or are there, and were not acknowledged."""
        point = locate(connection, at, ask(now, basis="planned"), public)
        asking = Asking(connection, self.log, self.recall, point)
        found = {
            each.id: each
            for each in asking.clashes(asking.world())
            if each.is_certain and each.last > point.question.known_on and each.rule not in _TOLD_OTHERWISE
        }
        lived_with = asking.acknowledged() if found else {}
        return {id_: each for id_, each in found.items() if (id_, each.mark) not in lived_with}

    def _keep(self, programme: int, position: int, day: int, certain: dict[str, Clash], seen: dict[str, Clash]) -> None:
        here = stirred.c.programme == programme
        with editing(self.engine) as connection:
            for clash in connection.scalars(select(stirred.c.clash).where(here)).all():
                if clash not in certain:
                    connection.execute(delete(stirred).where(here, stirred.c.clash == clash))
            for id_, each in certain.items():
                publicly = seen[id_].says if id_ in seen else None
                subject = dict(zip(("type", "slug"), each.focus, strict=True))
                about = {"programme": programme, "clash": id_, "since": position, "day": day, "says": each.says}
                connection.execute(_STIRRED, about | subject | {"says_publicly": publicly})
            connection.execute(_SWEPT, {"programme": programme, "position": position})
