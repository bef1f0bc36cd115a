"""Re-evaluates only the rules whose inputs changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from domain.changes.change import Change
from domain.clashes.engine.alterations import AlteredSubject, altered_subjects, reads_of
from domain.clashes.engine.knowledge import KnownChanges, Read, SubjectKey, World
from domain.clashes.engine.rule import Finding, Rule
from domain.clashes.evaluate import RULES, Clash, Group, grouped, in_order, put_together
from domain.time.edtf import BEGINNING, END

RuleFocus = tuple[type[Rule], SubjectKey]
"""A rule, and the subject that it was asked of."""


class GroupFindings(msgspec.Struct, frozen=True, gc=False):
    """The findings of one rule in one group, the day after the last of them, and the clashes that they make."""

    findings: list[Finding]
    last: int
    clashes: list[Clash]


FocusFindings = dict[Group, GroupFindings]
"""The findings of one rule about one subject."""
NEVER_ASKED = -1
_LAST = attrgetter("last")
_RULES_OF: dict[str, list[type[Rule]]] = defaultdict(list)
for _rule in RULES:
    for _type in _rule.focus:
        _RULES_OF[_type].append(_rule)


class Difference(NamedTuple):
    """The clashes that opened and those that were cleared from one world to the next. One that changed is in both."""

    opened: list[Clash]
    cleared: list[Clash]


class ClashMemory:
    """The clashes of one programme, viewer and basis. Only one thread may use it at a time."""

    def __init__(self, until: Callable[[RuleFocus], int] = lambda _: END) -> None:
        """`until` gives the last day on which the findings of a rule matter, or NEVER_ASKED."""
        self._until = until
        self._world: World | None = None
        self._found: dict[RuleFocus, FocusFindings] = {}
        self._reads: dict[RuleFocus, set[Read]] = {}
        self._read_by: dict[Read, set[RuleFocus]] | None = None
        self._stale: dict[RuleFocus, int] = {}
        """The rules to ask again, and from which day on."""
        self._ordered: list[Clash] | None = None

    @property
    def clashes(self) -> list[Clash]:
        """Every clash of the world shown last."""
        if self._ordered is None:
            self._ordered = in_order(clash for asked in self._found for clash in self.clashes_of(asked))
        return list(self._ordered)

    def clashes_of(self, asked: RuleFocus) -> list[Clash]:
        """The clashes that a rule found when asked about one subject."""
        return [clash for kept in self._found.get(asked, {}).values() for clash in kept.clashes]

    @property
    def known(self) -> KnownChanges:
        """The changes known in the world shown last."""
        return {} if self._world is None else self._world.known

    def may_ask(self, versions: Sequence[Change]) -> bool:
        """Whether a finding that matters may rest on one of these versions of a change. It errs
        towards yes."""
        begins = any(change.event.begins for change in versions)
        day = BEGINNING if begins else min(change.when.earliest for change in versions)
        for change in versions:
            for slug in change.touches() if change.counts_under else ():
                if any(self._is_new((rule, (change.type, slug))) for rule in _RULES_OF[change.type]):
                    return True
                for read in reads_of(change, slug):
                    for rule, focus in self._readers.get(read, ()):
                        if self._until((rule, focus)) >= (day if rule.by_day else BEGINNING):
                            return True
        return False

    def _is_new(self, asked: RuleFocus) -> bool:
        return asked not in self._reads and self._until(asked) != NEVER_ASKED

    def show(self, world: World) -> Difference:
        """Bring the clashes up to date with a world: ask again only what may have changed since the one before."""
        if self._world is None:
            return self._begin(World(dict(world.known), world.basis, world.known_day, world.elsewhere, world.make))
        return self.alter(list(altered_subjects(self._world.known, world.known)), world.elsewhere, world.known_day)

    def _begin(self, world: World) -> Difference:
        self._world = world
        asked = ((rule, subject) for subject in world.known for rule in _RULES_OF[subject[0]])
        return self._ask_again(world, [each for one in asked for each in self._to_ask(one, BEGINNING)])

    def alter(
        self, altered: Iterable[AlteredSubject], elsewhere: Mapping[str, Change], known_day: int | None = None
    ) -> Difference:
        """Bring the clashes up to date where some subjects of the world shown last have changed."""
        world = self._world
        assert world is not None
        touched: set[RuleFocus] = set()
        for each in altered:
            touched.update(self._mark(each))
            world.put(each.subject, each.changes, each.day)
        if known_day not in (None, world.known_day):
            world.known_day = known_day
            touched.update(self._from_the_beginning(lambda rule: rule.daily))
        if elsewhere != world.elsewhere:
            world.elsewhere = elsewhere
            touched.update(self._from_the_beginning(lambda rule: rule.asks_elsewhere))
        return self._ask_again(world, touched)

    def _ask_again(self, world: World, touched: Iterable[RuleFocus]) -> Difference:
        opened: list[Clash] = []
        cleared: list[Clash] = []
        for asked in touched:
            if self._stale[asked] <= self._until(asked):
                was = self._found.get(asked, {})
                self._ask(world, asked, self._stale.pop(asked))
                now = self._found.get(asked, {})
                if not was:
                    opened += self.clashes_of(asked)
                    continue
                either = _other(was, now), _other(now, was)
                opened += _not_among(*either)
                cleared += _not_among(*reversed(either))
        return Difference(opened, cleared)

    def _mark(self, altered: AlteredSubject) -> Iterator[RuleFocus]:
        """The rules whose findings a changed subject may change. Notes from which day on each is to be asked."""
        for rule in _RULES_OF[altered.subject[0]]:
            if (rule, altered.subject) not in self._reads:
                yield from self._to_ask((rule, altered.subject), BEGINNING)
        if not self._reads:
            return
        begins = any(change.event.begins for change in altered.other)
        day = BEGINNING if begins else altered.day
        for read in {read for change in altered.other for read in reads_of(change, altered.subject[1])}:
            for asked in self._readers.get(read, ()):
                yield from self._to_ask(asked, day if asked[0].by_day else BEGINNING)

    def _from_the_beginning(self, wanted: Callable[[type[Rule]], bool]) -> Iterator[RuleFocus]:
        for asked in [asked for asked in self._reads if wanted(asked[0])]:
            yield from self._to_ask(asked, BEGINNING)

    def _to_ask(self, asked: RuleFocus, day: int) -> Iterator[RuleFocus]:
        if self._until(asked) != NEVER_ASKED:
            self._stale[asked] = min(day, self._stale.get(asked, day))
            yield asked

    def _ask(self, world: World, asked: RuleFocus, day: int) -> None:
        """Ask a rule from a day on; its findings before that day stay."""
        rule, focus = asked
        self._ordered = None
        before = self._found.pop(asked, {})
        reads = self._reads.pop(asked, set())
        if focus in world.known:
            world.asked_since(day)
            found = grouped(_from(day, rule().find(world, *focus)))
            self._found[asked] = _joined(rule, focus, before if day != BEGINNING else {}, found, day)
            self._reads[asked] = world.reads | reads if day != BEGINNING else world.reads
        if self._read_by is not None:
            now = self._reads.get(asked, set())
            for read in reads - now:
                self._read_by[read].discard(asked)
            for read in now - reads:
                self._read_by[read].add(asked)

    @property
    def _readers(self) -> dict[Read, set[RuleFocus]]:
        """The rules that asked about each thing: built on first use, which may never come."""
        if self._read_by is None:
            self._read_by = defaultdict(set)
            for asked, reads in self._reads.items():
                for read in reads:
                    self._read_by[read].add(asked)
        return self._read_by


def _other(some: FocusFindings, others: FocusFindings) -> list[Clash]:
    """The clashes of one side that the other side does not hold as the same object."""
    return [clash for group, kept in some.items() if others.get(group) is not kept for clash in kept.clashes]


def _not_among(some: Sequence[Clash], others: Sequence[Clash]) -> Sequence[Clash]:
    """The clashes of the second side that differ from every clash of the first."""
    if not (some and others):
        return others
    marks = {clash.mark for clash in some}
    return [clash for clash in others if clash.mark not in marks]


def _from(day: int, findings: Iterable[Finding]) -> Iterable[Finding]:
    """The findings from a day on."""
    return findings if day == BEGINNING else _clipped(day, findings)


def _clipped(day: int, findings: Iterable[Finding]) -> Iterator[Finding]:
    for finding in findings:
        if finding.first >= day:
            yield finding
        elif finding.last > day:
            yield replace(finding, first=day)


def _joined(
    rule: type[Rule], focus: SubjectKey, before: FocusFindings, later: dict[Group, list[Finding]], day: int
) -> FocusFindings:
    """Findings before a day joined with those from that day on."""
    joined: FocusFindings = {}
    for group, kept in before.items():
        if kept.last < day and group not in later:
            joined[group] = kept
            continue
        stays = [replace(each, last=min(each.last, day)) for each in kept.findings if each.first < day]
        if stays or group in later:
            later[group] = [*stays, *later.get(group, ())]
    for group, findings in later.items():
        clashes = put_together(rule, focus, group, findings)
        joined[group] = GroupFindings(findings, max(map(_LAST, findings)), clashes)
    return joined
