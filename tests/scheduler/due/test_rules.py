"""What is due on a day: plans by their ladder, posts without a settled holder, and clashes that are certain."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.kinds.reminder_policy import ReminderPolicy
from domain.reminders.schedule import CLASHES, LADDER, MANAGERS, POSTS, SENIOR, Plan, Rung
from domain.time.working_days import WorkingDays
from projections.questions.due import Planned
from projections.read_models.due_dates import ABOLISHED, APPOINTED, CREATED, DONE_MASK, PLANNED_MASK, VACATED
from scheduler.due.certain_clash import CertainClash, ClashText
from scheduler.due.rules import Due, due_clashes, due_plans, due_posts
from scheduler.people.recipients import Topic

POLICY = ReminderPolicy()
NO_HOLIDAYS = WorkingDays(frozenset())
MONDAY = date(2018, 10, 1).toordinal()
DATED = 5
START = 1000
"""The day on which the post of the examples is created."""


def planned(*, owner: str | None = "commander", restricted: bool = False) -> Planned:
    """A milestone for Monday, started by entry 3, whose date entry 5 gave."""
    return Planned(
        programme=1,
        change="c-3",
        type="milestone",
        slug="go-live",
        subject=7,
        standing=PLANNED_MASK,
        redated=0,
        detailed=0,
        owner=owner,
        restricted=restricted,
        plan=Plan(3, DATED, MONDAY, MONDAY),
    )


def due_on(day: int, *acknowledged: tuple[str, int]) -> list[Due]:
    return list(due_plans([planned()], POLICY, NO_HOLIDAYS, day, acknowledged))


def test_a_plan_is_due_with_its_change_its_revision_its_subject_and_its_owner() -> None:
    topic = Topic("milestone", "go-live", "commander", restricted=False)
    assert due_on(MONDAY) == [Due("c-3", DATED, Rung(MONDAY, LADDER, "on-the-day"), topic)]


def test_a_plan_that_is_restricted_and_has_no_owner_is_due_as_such() -> None:
    (entry,) = due_plans([planned(owner=None, restricted=True)], POLICY, NO_HOLIDAYS, MONDAY, ())
    assert entry.topic == Topic("milestone", "go-live", None, restricted=True)


@pytest.mark.parametrize(("days", "rungs"), [(-29, []), (-28, ["before-28"]), (-14, ["before-14"]), (1, ["overdue-1"])])
def test_a_plan_stands_on_one_rung_of_its_ladder_from_the_first_one_on(days: int, rungs: list[str]) -> None:
    assert [entry.rung.name for entry in due_on(MONDAY + days)] == rungs


OVERDUE = [(LADDER, "overdue-2"), (MANAGERS, "managers-1"), (SENIOR, "senior-1")]


@pytest.mark.parametrize(
    ("acknowledged", "rungs"),
    [
        ((), OVERDUE),
        ((("c-3", DATED),), OVERDUE[:1]),
        ((("c-3", DATED - 1),), OVERDUE),  # of an earlier date
        ((("c-4", DATED),), OVERDUE),  # of another change
    ],
)
def test_an_acknowledgement_of_this_date_ends_its_escalations(
    acknowledged: tuple[tuple[str, int], ...], rungs: list[tuple[str, str]]
) -> None:
    assert [(entry.rung.track, entry.rung.name) for entry in due_on(MONDAY + 8, *acknowledged)] == rungs


def tenancy(kind: int, change: int, day: int, **more: Any) -> tuple[Any, ...]:
    """A change that alters who holds the post, as the read model has it."""
    fields = {"standing": DONE_MASK, "person": None, "tenure": None, "restricted": False} | more
    standing, person, tenure, restricted = fields.values()
    return (7, "commander", change, day, standing, kind, person, tenure, restricted)


CREATION = tenancy(CREATED, 11, START)
ACTING = tenancy(APPOINTED, 12, START, person="p-1", tenure="acting")
SETTLED = tenancy(APPOINTED, 12, START, person="p-1", tenure="substantive")
VACANT, IN_ACTING_HANDS = Rung(START + 14, POSTS, "vacant"), Rung(START + 28, POSTS, "acting")


@pytest.mark.parametrize(
    ("tenancies", "days", "rung"),
    [
        ([CREATION], 13, None),
        ([CREATION], 14, VACANT),
        ([CREATION], 400, VACANT),
        ([CREATION, tenancy(APPOINTED, 12, START, person="p-1", tenure="substantive")], 400, None),
        ([CREATION, SETTLED, tenancy(VACATED, 13, START)], 14, VACANT),
        ([CREATION, tenancy(ABOLISHED, 13, START + 1)], 400, None),
        ([CREATION, ACTING], 14, None),
        ([CREATION, ACTING], 27, None),
        ([CREATION, ACTING], 28, IN_ACTING_HANDS),
        ([CREATION, ACTING, tenancy(VACATED, 13, START + 60, standing=PLANNED_MASK)], 28, None),
        ([CREATION, tenancy(APPOINTED, 13, START + 60, standing=PLANNED_MASK, person="p-2")], 14, VACANT),
        ([tenancy(CREATED, 11, START, standing=PLANNED_MASK)], 400, None),
    ],
)
def test_a_post_is_due_once_it_was_vacant_or_in_acting_hands_for_too_long(
    tenancies: list[tuple[Any, ...]], days: int, rung: Rung | None
) -> None:
    assert [entry.rung for entry in due_posts(tenancies, POLICY, START + days)] == ([] if rung is None else [rung])


@pytest.mark.parametrize(
    ("policy", "days", "count"),
    [
        (ReminderPolicy(vacant_after=3), 2, 0),
        (ReminderPolicy(vacant_after=3), 3, 1),
        (ReminderPolicy(acting_after=3), 3, 0),
    ],
)
def test_the_policy_says_for_how_long_a_post_may_be_vacant(policy: ReminderPolicy, days: int, count: int) -> None:
    assert len(list(due_posts([CREATION], policy, START + days))) == count


HIDDEN_VACATION = tenancy(VACATED, 13, START + 1, restricted=True)


@pytest.mark.parametrize(
    ("tenancies", "change", "restricted"),
    [
        ([CREATION], 11, False),
        ([tenancy(CREATED, 11, START, restricted=True)], 11, True),  # observers know of no such post
        ([CREATION, SETTLED, HIDDEN_VACATION], 13, True),  # they see a holder
        ([CREATION, ACTING, HIDDEN_VACATION], 13, True),  # they see an acting one
        ([CREATION, HIDDEN_VACATION], 13, True),  # it is vacant to them too, but since another day
    ],
)
def test_a_post_is_due_to_observers_only_as_they_see_it(
    tenancies: list[tuple[Any, ...]], change: int, restricted: bool
) -> None:
    (entry,) = due_posts(tenancies, POLICY, START + 100)
    assert (entry.about, entry.revision) == ("post:commander", change)
    assert entry.topic == Topic("post", "commander", None, restricted)


def certain(day: int, *, public: bool = True) -> CertainClash:
    words = ClashText("They are at odds.", 900, 950)
    return CertainClash("x-1", 42, day, "team", "response", words, words if public else None)


@pytest.mark.parametrize(("day", "is_due"), [(START - 1, False), (START, True), (START + 300, True)])
def test_a_clash_is_due_from_the_day_on_which_it_was_first_found(day: int, is_due: bool) -> None:
    topic = Topic("team", "response", None, restricted=False)
    due = [Due("clash:x-1", 42, Rung(START, CLASHES, "certain"), topic)]
    assert list(due_clashes([certain(START)], day)) == (due if is_due else [])


def test_a_clash_that_observers_do_not_see_is_restricted() -> None:
    (entry,) = due_clashes([certain(START, public=False)], START)
    assert entry.topic.restricted
