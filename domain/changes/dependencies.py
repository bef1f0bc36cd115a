"""Dependencies: the web of changes in which milestones depend on changes and on each other."""

from __future__ import annotations

from collections.abc import Iterable

from domain.changes.change import Change
from domain.kinds.milestones import MilestoneSet


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
