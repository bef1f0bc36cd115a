"""Runs every rule on every subject, and groups the findings into clashes with ids of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from operator import attrgetter
from typing import TYPE_CHECKING, Literal

import msgspec

from domain.clashes.engine.knowledge import SubjectKey, World
from domain.clashes.engine.rule import Fault, Finding, Rule
from domain.clashes.rules import (
    bcu_model,
    merger_completeness,
    plans,
    post_holders,
    team_sites,
    unit_lifetimes,
    ward_cover,
)

RULES: tuple[type[Rule], ...] = (
    *team_sites.RULES,
    *unit_lifetimes.RULES,
    *post_holders.RULES,
    *ward_cover.RULES,
    *plans.RULES,
    *bcu_model.RULES,
    *merger_completeness.RULES,
)
BY_NAME = {rule.name: rule for rule in RULES}
if TYPE_CHECKING:
    RuleName = str
else:
    RuleName = Literal[tuple(BY_NAME)]
# The rules are collected and not listed, so to a type checker a name is any text.

_LAST = attrgetter("last")
Group = tuple[tuple[SubjectKey, ...], Fault, str]
"""The identity of a clash: its subjects, its changes, and the rule's own key."""


class Clash(msgspec.Struct, frozen=True, gc=False):
    """Facts that cannot all be true. Days are ordinals; `last` is the day after the last one."""

    id: str
    """Stays the same while the same changes of the same subjects break the same rule."""
    rule: str
    subjects: tuple[SubjectKey, ...]
    changes: Fault
    first: int
    last: int
    certain_from: int | None
    """From this day to the day before `certain_to` the rule is broken under every reading of imprecise dates; None: on
    no day."""
    certain_to: int | None
    says: str
    focus: SubjectKey
    """The subject that the rule was asked about."""

    @property
    def is_certain(self) -> bool:
        """Whether it is certain on at least one day."""
        return self.certain_from is not None

    @property
    def mark(self) -> str:
        """Changes when the days of the clash, or its certainty, change."""
        return _hash(self.id, self.first, self.last, self.certain_from, self.certain_to, self.says)


def sweep(world: World, rules: Iterable[type[Rule]] = RULES) -> list[Clash]:
    """Every clash of the whole timeline: certain ones, then possible ones, each in the order of their days."""
    asked = [(rule, (type_, slug)) for rule in rules for type_ in rule.focus for slug in world.slugs(type_)]
    return in_order(clash for rule, focus in asked for clash in clashes_of(world, rule, focus))


def in_order(clashes: Iterable[Clash]) -> list[Clash]:
    """Certain ones, then possible ones, each in the order of their days."""
    return sorted(clashes, key=lambda clash: (not clash.is_certain, clash.first, clash.last, clash.id))


def clashes_of(world: World, rule: type[Rule], focus: SubjectKey) -> Iterator[Clash]:
    """The clashes that one rule finds when asked about one subject."""
    for group, findings in grouped(rule().find(world, *focus)).items():
        yield from put_together(rule, focus, group, findings)


def grouped(findings: Iterable[Finding]) -> dict[Group, list[Finding]]:
    """Findings by their subjects, changes and key."""
    groups: dict[Group, list[Finding]] = {}
    for finding in findings:
        changes = finding.changes
        if len(changes) > 1:
            changes = tuple(dict.fromkeys(changes))
        group = (finding.subjects, changes, finding.key)
        groups.setdefault(group, []).append(finding)
    return groups


def put_together(rule: type[Rule], focus: SubjectKey, group: Group, findings: Sequence[Finding]) -> list[Clash]:
    """The clashes that the findings of one group make."""
    if len(findings) == 1:
        return [_clash(rule, focus, group, 0, findings, findings[0].last)]
    runs = enumerate(_in_turn(findings))
    return [_clash(rule, focus, group, count, run, max(map(_LAST, run))) for count, run in runs]


def _clash(rule: type[Rule], focus: SubjectKey, group: Group, count: int, run: Sequence[Finding], last: int) -> Clash:
    """One clash from findings without a gap, whose certain days have no gap either."""
    subjects, changes, key = group
    certain = [finding for finding in run if finding.certain]
    name, first = rule.name, run[0]
    # In the order of its fields: a programme has thousands.
    return Clash(
        f"{name}-{_hash(name, subjects, sorted(changes), key, count)}",
        name,
        subjects,
        changes,
        first.first,
        last,
        certain[0].first if certain else None,
        certain[-1].last if certain else None,
        (certain[0] if certain else first).says,
        focus,
    )


def _in_turn(findings: Iterable[Finding]) -> Iterator[list[Finding]]:
    run: list[Finding] = []
    until = certain_until = 0
    for finding in sorted(findings, key=lambda finding: (finding.first, finding.last)):
        certain_again = finding.certain and 0 < certain_until < finding.first
        if run and (finding.first > until or certain_again):
            yield run
            run, certain_until = [], 0
        run.append(finding)
        until = max(until, finding.last) if len(run) > 1 else finding.last
        certain_until = finding.last if finding.certain else certain_until
    if run:
        yield run


def _hash(*parts: object) -> str:
    return blake2b(repr(parts).encode(), digest_size=6).hexdigest()
