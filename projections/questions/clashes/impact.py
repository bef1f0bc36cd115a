"""Which clashes does an entry open, and which does it clear?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypedDict

from domain.changes.change import Change
from domain.clashes.evaluate import Clash
from domain.clashes.incremental import Difference
from domain.log.entry import Entry
from projections.log.histories import entries_of_change, evolve_change
from projections.questions.clashes.deeds import undone
from projections.questions.clashes.finder import ClashFinder
from projections.questions.clashes.page import ClashRecord, clash_shown
from projections.questions.viewpoint import Viewpoint

NOTHING = Difference([], [])


class ClashImpact(TypedDict):
    """The clashes that an entry opens, and those that it clears; one that it alters is in both."""

    opened: list[ClashRecord]
    cleared: list[ClashRecord]


def entry_impact(view: Viewpoint, entry: Entry) -> Difference:
    """What one entry made of the clashes, asked at its own place in the log. Only its own change was other before."""
    finder = ClashFinder(view)
    known = finder.known()
    before: Change | None = None
    after: Change | None = None
    for each in entries_of_change(view.connection, view.log, entry.change_place):
        if each.place <= entry.place:
            before, after = after, evolve_change(after, each)
    assert after is not None
    earlier = finder.world(undone(known, before, after))
    earlier.elsewhere = _as_before(earlier.elsewhere, before, after)
    with view.caches.known.memory(view.point) as memory:
        memory.show(earlier)
        return memory.show(finder.world(known))


def _as_before(elsewhere: Mapping[str, Change], before: Change | None, after: Change) -> dict[str, Change]:
    """What milestones depend on that is not known, as it was before a change became another."""
    found = {name: before if each.place == after.place else each for name, each in elsewhere.items()}
    return {name: each for name, each in found.items() if each is not None}


def impact_shown(impact: Difference) -> ClashImpact:
    """The clashes that an entry opens, and those that it clears; one that it alters is in both."""
    return {"opened": _shown(impact.opened), "cleared": _shown(impact.cleared)}


def _shown(clashes: Iterable[Clash]) -> list[ClashRecord]:
    ordered = sorted(clashes, key=lambda clash: (not clash.is_certain, clash.first, clash.id))
    return [clash_shown(clash, {}) for clash in ordered]
