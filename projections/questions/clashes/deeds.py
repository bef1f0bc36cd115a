"""Deeds: what single entries of the log made of changes, and what was known before them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from operator import attrgetter
from typing import NamedTuple

from domain.changes.change import Change
from domain.changes.dependencies import needs
from domain.clashes.engine.alterations import AlteredSubject
from domain.clashes.engine.knowledge import KnownChanges, SubjectKey, is_known


class Deed(NamedTuple):
    """What the entry at a place of the log made of a change."""

    place: int
    before: Change | None
    after: Change

    @property
    def versions(self) -> tuple[Change, ...]:
        """The change as it is after it, and as it was before."""
        return (self.after,) if self.before is None else (self.after, self.before)


def needed_names(deeds: Iterable[Deed]) -> set[str]:
    """The names of what changes depended on before or after some deeds."""
    return {name for deed in deeds for change in deed.versions for name in needs(change)}


def is_material(before: Change, after: Change) -> bool:
    """Whether a rule may find otherwise: the date, the standing or the details are not the same."""
    return (before.when, before.standing, before.detailed) != (after.when, after.standing, after.detailed)


def undone(known: KnownChanges, before: Change | None, after: Change) -> KnownChanges:
    """What was known before an entry made one change of another."""
    found = dict(known)
    for each in altered_without(known, [Deed(after.place, before, after)]):
        found.pop(each.subject, None)
        if each.changes:
            found[each.subject] = each.changes
    return found


def altered_without(known: KnownChanges, deeds: Iterable[Deed]) -> list[AlteredSubject]:
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
