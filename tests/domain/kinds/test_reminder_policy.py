"""When reminders go out."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from domain.kinds.reminder_policy import DEFAULT, ReminderPolicy, ReminderPolicySet
from tests.domain.kinds.read import event


def policy(**fields: Any) -> ReminderPolicy:
    decided = event("reminder-policy-set", **fields)
    assert isinstance(decided, ReminderPolicySet)
    return decided.policy


def test_where_nothing_is_decided_the_defaults_hold() -> None:
    assert policy() == DEFAULT == ReminderPolicy((28, 14, 7, 1), 7, 2, 5, 14, 28)


def test_what_is_decided_holds_and_what_is_left_out_is_as_by_default() -> None:
    assert policy(rungs=[10], senior_after=9) == ReminderPolicy(rungs=(10,), senior_after=9)


def test_a_policy_may_have_no_rung_before_the_date() -> None:
    assert policy(rungs=[]).rungs == ()


def test_the_first_reminder_is_looked_for_a_week_before_the_first_rung() -> None:
    assert [ReminderPolicy(rungs=rungs).reach for rungs in ((28, 14), (3, 30), ())] == [35, 37, 7]


@pytest.mark.parametrize("days", [0, -1, 367, 1.5])
def test_days_are_from_one_to_a_year(days: float) -> None:
    with pytest.raises(msgspec.ValidationError):
        policy(overdue_every=days)
    with pytest.raises(msgspec.ValidationError):
        policy(rungs=[days])
    assert policy(overdue_every=366, rungs=[1]).overdue_every == 366
