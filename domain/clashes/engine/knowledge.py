"""Everything known under one basis: the world that the rules ask questions of."""

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
"""The changes that count under any basis, by every subject that they touch, in fold order. At least the material ones
are there."""
Read = tuple[str, str, str]
"""A question of a rule: the type, slug and field of a timeline; or an index and the name looked up in it."""
ANYTHING = "*"
"""In the place of a field: any change of a subject."""
IMMATERIAL = frozenset(
    kind
    for kind, event in EVENTS.items()
    if not (event.begins or event.ends or kind in ALTERS or issubclass(event, UnitsMerged | TeamsMerged))
)
"""The kinds that, once done, change nothing that rules ask about."""
Make = Callable[[str, str, Sequence[Change]], Spells]


def is_material(change: Change) -> bool:
    """Whether a change can be part of a clash. A done change of an immaterial kind cannot, except through a milestone
    that depends on it."""
    return change.standing != DONE or change.event.kind not in IMMATERIAL


def is_known(change: Change) -> bool:
    """Whether a change belongs among the known changes."""
    return bool(change.counts_under) and is_material(change)


def by_subject(changes: Iterable[Change]) -> KnownChanges:
    """Changes in the form that a world needs."""
    found: dict[SubjectKey, list[Change]] = defaultdict(list)
    for change in sorted(changes, key=attrgetter("order")):
        for slug in change.touches():
            found[change.type, slug].append(change)
    return found


class World:
    """The known changes, and the timelines of subjects under one basis. Builds each timeline on first use; `make` may
    have it already."""

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
        """Changes outside the known ones (withdrawn, retracted or immaterial) that milestones depend on, by the names
        that those milestones give."""
        self.mask = BASES[basis]
        self.reads: set[Read] = set()
        """The questions asked since this was last emptied."""
        self.make = make
        self._since = BEGINNING
        self._counting: dict[SubjectKey, list[Change]] = {}
        self._spells: dict[Read, Spells] = {}
        self._cut: dict[Read, Spells] = {}
        self._revised: dict[Read, int] = {}
        self._indexes: dict[str, dict[str, list[str]]] = {}

    def asked_since(self, day: int) -> None:
        """Begin questions about a day and later days: timelines may be wrong before it."""
        if day != self._since:
            self._since, self._cut = day, {}
        self.reads = set()

    def spells(self, type_: str, slug: str, field: str = "") -> Spells:
        """The timeline of one field of a subject; empty where nothing is known about the subject."""
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
        """The changes of a subject under any standing, without mergers of other subjects that end it."""
        self.reads.add((type_, slug, ANYTHING))
        return [change for change in self.known.get((type_, slug), ()) if change.slug == slug]

    def counts(self, change: Change) -> bool:
        """Whether a change counts under the basis."""
        return bool(change.counts_under & self.mask)

    def slugs(self, type_: str) -> list[str]:
        """The slugs of every subject of a type."""
        return self._by_type.get(type_, [])

    def naming(self, index: str, name: str) -> list[str]:
        """The slugs of the subjects that ever name something, looked up in one of the indexes."""
        self.reads.add((index, name, ""))
        found = self._indexes.get(index)
        if found is None:
            found = self._indexes[index] = defaultdict(list)
            for slug in self.slugs(INDEXES[index].type):
                for each in named(index, self.known[INDEXES[index].type, slug]):
                    found[each].append(slug)
        return found.get(name, [])

    def mergers(self, unit: str) -> list[Change]:
        """The counting mergers that result in a unit."""
        return [each for each in self.own("unit", unit) if isinstance(each.event, UnitsMerged) and self.counts(each)]

    def needed(self, name: str) -> Change | None:
        """The change that a milestone depends on, by the name that the milestone gives."""
        self.reads |= {("milestone", name, ANYTHING), ("change", name, "")}
        # Where a milestone was set more than once, its name means the firmest.
        firmest = max(self.own("milestone", name), key=lambda each: (each.counts_under, each.place), default=None)
        found = firmest or self._by_id.get(name) or self.elsewhere.get(name)
        if found is not None:
            self.reads.add((found.type, found.slug, ANYTHING))
        return found

    def put(self, subject: SubjectKey, changes: Sequence[Change], day: int) -> None:
        """Replace the known changes of a subject, which differ from a day on. Alters the mapping that this world was
        made with."""
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
