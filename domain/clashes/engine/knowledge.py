"""All that is known, under a basis, as the rules ask about it."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from operator import attrgetter

from domain.changes.change import BASES, DONE, Change
from domain.clashes.engine.references import INDEXES, INDEXES_OF, NameSet, named
from domain.clashes.engine.timeline import ALTERS, TIMELINES, Spells
from domain.kinds.registry import EVENTS
from domain.kinds.teams import TeamsMerged
from domain.kinds.units import UnitsMerged
from domain.time.edtf import BEGINNING

SubjectKey = tuple[str, str]
"""A type and a slug."""
KnownChanges = Mapping[SubjectKey, Sequence[Change]]
"""The changes that count under any basis, by every subject that they touch, in fold order: all that are material, at
the least."""
Read = tuple[str, str, str]
"""What a rule asked about: the type, the slug and the field of a timeline; or an index, and what was looked up."""
ANYTHING = "*"
"""In the place of a field: any change of a subject."""
IMMATERIAL = frozenset(
    kind
    for kind, event in EVENTS.items()
    if not (event.begins or event.ends or kind in ALTERS or issubclass(event, UnitsMerged | TeamsMerged))
)
"""The kinds that alter nothing that rules ask about, once they are done."""
Make = Callable[[str, str, Sequence[Change]], Spells]


def is_material(change: Change) -> bool:
    """Whether a change can have to do with a clash. What is done and alters nothing that rules ask about cannot, but
    for milestones that depend on it."""
    return change.standing != DONE or change.event.kind not in IMMATERIAL


def is_known(change: Change) -> bool:
    """Whether a change is to be among those that are known."""
    return bool(change.counts_under) and is_material(change)


def by_subject(changes: Iterable[Change]) -> KnownChanges:
    """Changes as a world takes them."""
    found: dict[SubjectKey, list[Change]] = defaultdict(list)
    for change in sorted(changes, key=attrgetter("order")):
        for slug in change.touches():
            found[change.type, slug].append(change)
    return found


class World:
    """What is known, and the timelines of subjects under one basis. Makes each timeline when it is first asked for;
    `make` may know it from before."""

    def __init__(
        self,
        known: KnownChanges,
        basis: str,
        known_day: int,
        elsewhere: Mapping[str, Change] | None = None,
        make: Make = Spells,
    ) -> None:
        self.known = known
        self.basis = basis
        self.known_day = known_day
        self.elsewhere = elsewhere or {}
        """Changes that are not among those that are known, since they are withdrawn or retracted or otherwise alter
        nothing that rules ask about, by the names that milestones which depend on them give."""
        self.mask = BASES[basis]
        self.reads: set[Read] = set()
        """What was asked about since this was last emptied."""
        self.make = make
        self._since = BEGINNING
        self._counting: dict[SubjectKey, list[Change]] = {}
        self._spells: dict[Read, Spells] = {}
        self._cut: dict[Read, Spells] = {}
        self._revised: dict[Read, int] = {}
        self._indexes: dict[str, dict[str, list[str]]] = {}

    def asked_since(self, day: int) -> None:
        """From here on it is asked about what is so on this day or later: timelines may be wrong before."""
        if day != self._since:
            self._since, self._cut = day, {}
        self.reads = set()

    def spells(self, type_: str, slug: str, field: str = "") -> Spells:
        """The timeline of a subject, as far as one field of it goes; empty where nothing is known of it."""
        read = (type_, slug, field)
        self.reads.add(read)
        found = self._cut.get(read)
        if found is None:
            found = self._cut[read] = self._whole(read).since(self._since)
        return found

    def _whole(self, read: Read) -> Spells:
        type_, slug, field = read
        found = self._spells.get(read)
        if found is None:
            found = self._spells[read] = self.make(slug, field, self._counted((type_, slug)))
        elif read in self._revised:
            found = self._spells[read] = found.revised(self._counted((type_, slug)), self._revised.pop(read))
        return found

    def counting(self, type_: str, slug: str) -> list[Change]:
        """The changes that touch a subject and count under the basis, in fold order."""
        self.reads.add((type_, slug, ANYTHING))
        return self._counted((type_, slug))

    def _counted(self, subject: SubjectKey) -> list[Change]:
        found = self._counting.get(subject)
        if found is None:
            found = [change for change in self.known.get(subject, ()) if change.counts_under & self.mask]
            self._counting[subject] = found
        return found

    def own(self, type_: str, slug: str) -> list[Change]:
        """The changes of a subject, whatever their standing, without those of others that end it."""
        self.reads.add((type_, slug, ANYTHING))
        return [change for change in self.known.get((type_, slug), ()) if change.slug == slug]

    def counts(self, change: Change) -> bool:
        """Whether a change counts under the basis."""
        return bool(change.counts_under & self.mask)

    def slugs(self, type_: str) -> list[str]:
        """The slugs of every subject of a type."""
        return self._by_type.get(type_, [])

    def naming(self, index: str, name: str) -> list[str]:
        """The slugs of the subjects that ever name something, by one of the indexes."""
        self.reads.add((index, name, ""))
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

    def needed(self, name: str) -> Change | None:
        """What a milestone depends on, by the name that it gives."""
        self.reads |= {("milestone", name, ANYTHING), ("change", name, "")}
        # Of a milestone that was set more than once, the firmest is the one that is meant.
        firmest = max(self.own("milestone", name), key=lambda each: (each.counts_under, each.place), default=None)
        found = firmest or self._by_id.get(name) or self.elsewhere.get(name)
        if found is not None:
            self.reads.add((found.type, found.slug, ANYTHING))
        return found

    def put(self, subject: SubjectKey, changes: Sequence[Change], day: int) -> None:
        """Other changes are known of a subject, and those that are other come on this day at the earliest. What is
        known is this world's own, and is altered."""
        assert isinstance(self.known, dict)
        type_, slug = subject
        was = self.known.pop(subject, ())
        self._counting.pop(subject, None)
        self._cut = {}
        if changes:
            self.known[subject] = changes
        for field in TIMELINES[type_]:
            if (read := (type_, slug, field)) in self._spells:
                self._revised[read] = min(day, self._revised.get(read, day))
        for index in self._indexes.keys() & INDEXES_OF[type_]:
            self._index(index, slug, named(index, was), named(index, changes))
        if bool(was) != bool(changes) and "_by_type" in self.__dict__:
            slugs = self._by_type[type_]
            insort(slugs, slug) if changes else slugs.remove(slug)
        if "_by_id" in self.__dict__:
            for change in was:
                if change.slug == slug:
                    self._by_id.pop(change.id, None)
            self._by_id.update((change.id, change) for change in changes if change.slug == slug)

    def _index(self, index: str, slug: str, was: NameSet, now: NameSet) -> None:
        for name in was - now:
            self._indexes[index][name].remove(slug)
        for name in now - was:
            insort(self._indexes[index][name], slug)

    @cached_property
    def _by_id(self) -> dict[str, Change]:
        return {change.id: change for each in self.known.values() for change in each}

    @cached_property
    def _by_type(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for type_, slug in sorted(self.known):
            found[type_].append(slug)
        return found
