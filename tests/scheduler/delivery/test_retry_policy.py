"""How long to wait before the next attempt, and when nobody tries any more."""

from __future__ import annotations

import pytest

from scheduler.delivery.retry_policy import (
    DEAD_AFTER,
    DEFERRED,
    GONE,
    REFUSED,
    SENT,
    UNKNOWN,
    Outcome,
    pause_after,
)

MINUTE = 60_000_000
DAY = 24 * 60 * MINUTE


@pytest.mark.parametrize(
    ("channel", "failures", "minutes"),
    [
        ("email", 1, 1),
        ("email", 2, 2),
        ("email", 4, 4),
        ("email", 5, 5),
        ("email", 6, 5),
        ("email", 1499, 5),
        ("webhook:s-1", 1, 1),
        ("webhook:s-1", 2, 5),
        ("webhook:s-1", 3, 15),
        ("webhook:s-1", 8, 360),
        ("webhook:s-1", 9, 600),
        ("webhook:s-1", 10, 600),
        ("webhook", 4, 30),
    ],
)
def test_the_pause_grows_with_each_failure_up_to_a_most(channel: str, failures: int, minutes: int) -> None:
    assert pause_after(channel, failures) == minutes * MINUTE


def test_what_a_mail_relay_missed_arrives_within_ten_minutes_of_its_return() -> None:
    assert max(pause_after("email", failures) for failures in range(1, DEAD_AFTER["email"])) < 10 * MINUTE


def test_a_webhook_is_tried_for_a_day_and_mail_for_five() -> None:
    tried = {
        channel: sum(pause_after(channel, failures) for failures in range(1, most))
        for channel, most in DEAD_AFTER.items()
    }
    assert DAY - 15 * MINUTE < tried["webhook"] <= DAY
    assert 5 * DAY <= tried["email"] < 6 * DAY


@pytest.mark.parametrize(
    ("kind", "is_lost"), [(SENT, False), (DEFERRED, False), (REFUSED, False), (GONE, False), (UNKNOWN, True)]
)
def test_only_an_outcome_that_nobody_knows_has_lost_the_connection(kind: str, is_lost: bool) -> None:
    assert Outcome(kind, "an answer").is_lost == is_lost
