"""A slip: how many days of it each milestone carries that depends on the change."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from domain.changes.change import OPEN, Change
from domain.changes.dependencies import Web
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
