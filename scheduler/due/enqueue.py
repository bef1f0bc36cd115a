"""Puts reminders into the queue: works out what is due, and stores whom to remind that is not stored yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, Integer, bindparam, select, text

from domain.kinds.reminder_policy import ReminderPolicy
from domain.time import instants
from projections.database.connections import editing, reading
from projections.database.prepared import rows
from projections.log import programmes
from projections.log.application import Log
from projections.questions import due
from projections.questions.reminder_policy import policies_on
from scheduler.due import working_hours
from scheduler.due.certain_clash import CertainClash
from scheduler.due.rules import Due, RevisionKey, due_clashes, due_plans, due_posts
from scheduler.people.recipients import Audience
from scheduler.tables import acknowledgement, reminder, snooze

CertainClashes = Callable[[Connection, int, int], list[CertainClash]]
"""Lists the clashes of a programme that were known by a day to be certain."""


class ReminderKey(NamedTuple):
    """A reminder of one thing to one contact by one channel, which is stored once."""

    programme: int
    about: str
    revision: int
    rung: str
    contact: str
    channel: str


class MissingReminder(NamedTuple):
    """A reminder that is due and not stored yet."""

    key: ReminderKey
    track: str
    due_on: int
    noted_at: int


_STORE = text(
    "INSERT INTO reminder (programme, about, revision, rung, contact, channel, track, due_on, noted_at, state) "
    "VALUES (:programme, :about, :revision, :rung, :contact, :channel, :track, :due_on, :noted_at, 'waiting') "
    "ON CONFLICT DO NOTHING"
)
_DAY = bindparam("day", type_=Integer)
_STORED = select(*(reminder.c[name] for name in ReminderKey._fields)).where(reminder.c.due_on >= _DAY)
_PUT_OFF = select(snooze.c.programme, snooze.c.contact, snooze.c.about).where(snooze.c.until > _DAY)
_ACKNOWLEDGED = select(acknowledgement.c.programme, acknowledgement.c.about, acknowledgement.c.revision)


def enqueue_due(engine: Engine, log: Log, certain_clashes: CertainClashes, now: int) -> int:
    """Store the reminders that are due and not stored yet; how many there are.

    Two processes that do so at once do no harm: the table takes each reminder once.
    """
    with reading(engine) as connection:
        missing = missing_reminders(connection, log, certain_clashes, now)
    if missing:
        store_reminders(engine, missing)
    return len(missing)


def store_reminders(engine: Engine, missing: Sequence[MissingReminder]) -> None:
    """Store reminders, except those that another process has stored meanwhile."""
    with editing(engine) as connection:
        connection.execute(_STORE, [{**entry.key._asdict(), **_more(entry)} for entry in missing])


def _more(entry: MissingReminder) -> dict[str, object]:
    return {"track": entry.track, "due_on": entry.due_on, "noted_at": entry.noted_at}


def missing_reminders(
    connection: Connection, log: Log, certain_clashes: CertainClashes, now: int
) -> list[MissingReminder]:
    """The reminders that are due in any programme and not stored yet."""
    day = instants.london_day(now)
    wanted = list(_wanted(connection, log, certain_clashes, now))
    since = min((entry.due_on for entry in wanted), default=day)
    stored = set(rows(connection, _STORED, {"day": since}))
    put_off = set(rows(connection, _PUT_OFF, {"day": day}))
    return [
        entry
        for entry in wanted
        if entry.key not in stored and (entry.key.programme, entry.key.contact, entry.key.about) not in put_off
    ]


def _wanted(connection: Connection, log: Log, certain_clashes: CertainClashes, now: int) -> Iterator[MissingReminder]:
    """Every reminder that is due, stored or not."""
    day = instants.london_day(now)
    policies, audience_of = policies_on(connection, log, day), Audience.load_all(connection)
    acknowledged = acknowledged_revisions(connection)
    for number, _, _ in programmes.numbered_programmes(connection):
        tenancies = due.tenancies(connection, number)
        found = due_in_programme(
            connection, certain_clashes, number, day, policies[number], tenancies, acknowledged[number]
        )
        posts = due.posts(tenancies, day) if found else {}
        for entry in found:
            rung = entry.rung
            for contact, channel in audience_of(number).recipients(rung.track, entry.topic, posts):
                key = ReminderKey(number, entry.about, entry.revision, rung.name, contact, channel)
                yield MissingReminder(key, rung.track, rung.day, now)


def due_in_programme(
    connection: Connection,
    certain_clashes: CertainClashes,
    number: int,
    day: int,
    policy: ReminderPolicy,
    tenancies: Collection[tuple[Any, ...]],
    acknowledged: Collection[RevisionKey],
) -> list[Due]:
    """What is due in a programme on a day, as known now."""
    plans = due.open_plans(connection, number, day + policy.reach)
    return [
        *due_plans(plans, policy, working_hours.working_days(), day, acknowledged),
        *due_posts(tenancies, policy, day),
        *due_clashes(certain_clashes(connection, number, day), day),
    ]


def acknowledged_revisions(connection: Connection) -> dict[int, set[RevisionKey]]:
    """What somebody has acknowledged, by programme."""
    found: dict[int, set[RevisionKey]] = defaultdict(set)
    for programme, about, revision in rows(connection, _ACKNOWLEDGED, {}):
        found[programme].add((about, revision))
    return found
