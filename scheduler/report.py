"""The report on a programme's reminders: what is due and to whom, what was sent, what failed, and what is missing."""

from __future__ import annotations

from typing import Any, TypedDict

from sqlalchemy import Connection, Row, exists, literal_column, select

from domain.time import instants
from domain.time.edtf import show
from projections.log.application import Log
from projections.questions import due
from projections.questions.reminder_policy import policy_on
from scheduler import wording
from scheduler.delivery.queue import DEAD, DONE
from scheduler.due import enqueue, working_hours
from scheduler.due.enqueue import CertainClashes, ReminderKey
from scheduler.people.recipients import Audience, is_manager
from scheduler.tables import attempt, contact, digest, outage, reminder

NO_MANAGER = (
    "No contact with an email address is a manager of this programme: nobody hears of what has no owner, or of what is "
    "escalated."
)
NO_SENIOR = (
    "No contact with an email address is the senior responsible officer: what would be escalated to them goes to the "
    "programme's managers once more."
)
_AHEAD = 90
"""Days before the known bank holidays end from which the report says so."""


class RecipientState(TypedDict):
    """Who is reminded, how, and what became of it."""

    contact: str
    channel: str
    state: str


class DueReminder(TypedDict):
    """Something that is due, and whom to remind of it."""

    about: str
    rung: str
    due_on: str | None
    track: str
    type: str
    subject: str
    restricted: bool
    acknowledged: bool
    recipients: list[RecipientState]


class SentReminder(TypedDict):
    """A reminder that was sent."""

    about: str
    rung: str
    due_on: str | None
    contact: str
    name: str | None
    channel: str
    sent_at: str
    digest: int
    message_id: str
    answer: str | None


class FailedReminder(TypedDict):
    """A reminder in a digest that failed."""

    about: str
    rung: str


class Attempt(TypedDict):
    """An attempt to send a digest."""

    began_at: str
    ended_at: str | None
    outcome: str | None
    answer: str | None


class FailedDigest(TypedDict):
    """A digest that nobody tries to send any more."""

    digest: int
    contact: str
    channel: str
    answer: str | None
    reminders: list[FailedReminder]
    attempts: list[Attempt]


class Outage(TypedDict):
    """A channel that is closed, since when, and why."""

    channel: str
    since: str
    answer: str


class ReminderReport(TypedDict):
    """All that managers ask of the reminders of a programme."""

    gaps: list[str]
    due: list[DueReminder]
    sent: list[SentReminder]
    next: int | None
    """Where the next page of what was sent begins."""
    failed: list[FailedDigest]
    outages: list[Outage]


def reminder_report(
    connection: Connection,
    log: Log,
    certain_clashes: CertainClashes,
    programme: int,
    now: int,
    *,
    limit: int,
    before: int | None,
) -> ReminderReport:
    """The report on a programme, with at most `limit` of what was sent, the last first."""
    sent = _sent(connection, programme, limit + 1, before)
    return {
        "gaps": gaps(Audience.load(connection, programme), instants.london_day(now)),
        "due": _due(connection, log, certain_clashes, programme, now),
        "sent": [_sent_reminder(row) for row in sent[:limit]],
        "next": sent[limit - 1].id if len(sent) > limit else None,
        "failed": [_failed_digest(connection, programme, row) for row in _dead(connection, programme)],
        "outages": [
            {"channel": row.channel, "since": instants.show(row.since), "answer": row.answer}
            for row in connection.execute(select(outage).order_by(outage.c.channel))
        ],
    }


def gaps(audience: Audience, day: int) -> list[str]:
    """What is missing for reminders to arrive, each in a sentence that says what follows from it."""
    found = []
    if not audience.has(is_manager):
        found.append(NO_MANAGER)
    if not audience.has(lambda person: person.senior):
        found.append(NO_SENIOR)
    end = working_hours.working_days().known_to
    if day > end - _AHEAD:
        found.append(
            f"Bank holidays are known up to {wording.day_of(end)}. After that reminders can go out on one, until "
            "Mergerlog is installed with a newer list."
        )
    return found


def _due(
    connection: Connection, log: Log, certain_clashes: CertainClashes, programme: int, now: int
) -> list[DueReminder]:
    day = instants.london_day(now)
    tenancies = due.tenancies(connection, programme)
    posts = due.posts(tenancies, day)
    audience = Audience.load(connection, programme)
    acknowledged = enqueue.acknowledged_revisions(connection)[programme]
    policy = policy_on(connection, log, programme, day)
    states = _states(connection, programme)
    found: list[DueReminder] = []
    for entry in enqueue.due_in_programme(connection, certain_clashes, programme, day, policy, tenancies, acknowledged):
        recipients: list[RecipientState] = []
        for whose, way in audience.recipients(entry.rung.track, entry.topic, posts):
            key = ReminderKey(programme, entry.about, entry.revision, entry.rung.name, whose, way)
            recipients.append({"contact": whose, "channel": way, "state": states.get(key, "due")})
        shown: DueReminder = {
            "about": entry.about,
            "rung": entry.rung.name,
            "due_on": show(entry.rung.day),
            "track": entry.rung.track,
            "type": entry.topic.type,
            "subject": entry.topic.slug,
            "restricted": entry.topic.restricted,
            "acknowledged": (entry.about, entry.revision) in acknowledged,
            "recipients": recipients,
        }
        found.append(shown)
    return found


def _states(connection: Connection, programme: int) -> dict[ReminderKey, str]:
    key = (reminder.c[name] for name in ReminderKey._fields)
    query = select(*key, reminder.c.state).where(reminder.c.programme == programme)
    return {ReminderKey(*row[:-1]): row[-1] for row in connection.execute(query)}


def _sent(connection: Connection, programme: int, limit: int, before: int | None) -> list[Row[Any]]:
    query = (
        select(reminder, digest.c.sent_at, digest.c.message_id, digest.c.answer, contact.c.name)
        .join(digest, digest.c.id == reminder.c.digest)
        .outerjoin(contact, contact.c.id == reminder.c.contact)
        .where(reminder.c.programme == programme, reminder.c.state == DONE)
        .order_by(reminder.c.id.desc())
        .limit(limit)
    )
    return list(connection.execute(query if before is None else query.where(reminder.c.id < before)))


def _sent_reminder(row: Row[Any]) -> SentReminder:
    return {
        "about": row.about,
        "rung": row.rung,
        "due_on": show(row.due_on),
        "contact": row.contact,
        "name": row.name,
        "channel": row.channel,
        "sent_at": instants.show(row.sent_at),
        "digest": row.digest,
        "message_id": row.message_id,
        "answer": row.answer,
    }


def _dead(connection: Connection, programme: int) -> list[Row[Any]]:
    """The digests that nobody tries to send any more, as far as they are about the programme."""
    here = (reminder.c.programme == programme, reminder.c.digest == digest.c.id)
    # As a literal, as in the index of those that are dead.
    is_dead = digest.c.state == literal_column(f"'{DEAD}'")
    return list(connection.execute(select(digest).where(is_dead, exists().where(*here)).order_by(digest.c.id)))


def _failed_digest(connection: Connection, programme: int, dead: Row[Any]) -> FailedDigest:
    here = (reminder.c.programme == programme, reminder.c.digest == dead.id)
    held = connection.execute(select(reminder).where(*here).order_by(reminder.c.id))
    attempts = connection.execute(select(attempt).where(attempt.c.digest == dead.id).order_by(attempt.c.number))
    return {
        "digest": dead.id,
        "contact": dead.contact,
        "channel": dead.channel,
        "answer": dead.answer,
        "reminders": [{"about": row.about, "rung": row.rung} for row in held],
        "attempts": [_attempt(row) for row in attempts],
    }


def _attempt(row: Row[Any]) -> Attempt:
    return {
        "began_at": instants.show(row.began_at),
        "ended_at": None if row.ended_at is None else instants.show(row.ended_at),
        "outcome": row.outcome,
        "answer": row.answer,
    }
