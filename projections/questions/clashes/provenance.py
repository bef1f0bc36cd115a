"""Which entries opened clashes, and which cleared them: the log walked back from a point, undoing entry after entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress

from sqlalchemy import or_, select

from domain.changes.change import Change
from domain.changes.dependencies import names
from domain.clashes.engine.knowledge import World
from domain.clashes.evaluate import BY_NAME, Clash
from domain.clashes.incremental import ClashMemory, Difference
from domain.kinds.event import PROGRAMME
from domain.log.entry import Entry
from projections.database.tables import log, stream
from projections.log.as_of import is_visible
from projections.log.histories import evolve_change
from projections.log.log_rows import ENTRIES
from projections.questions.clashes.deeds import Deed, altered_without, is_material, needed_names
from projections.questions.clashes.horizon import Horizon
from projections.questions.clashes.unknown_changes import UnknownChanges
from projections.questions.log import NoSuchChange, story_of
from projections.questions.viewpoint import Viewpoint

Episode = tuple[Entry | None, Entry | None]
"""The entry that opened a clash, and the one that cleared it; None where it is there still."""


Step = tuple[Deed, Difference]
"""A deed, and what undoing it does to the clashes that are followed."""


class Follower:
    """Follows clashes back from a point, in a world as it is known there."""

    def __init__(self, view: Viewpoint, world: World) -> None:
        self._view = view
        self._world = world

    def opened_by(self, clashes: Iterable[Clash]) -> dict[str, Entry]:
        """Of clashes that are there at the point, by id: the entry since which each has been there without a break."""
        waiting = {clash.id: clash for clash in clashes}
        found: dict[str, int] = {}
        horizon = Horizon()
        horizon.follow(waiting.values())
        for deed, undone in self._back(horizon) if waiting else ():
            now = {clash.id: clash for clash in undone.opened}
            for clash in undone.cleared:
                if clash.id in waiting and clash.id in now:
                    waiting[clash.id] = now[clash.id]
                elif waiting.pop(clash.id, None) is not None:
                    found[clash.id] = deed.place
            horizon.follow(waiting.values())
            if not waiting:
                break
        entries = self._entries(found.values())
        return {id_: entries[place] for id_, place in found.items()}

    def cleared_by(self, clashes: Iterable[Clash], since: int) -> dict[str, Entry]:
        """Of clashes that were there at a place in the log and are not there at the point, by id: the entry that
        cleared each last."""
        waiting = {clash.id: clash for clash in clashes}
        found: dict[str, int] = {}
        horizon = Horizon()
        horizon.await_(waiting.values())
        for deed, undone in self._back(horizon, since) if waiting else ():
            for id_ in _ids(undone.opened) - _ids(undone.cleared):
                if waiting.pop(id_, None) is not None:
                    found[id_] = deed.place
            horizon.await_(waiting.values())
            if not waiting:
                break
        entries = self._entries(found.values())
        return {id_: entries[place] for id_, place in found.items()}

    def episodes(self, id_: str, there: Clash | None) -> tuple[Clash | None, list[Episode]]:
        """A clash as it was last, by its id, and every time that it was there up to the point, the latest first."""
        rule = BY_NAME.get(id_.rpartition("-")[0])
        if rule is None:
            return None, []
        horizon = Horizon(rule)
        if there is not None:
            horizon.follow([there])
        found: list[tuple[int, int | None]] = []
        last, cleared = there, None
        for deed, undone in self._back(horizon):
            appears = {clash.id: clash for clash in undone.opened}.get(id_)
            vanishes = id_ in _ids(undone.cleared)
            if appears is not None:
                cleared = cleared if vanishes else deed.place
                last = last or appears
                horizon.follow([appears])
            elif vanishes:
                assert last is not None
                found.append((deed.place, cleared))
                horizon.await_([last])
                if deed.before is None and deed.after.id in last.changes:
                    break  # Before all of its changes were started, it cannot have been there.
        entries = self._entries(place for each in found for place in each if place is not None)
        return last, [(entries[opened], None if by is None else entries[by]) for opened, by in found]

    def _back(self, horizon: Horizon, since: int = 0) -> Iterator[Step]:
        """Undo every entry after a place up to the point, the latest first: those that alter what matters, and how.
        The others are undone with the next of those, or never."""
        memory = ClashMemory(horizon)
        memory.show(self._world)
        deeds = self._deeds()
        elsewhere = UnknownChanges(deeds)
        undone: dict[int, Deed] = {}
        for deed in reversed(deeds):
            if deed.place <= since:
                break
            undone[deed.after.place] = undone.get(deed.after.place, deed)._replace(before=deed.before)
            if elsewhere.undo(deed) or (horizon.reaches(deed) and memory.may_ask(deed.versions)):
                difference = memory.alter(altered_without(memory.known, undone.values()), elsewhere.by_name)
                undone = {}
                if difference.opened or difference.cleared:
                    yield deed, difference

    def _deeds(self) -> list[Deed]:
        """What every entry up to the point made of a change, in the order of the log."""
        found: list[Deed] = []
        changes: dict[int, Change] = {}
        for entry in self._amended():
            before = changes.get(entry.change_place)
            after = changes[entry.change_place] = evolve_change(before, entry)
            if before is None or is_material(before, after):
                found.append(Deed(entry.place, before, after))
        for (_, slug), each in self._world.known.items():
            found += [Deed(c.place, None, c) for c in each if c.slug == slug and c.place not in changes]
        missing = needed_names(found) - {name for deed in found for change in deed.versions for name in names(change)}
        for name in missing:
            with suppress(NoSuchChange):
                change = story_of(self._view, name).change
                found += [Deed(change.place, None, change)] if change.type != PROGRAMME else []
        return sorted(found)

    def _amended(self) -> Iterator[Entry]:
        """Every entry up to the point of the changes that have more than one; of the others, what is known tells."""
        here = (log.c.programme == self._view.point.programme, log.c.position <= self._view.point.position)
        amended = select(log.c.change).where(*here, log.c.change.is_not(None))
        query = ENTRIES.where(*here, or_(log.c.change.is_not(None), log.c.position.in_(amended)))
        query = query.where(stream.c.type != PROGRAMME).order_by(log.c.position)
        if self._view.point.public:
            query = query.where(is_visible())
        return self._view.log.entries(self._view.connection, query)

    def _entries(self, places: Iterable[int]) -> dict[int, Entry]:
        query = ENTRIES.where(log.c.position.in_(set(places)))
        return {entry.place: entry for entry in self._view.log.entries(self._view.connection, query)}


def _ids(clashes: Iterable[Clash]) -> set[str]:
    return {clash.id for clash in clashes}
