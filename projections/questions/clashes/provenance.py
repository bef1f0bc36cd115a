"""Which entries opened clashes, and which cleared them: the log walked back from a point, undoing entry after entry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from operator import attrgetter
from typing import NamedTuple

from sqlalchemy import or_, select

from domain.changes.change import Change
from domain.changes.dependencies import names, needs
from domain.clashes.engine.alterations import AlteredSubject
from domain.clashes.engine.knowledge import KnownChanges, SubjectKey, World, is_known
from domain.clashes.engine.rule import Rule
from domain.clashes.evaluate import BY_NAME, Clash
from domain.clashes.incremental import NEVER_ASKED, ClashMemory, Difference, RuleFocus
from domain.kinds.event import PROGRAMME
from domain.log.entry import Entry
from domain.time.edtf import BEGINNING, END
from projections.database.tables import log, stream
from projections.log.as_of import is_visible
from projections.log.histories import evolve_change
from projections.log.stored_entry import ENTRIES
from projections.questions.log import NoSuchChange, story_of
from projections.questions.viewpoint import Viewpoint

Episode = tuple[Entry | None, Entry | None]
"""The entry that opened a clash, and the one that cleared it; None where it is there still."""


class Deed(NamedTuple):
    """What the entry at a place of the log made of a change."""

    place: int
    before: Change | None
    after: Change

    @property
    def versions(self) -> tuple[Change, ...]:
        """The change as it is after it, and as it was before."""
        return (self.after,) if self.before is None else (self.after, self.before)


Step = tuple[Deed, Difference]
"""A deed, and what undoing it does to the clashes that are followed."""


class _Horizon:
    """How far what a rule finds matters to those who follow: of a clash that is there, only whether it begins as it
    did; where one may come to be there, everything."""

    def __init__(self, rule: type[Rule] | None = None) -> None:
        """Everything that a rule finds matters, or else nothing as yet."""
        self._rule = rule
        self._until: dict[RuleFocus, int] = {}
        self._last = END

    def __call__(self, asked: RuleFocus) -> int:
        return END if asked[0] is self._rule else self._until.get(asked, NEVER_ASKED)

    def reaches(self, deed: Deed) -> bool:
        """Whether a deed may alter what matters, as far as its days and its sort go."""
        return any(change.event.begins or change.when.earliest <= self._last for change in deed.versions)

    def follow(self, clashes: Iterable[Clash]) -> None:
        """These are there, and nothing else matters."""
        self._rule, self._until, self._last = None, {}, BEGINNING
        for clash in clashes:
            asked = _asked_of(clash)
            self._until[asked] = max(clash.first, self._until.get(asked, clash.first))
            self._last = max(self._last, clash.first if asked[0].by_day else END)

    def await_(self, clashes: Iterable[Clash]) -> None:
        """These may come to be there, and nothing else matters."""
        self._rule, self._until, self._last = None, {_asked_of(clash): END for clash in clashes}, END


class Follower:
    """Follows clashes back from a point, in a world as it is known there."""

    def __init__(self, view: Viewpoint, world: World) -> None:
        self._view = view
        self._world = world

    def opened_by(self, clashes: Iterable[Clash]) -> dict[str, Entry]:
        """Of clashes that are there at the point, by id: the entry since which each has been there without a break."""
        waiting = {clash.id: clash for clash in clashes}
        found: dict[str, int] = {}
        horizon = _Horizon()
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
        horizon = _Horizon()
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
        horizon = _Horizon(rule)
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

    def _back(self, horizon: _Horizon, since: int = 0) -> Iterator[Step]:
        """Undo every entry after a place up to the point, the latest first: those that alter what matters, and how.
        The others are undone with the next of those, or never."""
        memory = ClashMemory(horizon)
        memory.show(self._world)
        deeds = self._deeds()
        elsewhere = _Elsewhere(deeds)
        undone: dict[int, Deed] = {}
        for deed in reversed(deeds):
            if deed.place <= since:
                break
            undone[deed.after.place] = undone.get(deed.after.place, deed)._replace(before=deed.before)
            if elsewhere.undo(deed) or (horizon.reaches(deed) and memory.may_ask(deed.versions)):
                difference = memory.alter(_without(memory.known, undone.values()), elsewhere.by_name)
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
            if before is None or _matters(before, after):
                found.append(Deed(entry.place, before, after))
        for (_, slug), each in self._world.known.items():
            found += [Deed(c.place, None, c) for c in each if c.slug == slug and c.place not in changes]
        missing = _needed(found) - {name for deed in found for change in deed.versions for name in names(change)}
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


class _Elsewhere:
    """What milestones ever depend on that is not among what is known, as entry after entry is undone."""

    def __init__(self, deeds: Sequence[Deed]) -> None:
        self._needed = _needed(deeds)
        self._changes: dict[int, Change] = {}
        self.by_name: dict[str, Change] = {}
        for deed in deeds:
            self._put(deed.after.place, deed.after)

    def undo(self, deed: Deed) -> bool:
        """Take an entry away; whether that alters anything here."""
        return self._put(deed.after.place, deed.before)

    def _put(self, place: int, change: Change | None) -> bool:
        was = self._changes.pop(place, None)
        if change is not None and not is_known(change) and not self._needed.isdisjoint(names(change)):
            self._changes[place] = change
        if was is self._changes.get(place):
            return False
        self.by_name = {name: each for _, each in sorted(self._changes.items()) for name in names(each)}
        return True


def _needed(deeds: Iterable[Deed]) -> set[str]:
    return {name for deed in deeds for change in deed.versions for name in needs(change)}


def _matters(before: Change, after: Change) -> bool:
    return (before.when, before.standing, before.detailed) != (after.when, after.standing, after.detailed)


def undone(known: KnownChanges, before: Change | None, after: Change) -> KnownChanges:
    """What was known before an entry made one change of another."""
    found = dict(known)
    for each in _without(known, [Deed(after.place, before, after)]):
        found.pop(each.subject, None)
        if each.changes:
            found[each.subject] = each.changes
    return found


def _without(known: KnownChanges, deeds: Iterable[Deed]) -> list[AlteredSubject]:
    """The subjects of which something else was known before some deeds, each of another change."""
    away: dict[SubjectKey, set[int]] = defaultdict(set)
    back: dict[SubjectKey, list[Change]] = defaultdict(list)
    for deed in deeds:
        for change in deed.versions:
            for slug in change.touches():
                away[change.type, slug].add(change.place)
        if deed.before is not None and is_known(deed.before):
            for slug in deed.before.touches():
                back[deed.before.type, slug].append(deed.before)
    found: list[AlteredSubject] = []
    for subject, places in away.items():
        was, more = known.get(subject, ()), back.get(subject, [])
        other = [change for change in was if change.place in places]
        if other or more:
            stays = (change for change in was if change.place not in places)
            found.append(AlteredSubject(subject, sorted([*stays, *more], key=attrgetter("order")), [*other, *more]))
    return found


def _asked_of(clash: Clash) -> RuleFocus:
    return BY_NAME[clash.rule], clash.focus


def _ids(clashes: Iterable[Clash]) -> set[str]:
    return {clash.id for clash in clashes}
