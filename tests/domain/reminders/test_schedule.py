"""Which reminder of a planned change is due: given a date and a policy, when it is that day, then this rung."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kinds.reminder_policy import DEFAULT, ReminderPolicy, ReminderPolicySet
from domain.reminders.schedule import LADDER, MANAGERS, SENIOR, Plan, rungs
from domain.time import edtf
from domain.time.working_days import WorkingDays
from scheduler.due import working_hours

WORKING = working_hours.working_days()
EVERY_DAY = WorkingDays(frozenset())


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def plan(when: str) -> Plan:
    bounds = edtf.parse(when)
    return Plan(1, 1, bounds.earliest, bounds.latest)


def on(when: str, today: str, *, acknowledged: bool = False, policy: ReminderPolicy = DEFAULT) -> dict[str, str]:
    """The rung of each track."""
    found = rungs(plan(when), policy, WORKING, day(today), acknowledged=acknowledged)
    return {rung.track: rung.name for rung in found}


@pytest.mark.parametrize(
    ("today", "rung"),
    [
        ("2018-08-31", None),
        ("2018-09-03", "before-28"),
        ("2018-09-16", "before-28"),
        ("2018-09-17", "before-14"),
        ("2018-09-24", "before-7"),
        ("2018-09-28", "before-1"),  # Sunday's is brought forward to Friday: on Monday it would be too late
        ("2018-10-01", "on-the-day"),
        ("2018-10-02", "overdue-1"),
        ("2018-10-08", "overdue-1"),
        ("2018-10-09", "overdue-2"),
        ("2018-10-16", "overdue-3"),
    ],
)
def test_the_rungs_of_an_exact_date(today: str, rung: str | None) -> None:
    assert on("2018-10-01", today, acknowledged=True) == ({} if rung is None else {LADDER: rung})


def test_an_imprecise_date_counts_to_its_last_day_and_tells_when_its_window_opens() -> None:
    assert on("2018-03/2018-10", "2018-02-28") == {}
    assert on("2018-03/2018-10", "2018-03-01") == {LADDER: "window"}
    assert on("2018-03/2018-10", "2018-10-02") == {LADDER: "window"}
    assert on("2018-03/2018-10", "2018-10-03") == {LADDER: "before-28"}
    assert on("2018-03/2018-10", "2018-10-31") == {LADDER: "on-the-day"}


def test_an_open_end_is_never_overdue_and_an_open_start_opens_no_window() -> None:
    assert on("2018-03/..", "2030-01-01") == {LADDER: "window"}
    assert on("../2018-10-01", "2018-01-01") == {}
    assert on("../..", "2018-01-01") == {}


def test_what_is_overdue_and_not_acknowledged_is_escalated_by_working_days() -> None:
    # Friday 28 September; the second working day after it is Tuesday, the fifth Friday.
    assert on("2018-09-28", "2018-10-01") == {LADDER: "overdue-1"}
    assert on("2018-09-28", "2018-10-02") == {LADDER: "overdue-1", MANAGERS: "managers-1"}
    assert on("2018-09-28", "2018-10-05") == {LADDER: "overdue-1", MANAGERS: "managers-1", SENIOR: "senior-1"}
    assert on("2018-09-28", "2018-10-12") == {LADDER: "overdue-2", MANAGERS: "managers-2", SENIOR: "senior-2"}
    assert on("2018-09-28", "2018-10-12", acknowledged=True) == {LADDER: "overdue-2"}


def test_bank_holidays_are_no_working_days() -> None:
    # Good Friday and Easter Monday of 2018 lie around 1 April.
    assert on("2018-03-29", "2018-04-03") == {LADDER: "overdue-1"}
    assert on("2018-03-29", "2018-04-04") == {LADDER: "overdue-1", MANAGERS: "managers-1"}
    assert on("2018-04-03", "2018-03-29") == {LADDER: "before-1"}


def test_a_policy_sets_other_rungs_and_waits() -> None:
    policy = ReminderPolicySet(rungs=(3,), overdue_every=2, managers_after=1).policy
    assert policy.senior_after == DEFAULT.senior_after
    assert on("2018-10-04", "2018-09-28", policy=policy) == {}
    assert on("2018-10-04", "2018-10-01", policy=policy) == {LADDER: "before-3"}
    assert on("2018-10-04", "2018-10-07", policy=policy)[LADDER] == "overdue-2"
    assert on("2018-10-04", "2018-10-05", policy=policy)[MANAGERS] == "managers-1"


DAYS = st.integers(day("2017-01-01"), day("2019-12-31"))


@given(DAYS, st.integers(0, 300), st.integers(-400, 400), st.booleans())
def test_looking_every_day_finds_what_looking_seldom_finds(
    latest: int, width: int, offset: int, acknowledged: bool
) -> None:
    """The last rung reached is the same whoever looked before: nothing is lost by a scheduler that slept."""
    asked = Plan(1, 1, latest - width, latest)
    today = latest + offset
    found = rungs(asked, DEFAULT, WORKING, today, acknowledged=acknowledged)
    assert len({rung.track for rung in found}) == len(found)
    for rung in found:
        assert rung.day <= today
        # It has been the same one on every day since it fell due.
        for before in (rung.day, (rung.day + today) // 2):
            again = rungs(asked, DEFAULT, WORKING, before, acknowledged=acknowledged)
            assert rung in again


@given(DAYS, st.integers(0, 300))
def test_nothing_can_be_due_before_the_reach_of_a_policy(latest: int, width: int) -> None:
    """The question of the read model asks only for what begins within the reach: nothing else may be due."""
    asked = Plan(1, 1, latest - width, latest)
    assert rungs(asked, DEFAULT, WORKING, asked.earliest - DEFAULT.reach - 1, acknowledged=False) == []


@given(DAYS, st.integers(0, 20))
def test_working_days_are_counted_as_by_hand(start: int, count: int) -> None:
    by_hand, left = start, count
    while left:
        by_hand += 1
        is_holiday = by_hand in WORKING.holidays
        left -= date.fromordinal(by_hand).weekday() < 5 and not is_holiday
    assert WORKING.after(start, count) == by_hand
    assert WORKING.on_or_before(start) <= start
    assert WORKING.includes(WORKING.on_or_before(start))


def test_a_policy_holds_days_that_can_be() -> None:
    for fields in ({"rungs": [0]}, {"overdue_every": 0}, {"managers_after": 367}):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(fields, ReminderPolicySet)
    assert EVERY_DAY.includes(day("2018-12-25"))
    assert not WORKING.includes(day("2018-12-25"))


def test_of_two_rungs_brought_forward_to_one_day_the_nearer_counts() -> None:
    """The 15th is a Monday: what falls on the Saturday and on the Sunday before it is due on the Friday."""
    for wanted in ((2, 1), (1, 2)):
        assert on("2018-10-15", "2018-10-12", policy=ReminderPolicy(rungs=wanted)) == {LADDER: "before-1"}


def test_on_the_day_nothing_is_overdue_however_often_it_is_repeated() -> None:
    assert on("2018-10-01", "2018-10-01", policy=ReminderPolicy(overdue_every=1)) == {LADDER: "on-the-day"}


def test_no_rung_falls_before_the_first_day_of_the_calendar() -> None:
    (rung,) = rungs(Plan(1, 1, 10, 10), ReminderPolicy(rungs=(28,)), EVERY_DAY, 1, acknowledged=False)
    assert (rung.day, rung.name) == (1, "before-28")
