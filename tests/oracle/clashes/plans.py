"""What is planned, needed and late."""

import calendar
from collections.abc import Iterator
from datetime import date

from tests.oracle.changes import Change
from tests.oracle.fold import fold, in_order, is_possible

from .day import Broken, Day, Verdicts, in_every_world

FIRMEST = ("proposed", "planned", "done")
GONE = ("withdrawn", "retracted")


def _named(day: Day, name: str) -> Change | None:
    """What a milestone depends on by this name: a milestone before a change; what stands before what is gone, what is
    firmer before what is not, what came later before what came earlier."""
    changes = list(day.known.changes.values())
    milestones = [one for one in changes if one.kind == "milestone-set" and one.slug == name]
    standing = [one for one in milestones if one.standing in FIRMEST]
    if standing:
        return max(standing, key=lambda one: (FIRMEST.index(one.standing), one.place))
    by_id = day.known.changes.get(name)
    if by_id is not None and by_id.standing in FIRMEST:
        return by_id
    return max(milestones, key=lambda one: one.place, default=by_id)


def before_dependency(day: Day) -> Verdicts:
    found: Verdicts = {}
    for change in day.known.counting:
        for name in change.details.get("depends_on") or () if change.kind == "milestone-set" else ():
            needed = _named(day, name)
            if needed is None or needed.id == change.id:
                continue
            if needed.standing not in GONE and not needed.counts(day.known.basis):
                continue
            comes = [False] if needed.standing in GONE else day.has_come(needed)
            clash = (change.subject, needed.subject), (change.id, needed.id)

            def broken(world: dict, clash: tuple = clash) -> Iterator[Broken]:
                if world["is due"] and not world["has come"]:
                    yield clash

            found |= in_every_world({"is due": day.has_come(change), "has come": comes}, broken)
    return found


def impossible(day: Day) -> Verdicts:
    found: Verdicts = {}
    if day.known.basis != "proposed":
        return found
    for subject in {subject for change in day.known.counting for subject in change.named}:
        changes = day.known.of(subject)
        sure = [change for change in changes if change.in_effect(day.on)]
        perhaps = [change for change in changes if change.possible(day.on)]
        shown = fold(subject, sure)
        for change in shown.passed_over:
            if change.standing == "proposed":
                found[(subject,), change.id] = True
        for number, change in enumerate(perhaps):
            if change.standing == "proposed":
                ways = shown, fold(subject, [*sure, *perhaps[:number]])
                if not all(is_possible(state, change) for state in ways):
                    found[(subject,), change.id] = False
    return found


def overdue(day: Day) -> Verdicts:
    return {
        ((change.subject,), change.id): True
        for change in day.known.changes.values()
        if change.standing == "planned" and change.latest and change.latest < min(day.known.known_day, day.on)
    }


def too_short(day: Day) -> Verdicts:
    found: Verdicts = {}
    milestones = in_order(one for one in day.known.counting if one.kind == "milestone-set")
    for workstream in {one.details.get("workstream") for one in milestones}:
        stages = {
            stage: [
                one
                for one in milestones
                if one.details.get("workstream") == workstream and one.details.get("stage") == stage
            ]
            for stage in ("engagement", "preparation", "go-live")
        }
        steps = [
            (stages["engagement"][:1], stages["preparation"][:1], 2),
            (stages["preparation"][:1], stages["go-live"][:1], 4),
            (stages["go-live"][:1], stages["go-live"][1:][-1:], 1),
        ]
        for before, then, months in steps:
            if before and then:
                found |= _too_soon(day, before[0], then[0], months)
    return found


def _too_soon(day: Day, before: Change, then: Change, months: int) -> Verdicts:
    # Whatever day the one before it comes on, so many months after that it is soon enough.
    may = before.latest is None or day.on < _later(before.latest, months)
    sure = before.earliest is not None and day.on < _later(before.earliest, months)
    clash = (then.subject, before.subject), (before.id, then.id)

    def broken(world: dict) -> Iterator[Broken]:
        if world["has come"] and world["too soon"]:
            yield clash

    too_soon = [sure] if may == sure else [False, True]
    return in_every_world({"has come": day.has_come(then), "too soon": too_soon}, broken)


def _later(day: date, months: int) -> date:
    month = day.month + months
    year, month = (day.year, month) if month <= 12 else (day.year + 1, month - 12)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
