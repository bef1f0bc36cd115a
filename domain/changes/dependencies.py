"""What depends on what: how far a slip is carried from a change to the milestones that rest on it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

import msgspec

from domain.changes.change import OPEN, Change
from domain.kinds.milestones import MilestoneSet
from domain.time.edtf import END

MOVES: Final = "moves"
CLASHES: Final = "clashes"
HOLDS: Final = "holds"
SlipOutcome = Literal["moves", "clashes", "holds"]
"""What a slip does to a milestone: it has to move; it cannot, since it is done; it has the days to spare."""


class Carried(msgspec.Struct, frozen=True):
    """What becomes of one milestone."""

    change: Change
    through: str
    """The id of the change that carries the slip to it."""
    slack: int
    """Days between the latest of what it depends on and its own; less than none where it is due before that already."""
    days: int
    """How far it has to move."""

    @property
    def outcome(self) -> SlipOutcome:
        """What the slip does to it."""
        if not self.days:
            return HOLDS
        return MOVES if self.change.standing in OPEN else CLASHES


def needs(change: Change) -> tuple[str, ...]:
    """What a change depends on, by the names that it gives: milestones and ids of changes."""
    event = change.event
    return tuple(dict.fromkeys(event.depends_on or ())) if isinstance(event, MilestoneSet) else ()


def names(change: Change) -> tuple[str, ...]:
    """The names that a dependency may give of a change."""
    return (change.id, change.slug) if isinstance(change.event, MilestoneSet) else (change.id,)


class Web:
    """The changes that depend on each other, each found by its id and a milestone by its slug too."""

    def __init__(self, changes: Iterable[Change]) -> None:
        self.by_id = {change.id: change for change in changes}
        milestones = [change for change in self.by_id.values() if isinstance(change.event, MilestoneSet)]
        # Of a milestone that was set more than once, the firmest is the one that is meant.
        milestones.sort(key=lambda change: (change.counts_under, change.place))
        self._by_slug = {change.slug: change for change in milestones}
        self._dependants: dict[str, list[Change]] = {}
        for change in milestones:
            # Two names can mean one change: the id and the slug of a milestone.
            needed = {found.id for name in needs(change) if (found := self.find(name)) is not None}
            for id_ in needed - {change.id}:
                self._dependants.setdefault(id_, []).append(change)

    def find(self, name: str) -> Change | None:
        """What a dependency names; None where that is not known, or not to this viewer."""
        return self._by_slug.get(name) or self.by_id.get(name)

    def dependants(self, change: Change) -> list[Change]:
        """The milestones that depend on a change, soonest first."""
        found = [each for each in self._dependants.get(change.id, ()) if each.counts_under]
        return sorted(found, key=lambda each: each.order)


def slack(change: Change, needed: Change) -> int | None:
    """Days from the latest of what is needed to the change's own; None where either has no last day."""
    if END in (change.when.latest, needed.when.latest):
        return None
    return change.when.latest - needed.when.latest


def carry_slip(web: Web, change: Change, days: int) -> list[Carried]:
    """What becomes of every milestone that rests on a change, at however many removes, if it slips by so many days."""
    delays = {change.id: days}
    found: dict[str, Carried] = {}
    waiting = [change]
    while waiting:
        needed = waiting.pop(0)
        for each in web.dependants(needed):
            spare = slack(each, needed)
            if spare is None or each.id == change.id:
                continue
            delay = max(0, delays[needed.id] - max(spare, 0))
            if each.id not in found or delay > found[each.id].days:
                found[each.id] = Carried(each, needed.id, spare, delay)
                delays[each.id] = delay
                # A circle of dependencies comes to its end: a delay that is carried round it grows no more.
                waiting += [each] if delay else []
    return sorted(found.values(), key=lambda each: each.change.order)
