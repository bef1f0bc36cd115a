"""The queue: gathers what waits into one digest for each contact, leases a digest to a process, and marks it as sent.

A claim is committed before anything is sent, and the mark after it. So a process that dies in between has lost
nothing: the lease runs out, and the same digest is sent again under the same id.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TypedDict

from sqlalchemy import BigInteger, Connection, Integer, bindparam, exists, insert, literal_column, select, text, update

from domain.refusals import Refusal
from domain.time import instants
from projections.database.prepared import rows
from scheduler.delivery.retry_policy import DEAD_AFTER, GONE, REFUSED, SENT, UNKNOWN, Outcome, pause_after
from scheduler.tables import attempt, digest, reminder, snooze

WAITING, OPEN, DONE, VOID, DEAD = "waiting", "open", "sent", "void", "dead"
"""States of a reminder and of a digest."""
LEASE = 5 * 60 * 1_000_000
"""Microseconds for which a claim holds: longer than any attempt can take."""

_NOW, _DAY = bindparam("now", type_=BigInteger), bindparam("day", type_=Integer)
_PUT_OFF = exists().where(
    snooze.c.contact == reminder.c.contact,
    snooze.c.programme == reminder.c.programme,
    snooze.c.about == reminder.c.about,
    snooze.c.until > _DAY,
)
# As literals, as in the indexes of what waits and of what is open.
_IS_WAITING = reminder.c.state == literal_column(f"'{WAITING}'")
_IS_OPEN = digest.c.state == literal_column(f"'{OPEN}'")
_IS_SERVED = (digest.c.day == _DAY) & ((digest.c.state == DONE) | (digest.c.state == DEAD))
_LOOSE = (_IS_WAITING, reminder.c.digest.is_(None), ~_PUT_OFF)
_LOOSE_PAIRS = select(reminder.c.contact, reminder.c.channel).where(*_LOOSE).distinct()
_SERVED = select(digest.c.contact, digest.c.channel).where(_IS_OPEN | _IS_SERVED)
# Under a lock, nobody can claim a digest between the reading of it and the update of its reminders.
_UNSEALED = (
    select(digest.c.id, digest.c.contact, digest.c.channel)
    .where(_IS_OPEN, ~digest.c.sealed)
    .order_by(digest.c.id)
    .with_for_update()
)
_TAKE_IN = (
    update(reminder)
    .where(*_LOOSE, reminder.c.contact == bindparam("whose"), reminder.c.channel == bindparam("way"))
    .values(digest=bindparam("into"))
)
_READY = (
    _IS_OPEN,
    digest.c.next_at <= _NOW,
    digest.c.leased_until <= _NOW,
    digest.c.channel.like(bindparam("ways")),
    digest.c.attempts >= bindparam("attempts", type_=Integer),
)
_WAITING = select(digest.c.id).where(*_READY).limit(1)
_NEXT = select(digest).where(*_READY).order_by(digest.c.next_at, digest.c.id).limit(1).with_for_update(skip_locked=True)
_OPENING = text(
    "INSERT INTO digest (contact, channel, day, message_id, state, sealed, attempts, failures, opened_at, next_at, "
    "leased_until) VALUES (:contact, :channel, :day, :message_id, 'open', false, 0, 0, :now, :now, 0) "
    "ON CONFLICT DO NOTHING"
)


class NoSuchDigest(Refusal):
    """No digest {id} of this programme has failed for good."""


@dataclass(frozen=True)
class ClaimedDigest:
    """A digest that this process is to send, and no other one until the lease runs out."""

    id: int
    number: int
    """Which attempt it is."""
    failures: int
    contact: str
    channel: str
    day: int
    message_id: str
    opened_at: int


class _Marks(TypedDict, total=False):
    """The columns of a digest that an attempt alters."""

    state: str
    answer: str
    leased_until: int
    sealed: bool
    failures: int
    next_at: int
    sent_at: int


def gather_digests(connection: Connection, now: int) -> None:
    """Put what waits into the open digest of each contact and channel: one a day, and none while one is sealed."""
    day = instants.london_day(now)
    pairs = set(rows(connection, _LOOSE_PAIRS, {"day": day}))
    if not pairs:
        return
    served = set(rows(connection, _SERVED, {"day": day}))
    opening = [
        {"contact": contact, "channel": channel, "day": day, "message_id": secrets.token_hex(12), "now": now}
        for contact, channel in sorted(pairs - served)
    ]
    if opening:
        connection.execute(_OPENING, opening)
    into = [
        {"into": number, "whose": contact, "way": channel, "day": day}
        for number, contact, channel in rows(connection, _UNSEALED, {})
        if (contact, channel) in pairs
    ]
    if into:
        connection.execute(_TAKE_IN, into)


def claim_digest(connection: Connection, ways: str, now: int, *, fresh: bool) -> ClaimedDigest | None:
    """Claim the digest that has waited longest. `ways` is the channel, or how it begins; `fresh`: whether one that was
    never tried may be taken."""
    row = connection.execute(_NEXT, _ready(ways, now, fresh=fresh)).one_or_none()
    if row is None:
        return None
    number = row.attempts + 1
    # What may have arrived already is sent again as of its day.
    day = row.day if row.sealed else instants.london_day(now)
    values = {"sealed": True, "attempts": number, "leased_until": now + LEASE, "day": day}
    connection.execute(update(digest).where(digest.c.id == row.id).values(values))
    connection.execute(insert(attempt), [{"digest": row.id, "number": number, "began_at": now}])
    return ClaimedDigest(row.id, number, row.failures, row.contact, row.channel, day, row.message_id, row.opened_at)


def finish_attempt(connection: Connection, claimed: ClaimedDigest, outcome: Outcome, held: list[int], now: int) -> bool:
    """Mark what became of a claim and of the reminders that it held; False where the lease had run out and another
    process has claimed the digest since."""
    mine = (digest.c.id == claimed.id, digest.c.attempts == claimed.number, digest.c.state == OPEN)
    here = (attempt.c.digest == claimed.id, attempt.c.number == claimed.number)
    ended = {"ended_at": now, "outcome": outcome.kind, "answer": outcome.answer}
    connection.execute(update(attempt).where(*here).values(ended))
    marks = _after(claimed, outcome, now)
    if connection.execute(update(digest).where(*mine).values(dict(marks))).rowcount == 0:
        return False
    state = marks.get("state")
    if state in (DONE, DEAD, VOID):
        why = None if state == DONE else outcome.answer
        connection.execute(update(reminder).where(reminder.c.id.in_(held)).values(state=state, why=why))
    return True


def _after(claimed: ClaimedDigest, outcome: Outcome, now: int) -> _Marks:
    """What an attempt makes of its digest."""
    marks: _Marks = {"answer": outcome.answer, "leased_until": 0, "sealed": outcome.kind == UNKNOWN}
    if outcome.kind == SENT:
        return marks | {"state": DONE, "sent_at": now}
    if outcome.kind == GONE:
        return marks | {"state": VOID}
    failures = claimed.failures + 1
    if outcome.kind == REFUSED or failures >= DEAD_AFTER[claimed.channel.partition(":")[0]]:
        return marks | {"state": DEAD, "failures": failures}
    return marks | {"state": OPEN, "failures": failures, "next_at": now + pause_after(claimed.channel, failures)}


def retry_digest(connection: Connection, programme: int, number: int, now: int) -> None:
    """Bring a dead digest back to life; one that is open already takes in what it held. Raises NoSuchDigest."""
    holds = exists().where(reminder.c.digest == digest.c.id, reminder.c.programme == programme)
    row = connection.execute(select(digest).where(digest.c.id == number, digest.c.state == DEAD, holds)).one_or_none()
    if row is None:
        raise NoSuchDigest(id=number)
    open_one = (digest.c.contact == row.contact, digest.c.channel == row.channel, digest.c.state == OPEN)
    is_taken = connection.scalar(select(digest.c.id).where(*open_one)) is not None
    held = (reminder.c.digest == number, reminder.c.state == DEAD)
    back = {"state": WAITING, "why": None} | ({"digest": None} if is_taken else {})
    connection.execute(update(reminder).where(*held).values(back))
    state = {"state": VOID} if is_taken else {"state": OPEN, "failures": 0, "next_at": now, "sealed": False}
    connection.execute(update(digest).where(digest.c.id == number).values(state))


def digest_waits(connection: Connection, ways: str, now: int, *, fresh: bool) -> bool:
    """Whether there is anything to claim."""
    return bool(rows(connection, _WAITING, _ready(ways, now, fresh=fresh)))


def _ready(ways: str, now: int, *, fresh: bool) -> dict[str, object]:
    # A channel is "email", or "webhook:" and an id of hexadecimal digits: nothing in it means more to LIKE.
    return {"now": now, "ways": f"{ways}%", "attempts": 0 if fresh else 1}
