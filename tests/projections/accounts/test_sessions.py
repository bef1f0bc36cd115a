"""Sessions last twelve hours, sign-ins under way ten minutes, and a sign-in is finished once."""

from __future__ import annotations

import hashlib

import pytest
from sqlalchemy import Connection, select

from projections.accounts.sessions import (
    PendingSignIn,
    account_of,
    begin_session,
    begin_sign_in,
    end_session,
    end_sessions,
    finish_sign_in,
    pending_sign_in,
    session,
)

NOW = 5_000_000
HOUR = 3_600_000_000
MINUTE = 60_000_000
GOING = PendingSignIn("nonce", "verifier", "/programmes")


@pytest.mark.parametrize(
    ("after", "account"),
    [(0, "a-1"), (12 * HOUR - 1, "a-1"), (12 * HOUR, None), (12 * HOUR + 1, None)],
)
def test_a_session_lasts_twelve_hours(connection: Connection, after: int, account: str | None) -> None:
    secret = begin_session(connection, "a-1", NOW)
    assert account_of(connection, secret, NOW + after) == account


def test_a_session_is_known_by_its_secret_alone(connection: Connection) -> None:
    first, second = begin_session(connection, "a-1", NOW), begin_session(connection, "a-2", NOW)
    assert account_of(connection, first, NOW) == "a-1"
    assert account_of(connection, second, NOW) == "a-2"
    assert account_of(connection, "guess", NOW) is None
    assert account_of(connection, "\ud800", NOW) is None, "a cookie may hold what no text does"


def test_the_database_holds_the_hash_of_a_session_and_when_it_ends(connection: Connection) -> None:
    secret = begin_session(connection, "a-1", NOW)
    assert len(secret) == 43, "256 bits in letters of 6"
    row = connection.execute(select(session)).one()
    assert tuple(row) == (hashlib.sha256(secret.encode()).hexdigest(), "a-1", NOW, NOW + 12 * HOUR)


def test_a_session_that_begins_removes_those_that_are_over(connection: Connection) -> None:
    begin_session(connection, "over", NOW)
    begin_session(connection, "lasting", NOW + 1)
    begin_session(connection, "new", NOW + 12 * HOUR)
    accounts = connection.scalars(select(session.c.account).order_by(session.c.created_at)).all()
    assert accounts == ["lasting", "new"]


def test_a_session_that_ends_leaves_the_others_of_its_account(connection: Connection) -> None:
    first, second = begin_session(connection, "a-1", NOW), begin_session(connection, "a-1", NOW)
    end_session(connection, first)
    assert [account_of(connection, secret, NOW) for secret in (first, second)] == [None, "a-1"]


def test_every_session_of_an_account_ends_and_none_of_another(connection: Connection) -> None:
    secrets = [begin_session(connection, account, NOW) for account in ("a-1", "a-1", "a-2")]
    end_sessions(connection, "a-1")
    assert [account_of(connection, secret, NOW) for secret in secrets] == [None, None, "a-2"]


@pytest.mark.parametrize(
    ("after", "finished"),
    [(0, GOING), (10 * MINUTE - 1, GOING), (10 * MINUTE, None)],
)
def test_a_sign_in_may_take_ten_minutes(connection: Connection, after: int, finished: PendingSignIn | None) -> None:
    begin_sign_in(connection, "state", GOING, NOW)
    assert finish_sign_in(connection, "state", NOW + after) == finished


def test_a_sign_in_is_finished_once(connection: Connection) -> None:
    begin_sign_in(connection, "state", GOING, NOW)
    assert finish_sign_in(connection, "state", NOW) == GOING
    assert finish_sign_in(connection, "state", NOW) is None


def test_a_sign_in_that_took_too_long_is_forgotten(connection: Connection) -> None:
    begin_sign_in(connection, "state", GOING, NOW)
    assert finish_sign_in(connection, "state", NOW + 10 * MINUTE) is None
    assert connection.execute(select(pending_sign_in)).all() == []


def test_each_sign_in_is_finished_by_its_own_state(connection: Connection) -> None:
    other = PendingSignIn("another nonce", "another verifier", "/today")
    begin_sign_in(connection, "state", GOING, NOW)
    begin_sign_in(connection, "other", other, NOW)
    assert finish_sign_in(connection, "nobody's", NOW) is None
    assert finish_sign_in(connection, "other", NOW) == other
    assert finish_sign_in(connection, "state", NOW) == GOING


def test_a_sign_in_that_begins_removes_those_that_are_over(connection: Connection) -> None:
    begin_sign_in(connection, "over", GOING, NOW)
    begin_sign_in(connection, "lasting", GOING, NOW + 1)
    begin_sign_in(connection, "new", GOING, NOW + 10 * MINUTE)
    assert len(connection.execute(select(pending_sign_in)).all()) == 2
    assert finish_sign_in(connection, "lasting", NOW + 10 * MINUTE) == GOING
