"""The queue of digests: one a day for each contact and channel, one process at a time, and a mark for each outcome."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, insert, select, update

from domain.time import instants
from scheduler.delivery import queue
from scheduler.delivery.queue import DEAD, DONE, LEASE, OPEN, VOID, WAITING, ClaimedDigest, NoSuchDigest
from scheduler.delivery.retry_policy import DEAD_AFTER, DEFERRED, GONE, REFUSED, SENT, UNKNOWN, Outcome
from scheduler.tables import attempt, digest, reminder, snooze

NOW = instants.parse("2018-06-04T09:00:00Z")
DAY = instants.london_day(NOW)
MINUTE = 60_000_000
TOMORROW = NOW + 24 * 60 * MINUTE


def remind(connection: Connection, contact: str = "rose", **fields: Any) -> int:
    """Store a reminder that waits; its number."""
    number = len(connection.execute(select(reminder.c.id)).all()) + 1
    row = {"programme": 1, "about": f"c-{number}", "revision": 1, "rung": "before-7", "channel": "email"}
    state = {"track": "ladder", "due_on": DAY, "noted_at": NOW, "state": WAITING}
    connection.execute(insert(reminder), [row | state | {"id": number, "contact": contact} | fields])
    return number


def gathered(connection: Connection, now: int = NOW) -> dict[int, int | None]:
    """Gather what waits; the digest of each reminder."""
    queue.gather_digests(connection, now)
    return {row.id: row.digest for row in connection.execute(select(reminder).order_by(reminder.c.id))}


def claim(connection: Connection, now: int = NOW, ways: str = "email", *, fresh: bool = True) -> ClaimedDigest:
    claimed = queue.claim_digest(connection, ways, now, fresh=fresh)
    assert claimed is not None
    return claimed


def claimed_at(connection: Connection, now: int, ways: str = "email", *, fresh: bool = True) -> int | None:
    """The digest that is claimed, if any; whether any waits is the same answer."""
    waits = queue.digest_waits(connection, ways, now, fresh=fresh)
    claimed = queue.claim_digest(connection, ways, now, fresh=fresh)
    assert waits == (claimed is not None)
    return None if claimed is None else claimed.id


def end(connection: Connection, kind: str, held: list[int], now: int = NOW) -> Any:
    """Claim a digest and end the attempt; the digest as it then is."""
    claimed = claim(connection, now)
    assert queue.finish_attempt(connection, claimed, Outcome(kind, "an answer"), held, now)
    return connection.execute(select(digest).where(digest.c.id == claimed.id)).one()


def states(connection: Connection) -> list[tuple[str, str | None]]:
    return [(row.state, row.why) for row in connection.execute(select(reminder).order_by(reminder.c.id))]


def test_what_waits_goes_into_one_digest_for_each_contact_and_channel(connection: Connection) -> None:
    for contact, channel in (("rose", "email"), ("rose", "webhook:s-1"), ("rose", "email"), ("blake", "email")):
        remind(connection, contact, channel=channel)
    assert gathered(connection) == {1: 2, 2: 3, 3: 2, 4: 1}
    rows = connection.execute(select(digest).order_by(digest.c.id)).all()
    assert [(row.contact, row.channel) for row in rows] == [
        ("blake", "email"),
        ("rose", "email"),
        ("rose", "webhook:s-1"),
    ]
    assert {(row.state, row.day, row.opened_at, row.next_at, row.sealed) for row in rows} == {
        (OPEN, DAY, NOW, NOW, False)
    }
    assert len({row.message_id for row in rows}) == 3


def test_a_digest_takes_in_what_comes_until_it_is_claimed(connection: Connection) -> None:
    remind(connection)
    gathered(connection)
    remind(connection)
    assert gathered(connection, NOW + MINUTE) == {1: 1, 2: 1}
    claim(connection)
    remind(connection)
    assert gathered(connection, NOW + 2 * MINUTE) == {1: 1, 2: 1, 3: None}


@pytest.mark.parametrize(("outcome", "takes_in"), [(DEFERRED, True), (UNKNOWN, False)])
def test_a_digest_that_may_have_arrived_takes_in_nothing_more(
    connection: Connection, outcome: str, takes_in: bool
) -> None:
    first = remind(connection)
    gathered(connection)
    end(connection, outcome, [first])
    remind(connection)
    assert gathered(connection, TOMORROW) == {1: 1, 2: 1 if takes_in else None}


@pytest.mark.parametrize(("outcome", "is_served"), [(SENT, True), (REFUSED, True), (GONE, False)])
def test_nobody_gets_a_second_digest_on_a_day(connection: Connection, outcome: str, is_served: bool) -> None:
    first = remind(connection)
    gathered(connection)
    end(connection, outcome, [first])
    remind(connection)
    remind(connection, "blake")
    assert gathered(connection, NOW + MINUTE) == {1: 1, 2: None if is_served else 3, 3: 2}
    assert gathered(connection, TOMORROW)[2] == 3


@pytest.mark.parametrize(
    ("fields", "until", "is_gathered"),
    [
        ({}, DAY + 1, False),
        ({}, DAY, True),
        ({"programme": 2}, DAY + 1, True),
        ({"about": "c-9"}, DAY + 1, True),
        ({"contact": "blake"}, DAY + 1, True),
        ({"state": DONE}, DAY, False),
        ({"state": VOID}, DAY, False),
        ({"state": DEAD}, DAY, False),
    ],
)
def test_only_what_waits_and_was_not_put_off_is_gathered(
    connection: Connection, fields: dict[str, Any], until: int, is_gathered: bool
) -> None:
    connection.execute(insert(snooze), [{"contact": "rose", "programme": 1, "about": "c-1", "until": until}])
    remind(connection, **fields)
    assert gathered(connection) == {1: 1 if is_gathered else None}


def test_the_digest_that_has_waited_longest_is_claimed_first(connection: Connection) -> None:
    for contact in ("a", "b", "c"):
        remind(connection, contact)
    gathered(connection)
    connection.execute(update(digest).where(digest.c.id == 3).values(next_at=NOW - 1))
    assert [claimed_at(connection, NOW) for _ in range(4)] == [3, 1, 2, None]


def test_a_claim_says_what_is_to_be_sent_and_is_in_the_ledger(connection: Connection) -> None:
    remind(connection)
    gathered(connection)
    claimed = claim(connection, NOW + MINUTE)
    row = connection.execute(select(digest)).one()
    assert claimed == ClaimedDigest(1, 1, 0, "rose", "email", DAY, row.message_id, NOW)
    assert (row.sealed, row.attempts, row.leased_until) == (True, 1, NOW + MINUTE + LEASE)
    assert tuple(connection.execute(select(attempt)).one()) == (1, 1, NOW + MINUTE, None, None, None)


def test_a_lease_keeps_others_out_until_it_runs_out(connection: Connection) -> None:
    remind(connection)
    gathered(connection)
    assert claimed_at(connection, NOW) == 1
    assert claimed_at(connection, NOW + LEASE - 1) is None
    assert claim(connection, NOW + LEASE).number == 2


@pytest.mark.parametrize(("outcome", "day"), [(DEFERRED, DAY + 1), (UNKNOWN, DAY)])
def test_a_digest_is_of_the_day_of_its_claim_unless_it_may_have_arrived_before(
    connection: Connection, outcome: str, day: int
) -> None:
    first = remind(connection)
    gathered(connection)
    end(connection, outcome, [first])
    assert claim(connection, TOMORROW).day == day


@pytest.mark.parametrize(
    ("ways", "claimed"), [("email", 1), ("webhook:", 2), ("webhook:s-1", 2), ("webhook:s-2", None), ("w", 2)]
)
def test_a_way_has_its_own_digests(connection: Connection, ways: str, claimed: int | None) -> None:
    for channel in ("email", "webhook:s-1"):
        remind(connection, channel=channel)
    gathered(connection)
    assert claimed_at(connection, NOW, ways) == claimed


def test_out_of_hours_only_what_was_tried_before_is_claimed(connection: Connection) -> None:
    first = remind(connection)
    gathered(connection)
    assert claimed_at(connection, NOW, fresh=False) is None
    end(connection, DEFERRED, [first])
    assert claimed_at(connection, NOW + MINUTE - 1, fresh=False) is None
    assert claimed_at(connection, NOW + MINUTE, fresh=False) == 1


@pytest.mark.parametrize(
    ("outcome", "state", "held", "failures", "sealed"),
    [
        (SENT, DONE, (DONE, None), 0, False),
        (GONE, VOID, (VOID, "an answer"), 0, False),
        (REFUSED, DEAD, (DEAD, "an answer"), 1, False),
        (DEFERRED, OPEN, (WAITING, None), 1, False),
        (UNKNOWN, OPEN, (WAITING, None), 1, True),
    ],
)
def test_each_outcome_marks_the_digest_and_what_it_held(
    connection: Connection, outcome: str, state: str, held: tuple[str, str | None], failures: int, sealed: bool
) -> None:
    first, _ = remind(connection), remind(connection)
    gathered(connection)
    row = end(connection, outcome, [first], NOW + MINUTE)
    assert (row.state, row.failures, row.sealed, row.answer) == (state, failures, sealed, "an answer")
    assert row.leased_until == 0
    assert row.sent_at == (NOW + MINUTE if outcome == SENT else None)
    assert row.next_at == (NOW + 2 * MINUTE if state == OPEN else NOW)
    assert states(connection) == [held, (WAITING, None)]
    mark = connection.execute(select(attempt)).one()
    assert (mark.ended_at, mark.outcome, mark.answer) == (NOW + MINUTE, outcome, "an answer")


@pytest.mark.parametrize(("before", "state"), [(DEAD_AFTER["email"] - 2, OPEN), (DEAD_AFTER["email"] - 1, DEAD)])
def test_a_digest_is_dead_after_so_many_failures(connection: Connection, before: int, state: str) -> None:
    first = remind(connection)
    gathered(connection)
    connection.execute(update(digest).values(failures=before))
    row = end(connection, DEFERRED, [first])
    assert (row.state, row.failures) == (state, before + 1)


def test_an_attempt_whose_lease_ran_out_marks_only_itself(connection: Connection) -> None:
    remind(connection)
    gathered(connection)
    late, _ = claim(connection), claim(connection, NOW + LEASE)
    assert not queue.finish_attempt(connection, late, Outcome(SENT, "late"), [1], NOW + LEASE)
    assert states(connection) == [(WAITING, None)]
    marks = connection.execute(select(attempt.c.outcome).order_by(attempt.c.number))
    assert list(marks.scalars()) == [SENT, None]


def test_a_dead_digest_is_tried_again_from_its_first_failure_on(connection: Connection) -> None:
    first = remind(connection)
    gathered(connection)
    end(connection, REFUSED, [first])
    assert claimed_at(connection, TOMORROW) is None
    queue.retry_digest(connection, 1, 1, TOMORROW)
    row = connection.execute(select(digest)).one()
    assert (row.state, row.failures, row.next_at, row.sealed) == (OPEN, 0, TOMORROW, False)
    assert states(connection) == [(WAITING, None)]
    assert claimed_at(connection, TOMORROW) == 1


def test_a_digest_that_died_while_it_may_have_arrived_takes_in_more_once_it_is_tried_again(
    connection: Connection,
) -> None:
    first = remind(connection)
    gathered(connection)
    connection.execute(update(digest).values(failures=DEAD_AFTER["email"] - 1))
    assert end(connection, UNKNOWN, [first]).state == DEAD
    queue.retry_digest(connection, 1, 1, TOMORROW)
    remind(connection)
    assert gathered(connection, TOMORROW) == {1: 1, 2: 1}


def test_a_dead_digest_that_is_tried_again_joins_the_open_one(connection: Connection) -> None:
    first = remind(connection)
    gathered(connection)
    end(connection, REFUSED, [first])
    remind(connection)
    assert gathered(connection, TOMORROW) == {1: 1, 2: 2}
    queue.retry_digest(connection, 1, 1, TOMORROW)
    assert gathered(connection, TOMORROW) == {1: 2, 2: 2}
    assert list(connection.scalars(select(digest.c.state).order_by(digest.c.id))) == [VOID, OPEN]


@pytest.mark.parametrize(
    ("programme", "number", "outcome"), [(2, 1, REFUSED), (1, 2, REFUSED), (1, 1, SENT), (1, 1, DEFERRED)]
)
def test_only_a_dead_digest_of_the_programme_is_tried_again(
    connection: Connection, programme: int, number: int, outcome: str
) -> None:
    first = remind(connection)
    gathered(connection)
    end(connection, outcome, [first])
    before = states(connection)
    with pytest.raises(NoSuchDigest, match=f"No digest {number} of this programme has failed for good"):
        queue.retry_digest(connection, programme, number, TOMORROW)
    assert states(connection) == before
