"""Which entries opened clashes, and which cleared them: the log walked back from a point, undoing entry after entry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter

from sqlalchemy import Connection

from domain.changes import Change
from domain.clashes.memory import Asked, Difference, Memory
from domain.clashes.sweep import BY_NAME, Clash
from domain.clashes.world import Known, Subject, World
from domain.dependencies import names, needs
from domain.entries import Entry
from domain.events import PROGRAMME
from projections.audience import evolve
from projections.log import ENTRIES, Log
from projections.points import Point, is_visible
from projections.recall import Recall
from projections.tables import log, stream

Step = tuple[Entry, Difference]
"""An entry, and what undoing it does to the clashes that are followed."""
Told = tuple[Entry, Change | None, Change]
"""An entry, the change before it and after."""
Episode = tuple[Entry | None, Entry | None]
"""The entry that opened a clash, and the one that cleared it; None where it is there still."""


class Follower:
    """Follows clashes back from a point, in a world as it is known there."""

    def __init__(self, connection: Connection, log_: Log, recall: Recall, point: Point, world: World) -> None:
        self._connection = connection
        self._log = log_
        self._recall = recall
        self._point = point
        self._world = world

    def opened_by(self, clashes: Iterable[Clash]) -> dict[str, Entry]:
        """Of clashes that are there at the point, by id: the entry since which each has been there without a break."""
        waiting = {clash.id: clash for clash in clashes}
        found: dict[str, Entry] = {}
        for entry, undone in self._back(_asked_of(waiting.values())) if waiting else ():
            for id_ in _ids(undone.cleared) - _ids(undone.opened):
                if waiting.pop(id_, None) is not None:
                    found[id_] = entry
            if not waiting:
                break
        return found

    def cleared_by(self, clashes: Iterable[Clash], since: int) -> dict[str, Entry]:
        """Of clashes that were there at a place in the log and are not there at the point, by id: the entry that
        cleared each last."""
        waiting = {clash.id: clash for clash in clashes}
        found: dict[str, Entry] = {}
        for entry, undone in self._back(_asked_of(waiting.values())) if waiting else ():
            if entry.place <= since:
                break
            for id_ in _ids(undone.opened) - _ids(undone.cleared):
                if waiting.pop(id_, None) is not None:
                    found[id_] = entry
        return found

    def episodes(self, id_: str, there: Clash | None) -> tuple[Clash | None, list[Episode]]:
        """A clash as it was last, by its id, and every time that it was there up to the point, the latest first."""
        rule = BY_NAME.get(id_.rpartition("-")[0])
        found: list[Episode] = []
        last, cleared = there, None
        for entry, undone in self._back(lambda asked: asked[0] is rule) if rule is not None else ():
            appears = {clash.id: clash for clash in undone.opened}.get(id_)
            vanishes = id_ in _ids(undone.cleared)
            if vanishes and appears is None:
                found.append((entry, cleared))
            elif appears is not None and not vanishes:
                last, cleared = last or appears, entry
        return last, found

    def _back(self, wants: Callable[[Asked], bool]) -> Iterator[Step]:
        """Every entry up to the point, the latest first, and what undoing it does to the clashes that are wanted."""
        memory = Memory(wants)
        world = self._world
        memory.show(world)
        known = world.known
        entries = self._read()
        gone = _Gone(entries)
        for entry, before, after in reversed(entries):
            known, altered = undone(known, before, after)
            gone.undo(before, after)
            earlier = World(known, world.basis, world.known_day, gone.by_name, self._recall.spells)
            yield entry, memory.show(earlier, altered)

    def _read(self) -> list[Told]:
        """Every entry up to the point that alters a change, with the change before it and after."""
        query = ENTRIES.where(log.c.programme == self._point.programme, log.c.position <= self._point.position)
        query = query.where(stream.c.type != PROGRAMME).order_by(log.c.position)
        if self._point.public:
            query = query.where(is_visible())
        found: list[Told] = []
        changes: dict[int, Change] = {}
        for row in self._connection.execute(query):
            entry = self._log.entry(row)
            before = changes.get(entry.change_place)
            after = changes[entry.change_place] = evolve(before, entry)
            if before is None or _matters(before, after):
                found.append((entry, before, after))
        return found


class _Gone:
    """What is withdrawn or retracted, of all that milestones ever depend on, as entry after entry is undone."""

    def __init__(self, entries: Sequence[Told]) -> None:
        both = (change for _, before, after in entries for change in (before, after) if change is not None)
        self._needed = {name for change in both for name in needs(change)}
        self._changes: dict[int, Change] = {}
        self.by_name: dict[str, Change] = {}
        for _, _, after in entries:
            self._put(after.place, after)

    def undo(self, before: Change | None, after: Change) -> None:
        """Take an entry away."""
        self._put(after.place, before)

    def _put(self, place: int, change: Change | None) -> None:
        was = self._changes.pop(place, None)
        if change is not None and not change.counts_under and not self._needed.isdisjoint(names(change)):
            self._changes[place] = change
        if was is not self._changes.get(place):
            self.by_name = {name: each for _, each in sorted(self._changes.items()) for name in names(each)}


def _matters(before: Change, after: Change) -> bool:
    return (before.when, before.standing, before.told) != (after.when, after.standing, after.told)


def undone(known: Known, before: Change | None, after: Change) -> tuple[Known, list[Subject]]:
    """What was known before an entry made one change of another, and the subjects of which that is other."""
    found = dict(known)
    touched = before.touches() if before is not None and before.counts_under else ()
    altered = list(dict.fromkeys((after.type, slug) for slug in (*after.touches(), *touched)))
    for subject in altered:
        changes = [change for change in found.pop(subject, ()) if change.place != after.place]
        if before is not None and subject[1] in touched:
            changes = sorted([*changes, before], key=attrgetter("order"))
        if changes:
            found[subject] = changes
    return found, altered


def _asked_of(clashes: Iterable[Clash]) -> Callable[[Asked], bool]:
    asked = {(BY_NAME[clash.rule], clash.focus) for clash in clashes}
    return asked.__contains__


def _ids(clashes: Iterable[Clash]) -> set[str]:
    return {clash.id for clash in clashes}
