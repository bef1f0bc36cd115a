"""Rules of plans: what is due before what it needs, cannot be, or is late; and the stages that a BCU goes through."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import ClassVar

from domain.changes.change import PLANNED, PROPOSED, Change
from domain.changes.dependencies import needs
from domain.changes.fold import impossible
from domain.clashes.engine.knowledge import World
from domain.clashes.engine.rule import Finding, Rule
from domain.clashes.engine.timeline import NEVER, Node, step_state
from domain.kinds.milestones import MilestoneSet
from domain.time.edtf import BEGINNING, END

_EVERY = ("area", "unit", "site", "team", "post", "milestone")


class BeforeWhatItNeeds(Rule):
    """A milestone is due before something that it depends on."""

    name: ClassVar[str] = "before-dependency"
    asks_elsewhere: ClassVar[bool] = True
    focus: ClassVar[tuple[str, ...]] = ("milestone",)

    def find(self, world: World, type_: str, slug: str) -> Iterator[Finding]:
        for change in world.own(type_, slug):
            if not world.counts(change):
                continue
            for name in needs(change):
                needed = world.needed(name)
                if needed is not None and needed.id != change.id:
                    yield from self._between(world, change, needed)

    def _between(self, world: World, change: Change, needed: Change) -> Iterator[Finding]:
        if needed.counts_under and not world.counts(needed):
            return
        # What was given up never comes.
        earliest, latest = (needed.when.earliest, needed.when.latest) if needed.counts_under else (END, END)
        subjects = ((change.type, change.slug), (needed.type, needed.slug))
        says = f'The milestone "{change.slug}" is due before "{needed.id}", which it depends on.'
        days = sorted({change.when.earliest, change.when.latest, earliest, latest})
        for first, last in pairwise(days):
            if change.when.earliest <= first < latest:
                certain = change.when.latest <= first < earliest
                yield Finding(subjects, (change.id, needed.id), first, last, certain, says)


class ProposalThatCannotBe(Rule):
    """A proposal cannot be, as things are planned."""

    name: ClassVar[str] = "impossible-proposal"
    by_day: ClassVar[bool] = True
    focus: ClassVar[tuple[str, ...]] = _EVERY

    def find(self, world: World, type_: str, slug: str) -> Iterator[Finding]:
        counting = world.counting(type_, slug)
        if world.basis != "proposed" or not any(change.standing == PROPOSED for change in counting):
            return
        days = {day for each in counting for day in (each.when.earliest, each.when.latest)}
        starts = sorted({BEGINNING, *days} - {END})
        node, waiting = NEVER, iter(counting)
        change = next(waiting, None)
        over: dict[str, str] = {}
        for first, last in zip(starts, [*starts[1:], END], strict=True):
            while change is not None and change.when.latest <= first:
                fault = impossible(node.state, slug, change)
                if fault is not None and change.standing == PROPOSED:
                    over[change.id] = fault
                node = step_state(slug, node, change) or node
                change = next(waiting, None)
            possible = [each for each in counting if each.when.earliest <= first < each.when.latest]
            for faults, certain in ((over, True), (_in_the_way(slug, node, possible), False)):
                for id_, fault in faults.items():
                    says = f'The proposal "{id_}" cannot be: {fault}.'
                    yield Finding(((type_, slug),), (id_,), first, last, certain, says)


def _in_the_way(slug: str, node: Node, possible: Sequence[Change]) -> dict[str, str]:
    """Why proposals, among changes that may or may not have come, could not come to this state, or after the others."""
    found: dict[str, str] = {}
    chain = node
    for change in possible:
        fault = impossible(node.state, slug, change) or impossible(chain.state, slug, change)
        if fault is not None and change.standing == PROPOSED:
            found[change.id] = fault
        chain = step_state(slug, chain, change) or chain
    return found


class Overdue(Rule):
    """A planned change is overdue: its last possible day is over, and nobody has said that it is done."""

    name: ClassVar[str] = "overdue"
    daily: ClassVar[bool] = True
    by_day: ClassVar[bool] = True
    focus: ClassVar[tuple[str, ...]] = _EVERY

    def find(self, world: World, type_: str, slug: str) -> Iterator[Finding]:
        for change in world.own(type_, slug):
            if change.standing == PLANNED and change.when.latest < world.known_day:
                says = f'"{change.id}" ({change.event.kind}) was to have happened, and is not reported done.'
                yield Finding(((type_, slug),), (change.id,), change.when.latest + 1, END, certain=True, says=says)


class StageTooShort(Rule):
    """A BCU has two months of engagement, four of preparation and at least one of going live."""

    name: ClassVar[str] = "stage-too-short"
    focus: ClassVar[tuple[str, ...]] = ("milestone",)

    def find(self, world: World, type_: str, slug: str) -> Iterator[Finding]:
        for change in world.own(type_, slug):
            event = change.event
            if not (isinstance(event, MilestoneSet) and event.stage and world.counts(change)):
                continue
            stages = _stages(world, event.workstream)
            for stage, months, then in (("engagement", 2, "preparation"), ("preparation", 4, "go-live")):
                if event.stage == then and stages[then][:1] == [change] and stages[stage]:
                    yield from self._too_soon(change, stages[stage][0], stage, months)
            live = stages["go-live"]
            if len(live) > 1 and live[-1] == change:
                yield from self._too_soon(change, live[0], "go-live", 1)

    def _too_soon(self, change: Change, before: Change, stage: str, months: int) -> Iterator[Finding]:
        surely, perhaps = _later(before.when.earliest, months), _later(before.when.latest, months)
        subjects = ((change.type, change.slug), (before.type, before.slug))
        says = f'"{change.slug}" comes less than {months} month{"s"[: months > 1]} after "{before.slug}" ({stage}).'
        days = sorted({change.when.earliest, change.when.latest, surely, perhaps})
        for first, last in pairwise(days):
            if change.when.earliest <= first < perhaps:
                certain = change.when.latest <= first < surely
                yield Finding(subjects, (before.id, change.id), first, last, certain, says)


def _stages(world: World, workstream: str | None) -> dict[str, list[Change]]:
    """The milestones of each stage of a workstream, soonest first."""
    found: dict[str, list[Change]] = {"engagement": [], "preparation": [], "go-live": []}
    for slug in world.naming("milestones of a workstream", workstream or ""):
        for change in world.own("milestone", slug):
            event = change.event
            if not (isinstance(event, MilestoneSet) and world.counts(change) and event.stage):
                continue
            if event.workstream == workstream:
                found[event.stage].append(change)
    return {stage: sorted(changes, key=lambda change: change.order) for stage, changes in found.items()}


def _later(day: int, months: int) -> int:
    """The same day of a later month, or its last; an open end stays open."""
    if day in (BEGINNING, END):
        return day
    when = date.fromordinal(day)
    year, month = divmod(when.year * 12 + when.month - 1 + months, 12)
    if year > 9999:
        return END
    return date(year, month + 1, min(when.day, monthrange(year, month + 1)[1])).toordinal()


RULES = (BeforeWhatItNeeds, ProposalThatCannotBe, Overdue, StageTooShort)
