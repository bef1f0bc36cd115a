"""The ladder: which reminder of a planned change is due on a day.

A pure function of the change as it is known, the policy and the day. Rungs are counted to the last possible day of
the change. The next rung replaces one that was missed: a late reminder says how things stand, not how they stood.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from domain.kinds.reminder_policy import ReminderPolicy
from domain.time.edtf import BEGINNING, END
from domain.time.working_days import WorkingDays

LADDER, MANAGERS, SENIOR, POSTS, CLASHES = "ladder", "managers", "senior", "posts", "clashes"
"""Tracks. A track has one rung due at a time, and people of its own to tell."""
ESCALATIONS = (MANAGERS, SENIOR)
"""Tracks that nobody can be unsubscribed from, and that an acknowledgement ends."""


class Plan(msgspec.Struct, frozen=True):
    """The part of a planned change that its reminders depend on. Days are ordinals."""

    place: int
    """The place of the entry that started it."""
    dated: int
    """The place of the entry that last gave its date: the revision of the date."""
    earliest: int
    latest: int


class Rung(msgspec.Struct, frozen=True, order=True):
    """One rung of a ladder."""

    day: int
    """The day on which it falls."""
    track: str
    name: str
    """Unique in the ladder of one revision of a date; kept to remember that the rung was sent."""


def rungs(plan: Plan, policy: ReminderPolicy, working: WorkingDays, day: int, *, acknowledged: bool) -> list[Rung]:
    """The rungs that a plan stands on, on a day: the last one reached of each track."""
    reached = [rung for rung in _ladder(plan, policy, working, day) if rung.day <= day]
    # Of two that fall on one day, the later of the ladder: a date brought forward over a holiday is nearer.
    found = [max(reversed(reached), key=lambda rung: rung.day)] if reached else []
    if plan.latest < day and not acknowledged:
        for track, after in ((MANAGERS, policy.managers_after), (SENIOR, policy.senior_after)):
            first = working.after(plan.latest, after)
            if first <= day:
                found.append(_repeated(track, track, first, policy.overdue_every, day))
    return found


def _ladder(plan: Plan, policy: ReminderPolicy, working: WorkingDays, day: int) -> Iterator[Rung]:
    """The rungs before the date in order, the one on it, and the last one of those after it."""
    if BEGINNING < plan.earliest < plan.latest:
        yield Rung(plan.earliest, LADDER, "window")
    if plan.latest == END:
        return
    for before in sorted(set(policy.rungs), reverse=True):
        # What is to be known before a date must not wait over a weekend until after it.
        yield Rung(working.on_or_before(max(1, plan.latest - before)), LADDER, f"before-{before}")
    yield Rung(plan.latest, LADDER, "on-the-day")
    if plan.latest < day:
        yield _repeated(LADDER, "overdue", plan.latest + 1, policy.overdue_every, day)


def _repeated(track: str, name: str, first: int, every: int, day: int) -> Rung:
    """The last repeated rung up to a day."""
    count = (day - first) // every
    return Rung(first + count * every, track, f"{name}-{count + 1}")
