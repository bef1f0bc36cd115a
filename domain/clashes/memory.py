"""What the rules found before, brought up to date by asking again only where what they asked about is other now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from domain.changes import Change
from domain.clashes.indexes import INDEXES, named
from domain.clashes.rule import Rule
from domain.clashes.sweep import RULES, Clash, in_order, of
from domain.clashes.world import Known, Subject, World

Asked = tuple[type[Rule], Subject]
"""A rule, and the subject that it was asked of."""


class Difference(NamedTuple):
    """What became of the clashes from one world to the next. One that altered is in both."""

    opened: list[Clash]
    cleared: list[Clash]


class Memory:
    """The clashes of one programme, viewer and basis. Not for many threads at once."""

    def __init__(self, wants: Callable[[Asked], bool] = lambda _: True) -> None:
        """`wants` says what is to be asked at all."""
        self._wants = wants
        self._known: Known = {}
        self._day = 0
        self._gone: Mapping[str, Change] = {}
        self._found: dict[Asked, list[Clash]] = {}
        self._reads: dict[Asked, frozenset[Subject]] = {}
        self._readers: dict[Subject, set[Asked]] = defaultdict(set)

    @property
    def clashes(self) -> list[Clash]:
        """Every clash of the world that was shown last."""
        return in_order(clash for clashes in self._found.values() for clash in clashes)

    def show(self, world: World, altered: Iterable[Subject] | None = None) -> Difference:
        """Ask again what may be other in this world than in the one before; `altered`, where it is known, are the
        subjects of which other changes are known."""
        opened: list[Clash] = []
        cleared: list[Clash] = []
        for asked in self._stale(world, altered):
            was = self._found.get(asked, [])
            now = self._ask(world, asked)
            if was or now:
                marks = {clash.mark for clash in was}, {clash.mark for clash in now}
                opened += [clash for clash in now if clash.mark not in marks[0]]
                cleared += [clash for clash in was if clash.mark not in marks[1]]
        self._known, self._day, self._gone = world.known, world.known_day, world.gone
        return Difference(opened, cleared)

    def _stale(self, world: World, altered: Iterable[Subject] | None) -> set[Asked]:
        old, new = self._known, world.known
        if altered is None:
            altered = [each for each in old.keys() | new.keys() if old.get(each) is not new.get(each)]
        stale: set[Asked] = set()
        for subject in altered:
            stale |= self._readers.get(subject, set())
            stale |= {(rule, subject) for rule in RULES if subject[0] in rule.focus}
            for change in new.get(subject, ()):
                stale |= self._readers.get(("change", change.id), set())
            for name, index in INDEXES.items():
                if index.type == subject[0]:
                    for each in named(name, old.get(subject, ())) ^ named(name, new.get(subject, ())):
                        stale |= self._readers.get((name, each), set())
        if self._day != world.known_day:
            stale |= {asked for asked in self._found if asked[0].daily}
        if self._gone != world.gone:
            stale |= {asked for asked in self._found if asked[0].asks_what_is_gone}
        return set(filter(self._wants, stale))

    def _ask(self, world: World, asked: Asked) -> list[Clash]:
        for each in self._reads.pop(asked, frozenset()):
            self._readers[each].discard(asked)
        self._found.pop(asked, None)
        if asked[1] not in world.known:
            return []
        world.reads.clear()
        found = list(of(world, *asked))
        self._found[asked] = found
        self._reads[asked] = frozenset(world.reads)
        for each in world.reads:
            self._readers[each].add(asked)
        return found
