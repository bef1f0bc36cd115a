"""The ledger: what waits is gathered into one digest for each, claimed under a lease, and marked once it is sent.

A claim is committed before anything is sent, and the mark after it. So a process that dies in between has lost
nothing: the lease runs out, and the same digest is sent again under the same id.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, bindparam, exists, insert, select, text, update

from domain.refusals import Refusal
from domain.time import instants
from scheduler.delivery.retry_policy import DEAD_AFTER, GONE, REFUSED, SENT, UNKNOWN, Outcome, pause_after
from scheduler.tables import attempt, digest, reminder, snooze

WAITING, OPEN, DONE, VOID, DEAD = "waiting", "open", "sent", "void", "dead"
"""States of a reminder and of a digest."""
LEASE = 5 * 60 * 1_000_000
"""Microseconds for which a claim holds: longer than any attempt can take."""

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


def gather_digests(connection: Connection, now: int) -> None:
    """Put what waits into the open digest of each contact and channel: one a day, and none while one is sealed."""
    day = instants.london_day(now)
    asleep = exists().where(
        snooze.c.contact == reminder.c.contact,
        snooze.c.programme == reminder.c.programme,
        snooze.c.about == reminder.c.about,
        snooze.c.until > day,
    )
    loose = (reminder.c.state == WAITING, reminder.c.digest.is_(None), ~asleep)
    pairs = set(_pairs(connection, select(reminder.c.contact, reminder.c.channel).where(*loose).distinct()))
    if not pairs:
        return
    whose = select(digest.c.contact, digest.c.channel)
    served = {
        *_pairs(connection, whose.where(digest.c.state == OPEN)),
        *_pairs(connection, whose.where(digest.c.day == day, digest.c.state.in_((DONE, DEAD)))),
    }
    opening = [
        {"contact": contact, "channel": channel, "day": day, "message_id": secrets.token_hex(12), "now": now}
        for contact, channel in sorted(pairs - served)
    ]
    if opening:
        connection.execute(_OPENING, opening)
    # Under a lock, nobody can claim a digest between what is read of it here and what is put into it.
    unsealed = select(digest).where(digest.c.state == OPEN, ~digest.c.sealed).order_by(digest.c.id).with_for_update()
    into = [
        {"into": row.id, "whose": row.contact, "way": row.channel}
        for row in connection.execute(unsealed)
        if (row.contact, row.channel) in pairs
    ]
    if into:
        theirs = (reminder.c.contact == bindparam("whose"), reminder.c.channel == bindparam("way"))
        connection.execute(update(reminder).where(*loose, *theirs).values(digest=bindparam("into")), into)


def _pairs(connection: Connection, query: Select[Any]) -> Iterator[tuple[str, str]]:
    """Contacts and channels."""
    return ((row[0], row[1]) for row in connection.execute(query))


def claim_digest(connection: Connection, ways: str, now: int, *, fresh: bool) -> ClaimedDigest | None:
    """Claim the digest that has waited longest. `ways` is the channel, or how it begins; `fresh`: whether one that was
    never tried may be taken."""
    ready = (digest.c.state == OPEN, digest.c.next_at <= now, digest.c.leased_until <= now)
    query = select(digest).where(*ready, digest.c.channel.startswith(ways, autoescape=True))
    if not fresh:
        query = query.where(digest.c.attempts > 0)
    query = query.order_by(digest.c.next_at, digest.c.id).limit(1).with_for_update(skip_locked=True)
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    number = row.attempts + 1
    # What may have arrived already is sent again as of its day.
    day = row.day if row.sealed else instants.london_day(now)
    values = {"sealed": True, "attempts": number, "leased_until": now + LEASE, "day": day}
    connection.execute(update(digest).where(digest.c.id == row.id).values(values))
    connection.execute(insert(attempt), [{"digest": row.id, "number": number, "began_at": now}])
    return ClaimedDigest(row.id, number, row.failures, row.contact, row.channel, day, row.message_id, row.opened_at)


def finish_attempt(connection: Connection, claimed: ClaimedDigest, outcome: Outcome, rows: list[int], now: int) -> bool:
    """Mark what became of a claim; False where the lease had run out and somebody else has claimed it since."""
    mine = (digest.c.id == claimed.id, digest.c.attempts == claimed.number, digest.c.state == OPEN)
    here = (attempt.c.digest == claimed.id, attempt.c.number == claimed.number)
    ended = {"ended_at": now, "outcome": outcome.kind, "answer": outcome.answer}
    connection.execute(update(attempt).where(*here).values(ended))
    values = _after(claimed, outcome, now)
    if connection.execute(update(digest).where(*mine).values(values)).rowcount == 0:
        return False
    state = {DONE: DONE, DEAD: DEAD, VOID: VOID}.get(values["state"])
    if state is not None:
        why = None if state == DONE else outcome.answer
        connection.execute(update(reminder).where(reminder.c.id.in_(rows)).values(state=state, why=why))
    return True


def _after(claimed: ClaimedDigest, outcome: Outcome, now: int) -> dict[str, Any]:
    values: dict[str, Any] = {"answer": outcome.answer, "leased_until": 0, "sealed": outcome.kind == UNKNOWN}
    if outcome.kind == SENT:
        return values | {"state": DONE, "sent_at": now}
    if outcome.kind == GONE:
        return values | {"state": VOID}
    failures = claimed.failures + 1
    values["failures"] = failures
    if outcome.kind == REFUSED or failures >= DEAD_AFTER[claimed.channel.partition(":")[0]]:
        return values | {"state": DEAD}
    return values | {"state": OPEN, "next_at": now + pause_after(claimed.channel, failures)}


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
    ready = (digest.c.state == OPEN, digest.c.next_at <= now, digest.c.leased_until <= now)
    query = select(digest.c.id).where(*ready, digest.c.channel.startswith(ways, autoescape=True))
    return connection.scalar((query if fresh else query.where(digest.c.attempts > 0)).limit(1)) is not None
