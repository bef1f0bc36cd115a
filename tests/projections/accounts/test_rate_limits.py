"""Attempts are counted by the window of time that they fall in, by what is tried."""

from __future__ import annotations

import hashlib

import pytest
from sqlalchemy import Connection, select

from projections.accounts.rate_limits import count_attempt, limit, reset_attempts, uncount_attempt

MINUTE = 60_000_000
DAY = 86_400_000_000
START = 30 * DAY
"""A whole number of minutes, at which a window of a minute begins."""


def test_attempts_in_one_window_are_counted_together(connection: Connection) -> None:
    instants = (START, START + 1, START + MINUTE - 1)
    assert [count_attempt(connection, "ada", now, 60) for now in instants] == [1, 2, 3]


@pytest.mark.parametrize("now", [START - 1, START + MINUTE])
def test_an_attempt_outside_the_window_begins_a_count_of_its_own(connection: Connection, now: int) -> None:
    count_attempt(connection, "ada", START, 60)
    assert count_attempt(connection, "ada", now, 60) == 1
    assert count_attempt(connection, "ada", START, 60) == 2


def test_what_is_tried_is_counted_by_itself(connection: Connection) -> None:
    count_attempt(connection, "ada", START, 60)
    assert count_attempt(connection, "bob", START, 60) == 1
    assert count_attempt(connection, "\ud800", START, 60) == 1


def test_the_table_holds_no_name_or_address(connection: Connection) -> None:
    count_attempt(connection, "192.0.2.1", START + 5, 60)
    row = connection.execute(select(limit)).one()
    assert tuple(row) == (hashlib.sha256(b"192.0.2.1").hexdigest(), START, 1)


@pytest.mark.parametrize(("later", "kept"), [(DAY, 2), (DAY + 1, 1)])
def test_windows_that_began_more_than_a_day_ago_are_removed(connection: Connection, later: int, kept: int) -> None:
    count_attempt(connection, "ada", START, 60)
    count_attempt(connection, "bob", START + later, 60)
    assert len(connection.execute(select(limit)).all()) == kept


def test_an_attempt_that_is_taken_back_is_counted_no_more(connection: Connection) -> None:
    for name in ("ada", "ada", "bob", "bob"):
        count_attempt(connection, name, START, 60)
    uncount_attempt(connection, "ada", START + 7, 60)
    assert count_attempt(connection, "ada", START, 60) == 2
    assert count_attempt(connection, "bob", START, 60) == 3


def test_a_count_never_falls_below_nothing(connection: Connection) -> None:
    count_attempt(connection, "ada", START, 60)
    for _ in range(3):
        uncount_attempt(connection, "ada", START, 60)
    assert count_attempt(connection, "ada", START, 60) == 1


def test_an_attempt_of_an_earlier_window_is_not_taken_back_in_this_one(connection: Connection) -> None:
    count_attempt(connection, "ada", START, 60)
    uncount_attempt(connection, "ada", START + MINUTE, 60)
    assert count_attempt(connection, "ada", START, 60) == 2


def test_a_success_resets_every_window_of_its_own_count_and_no_other(connection: Connection) -> None:
    for name, now in (("ada", START), ("ada", START + MINUTE), ("bob", START)):
        count_attempt(connection, name, now, 60)
    reset_attempts(connection, "ada")
    assert count_attempt(connection, "ada", START, 60) == 1
    assert count_attempt(connection, "ada", START + MINUTE, 60) == 1
    assert count_attempt(connection, "bob", START, 60) == 2
