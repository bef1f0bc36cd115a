"""Who was told what, and when? What is due in a programme, what was sent, and what failed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, exists, literal_column, select

from domain.time import instants
from domain.time.edtf import show
from projections.log.application import Log
from projections.questions import due
from projections.questions.reminder_policy import policy_on
from scheduler import wording
from scheduler.delivery.queue import DEAD, DONE
from scheduler.due import enqueue, working_hours
from scheduler.due.enqueue import CertainClashes
from scheduler.people.recipients import Audience, is_manager
from scheduler.tables import attempt, contact, digest, outage, reminder

NO_MANAGER = (
    "No contact with an email address is a manager of this programme: what nobody answers for, and what is escalated, "
    "is told to nobody."
)
NO_SENIOR = (
    "No contact with an email address is the senior responsible officer: what would be escalated to them goes to the "
    "programme's managers once more."
)
_AHEAD = 90
"""Days before the known bank holidays end from which that is said."""


def reminder_report(
    connection: Connection,
    log: Log,
    certain_clashes: CertainClashes,
    programme: int,
    now: int,
    *,
    limit: int,
    before: int | None,
) -> dict[str, Any]:
    """What is missing for reminders to arrive; what is due, and to whom; what was sent, the last first, and where to go
    on; what failed; and what is closed."""
    sent = _sent(connection, programme, limit + 1, before)
    return {
        "gaps": gaps(Audience.load(connection, programme), instants.london_day(now)),
        "due": _due(connection, log, certain_clashes, programme, now),
        "sent": [_shown(row) for row in sent[:limit]],
        "next": sent[limit - 1].id if len(sent) > limit else None,
        "failed": _failed(connection, programme),
        "outages": [
            {"channel": row.channel, "since": instants.show(row.since), "answer": row.answer}
            for row in connection.execute(select(outage).order_by(outage.c.channel))
        ],
    }


def gaps(audience: Audience, day: int) -> list[str]:
    """What is missing, each in a sentence that says what follows from it."""
    found = []
    if not audience.has(is_manager):
        found.append(NO_MANAGER)
    if not audience.has(lambda each: each.senior):
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
) -> list[dict[str, Any]]:
    day = instants.london_day(now)
    tenancies = due.tenancies(connection, programme)
    posts = due.posts(tenancies, day)
    audience = Audience.load(connection, programme)
    known = enqueue.acknowledged_revisions(connection)[programme]
    rules = policy_on(connection, log, programme, day)
    states = _states(connection, programme)
    found = []
    for each in enqueue.due_in_programme(connection, certain_clashes, programme, day, rules, tenancies, known):
        recipients = [
            {
                "contact": whose,
                "channel": way,
                "state": states.get((each.about, each.revision, each.rung.name, whose, way), "due"),
            }
            for whose, way in audience.recipients(each.rung.track, each.topic, posts)
        ]
        about = {"about": each.about, "rung": each.rung.name, "due_on": show(each.rung.day), "track": each.rung.track}
        acknowledged = (each.about, each.revision) in known
        matter = {"type": each.topic.type, "subject": each.topic.slug, "restricted": each.topic.restricted}
        found.append(about | matter | {"acknowledged": acknowledged, "recipients": recipients})
    return found


def _states(connection: Connection, programme: int) -> dict[tuple[Any, ...], str]:
    key = (reminder.c.about, reminder.c.revision, reminder.c.rung, reminder.c.contact, reminder.c.channel)
    query = select(*key, reminder.c.state).where(reminder.c.programme == programme)
    return {tuple(row[:-1]): row[-1] for row in connection.execute(query)}


def _sent(connection: Connection, programme: int, limit: int, before: int | None) -> list[Any]:
    query = (
        select(reminder, digest.c.sent_at, digest.c.message_id, digest.c.answer, contact.c.name)
        .join(digest, digest.c.id == reminder.c.digest)
        .outerjoin(contact, contact.c.id == reminder.c.contact)
        .where(reminder.c.programme == programme, reminder.c.state == DONE)
        .order_by(reminder.c.id.desc())
        .limit(limit)
    )
    return list(connection.execute(query if before is None else query.where(reminder.c.id < before)))


def _shown(row: Any) -> dict[str, Any]:
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


def _failed(connection: Connection, programme: int) -> list[dict[str, Any]]:
    """Digests that nobody tries to send any more, as far as they are about the programme."""
    here = (reminder.c.programme == programme, reminder.c.digest == digest.c.id)
    # As a literal, as in the index of those that are dead.
    query = (
        select(digest).where(digest.c.state == literal_column(f"'{DEAD}'"), exists().where(*here)).order_by(digest.c.id)
    )
    return [
        {
            "digest": row.id,
            "contact": row.contact,
            "channel": row.channel,
            "answer": row.answer,
            "reminders": [
                {"about": each.about, "rung": each.rung}
                for each in connection.execute(
                    select(reminder)
                    .where(reminder.c.programme == programme, reminder.c.digest == row.id)
                    .order_by(reminder.c.id)
                )
            ],
            "attempts": [
                {
                    "began_at": instants.show(each.began_at),
                    "ended_at": None if each.ended_at is None else instants.show(each.ended_at),
                    "outcome": each.outcome,
                    "answer": each.answer,
                }
                for each in connection.execute(
                    select(attempt).where(attempt.c.digest == row.id).order_by(attempt.c.number)
                )
            ],
        }
        for row in connection.execute(query)
    ]
