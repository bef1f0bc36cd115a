"""All that is known, under a basis, as the rules ask about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from operator import attrgetter

from domain.changes import BASES, Change
from domain.clashes.indexes import INDEXES, named
from domain.clashes.spells import Spells
from domain.dependencies import Web
from domain.units import UnitsMerged

Subject = tuple[str, str]
"""A type and a slug; of what an index was asked for, its name and the name that was looked up."""
Known = Mapping[Subject, Sequence[Change]]
"""The changes that count under any basis, by every subject that they touch, in fold order."""
Make = Callable[[str, str, Sequence[Change]], Spells]


def by_subject(changes: Iterable[Change]) -> Known:
    """Changes as a world takes them."""
    found: dict[Subject, list[Change]] = defaultdict(list)
    for change in sorted(changes, key=attrgetter("order")):
        for slug in change.touches():
            found[change.type, slug].append(change)
    return found


class World:
    """What is known, and the timelines of subjects under one basis. Makes each timeline when it is first asked for;
    `make` may know it from before."""

    def __init__(
        self,
        known: Known,
        basis: str,
        known_day: int,
        gone: Mapping[str, Change] | None = None,
        make: Make = Spells,
    ) -> None:
        self.known = known
        self.basis = basis
        self.known_day = known_day
        self.gone = gone or {}
        """Changes that were withdrawn or retracted, by the names that milestones which depend on them give."""
        self.reads: set[Subject] = set()
        """What was asked about since this was last emptied."""
        self._make = make
        self._mask = BASES[basis]
        self._counting: dict[Subject, list[Change]] = {}
        self._spells: dict[tuple[str, str, str], Spells] = {}
        self._indexes: dict[str, dict[str, list[str]]] = {}

    def spells(self, type_: str, slug: str, field: str = "") -> Spells:
        """The timeline of a subject, as far as one field of it goes; empty where nothing is known of it."""
        self.reads.add((type_, slug))
        found = self._spells.get((type_, slug, field))
        if found is None:
            found = self._make(slug, field, self.counting(type_, slug))
            self._spells[type_, slug, field] = found
        return found

    def counting(self, type_: str, slug: str) -> list[Change]:
        """The changes that touch a subject and count under the basis, in fold order."""
        subject = (type_, slug)
        self.reads.add(subject)
        found = self._counting.get(subject)
        if found is None:
            found = [change for change in self.known.get(subject, ()) if change.counts_under & self._mask]
            self._counting[subject] = found
        return found

    def own(self, type_: str, slug: str) -> list[Change]:
        """The changes of a subject, whatever their standing, without those of others that end it."""
        self.reads.add((type_, slug))
        return [change for change in self.known.get((type_, slug), ()) if change.slug == slug]

    def counts(self, change: Change) -> bool:
        """Whether a change counts under the basis."""
        return bool(change.counts_under & self._mask)

    def slugs(self, type_: str) -> list[str]:
        """The slugs of every subject of a type."""
        return self._by_type.get(type_, [])

    def naming(self, index: str, name: str) -> list[str]:
        """The slugs of the subjects that ever name something, by one of the indexes."""
        self.reads.add((index, name))
        found = self._indexes.get(index)
        if found is None:
            found = self._indexes[index] = defaultdict(list)
            for slug in self.slugs(INDEXES[index].type):
                for each in named(index, self.known[INDEXES[index].type, slug]):
                    found[each].append(slug)
        return found.get(name, [])

    def mergers(self, unit: str) -> list[Change]:
        """The mergers that count, of which a unit is what comes of them."""
        return [each for each in self.own("unit", unit) if isinstance(each.event, UnitsMerged) and self.counts(each)]

    @cached_property
    def web(self) -> Web:
        """What depends on what."""
        return Web(change for (_, slug), each in self.known.items() for change in each if change.slug == slug)

    @cached_property
    def _by_type(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for type_, slug in sorted(self.known):
            found[type_].append(slug)
        return found
