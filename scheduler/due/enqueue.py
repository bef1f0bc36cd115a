"""Reckoning: what is due is worked out anew, and what nobody is being told of yet goes into the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, select, text

from domain.kinds.reminder_policy import ReminderPolicy
from domain.time import instants
from projections.database.connections import editing, reading
from projections.log import programmes
from projections.log.application import Log
from projections.questions import due as due_
from projections.questions.reminder_policy import policies_on
from scheduler.due import working_hours
from scheduler.due.rules import CertainClash, Due, RevisionKey, due_clashes, due_plans, due_posts
from scheduler.people.recipients import Audience
from scheduler.tables import acknowledgement, reminder, snooze

ReminderRow = dict[str, Any]
CertainClashes = Callable[[Connection, int, int], list[CertainClash]]
"""Which clashes of a programme have become certain, as of a day."""

_NOTE = text(
    "INSERT INTO reminder (programme, about, revision, rung, contact, channel, track, due_on, noted_at, state) "
    "VALUES (:programme, :about, :revision, :rung, :contact, :channel, :track, :due_on, :noted_at, 'waiting') "
    "ON CONFLICT DO NOTHING"
)
_KEY = ("programme", "about", "revision", "rung", "contact", "channel")


def enqueue_due(engine: Engine, log_: Log, certain_clashes: CertainClashes, now: int) -> int:
    """Put into the ledger what is due now and was not in it; how many rows that are.

    Whoever does the same at the same time does no harm: the ledger takes each row once.
    """
    with reading(engine) as connection:
        rows = missing_rows(connection, log_, certain_clashes, now)
    if rows:
        enqueue_rows(engine, rows)
    return len(rows)


def enqueue_rows(engine: Engine, rows: Sequence[ReminderRow]) -> None:
    """Put rows into the ledger, but for those that somebody else has put in meanwhile."""
    with editing(engine) as connection:
        connection.execute(_NOTE, rows)


def missing_rows(connection: Connection, log_: Log, certain_clashes: CertainClashes, now: int) -> list[ReminderRow]:
    """What is due in any programme and not in the ledger, a row for each who is to be told."""
    day = instants.london_day(now)
    rows = list(_told(connection, log_, certain_clashes, now))
    noted = _noted(connection, min((row["due_on"] for row in rows), default=day))
    asleep = _asleep(connection, day)
    return [
        row
        for row in rows
        if tuple(row[name] for name in _KEY) not in noted
        and (row["programme"], row["contact"], row["about"]) not in asleep
    ]


def _told(connection: Connection, log_: Log, certain_clashes: CertainClashes, now: int) -> Iterator[ReminderRow]:
    """A row for each who is to be told of anything that is due, whether it is noted or not."""
    day = instants.london_day(now)
    rules, everyone = policies_on(connection, log_, day), Audience.load_all(connection)
    known = acknowledged_revisions(connection)
    for number, _, _ in programmes.numbered_programmes(connection):
        tenancies = due_.tenancies(connection, number)
        found = due_in_programme(connection, certain_clashes, number, day, rules[number], tenancies, known[number])
        posts = due_.posts(tenancies, day) if found else {}
        for each in found:
            about = {"about": each.about, "revision": each.revision, "rung": each.rung.name, "due_on": each.rung.day}
            about |= {"programme": number, "track": each.rung.track, "noted_at": now}
            for contact, channel in everyone(number).recipients(each.rung.track, each.matter, posts):
                yield about | {"contact": contact, "channel": channel}


def due_in_programme(
    connection: Connection,
    certain_clashes: CertainClashes,
    number: int,
    day: int,
    rules: ReminderPolicy,
    tenancies: Collection[tuple[Any, ...]],
    known: Collection[RevisionKey],
) -> list[Due]:
    """What is due in a programme on a day, as known now; `known`: what somebody has acknowledged."""
    plans = due_.open_plans(connection, number, day + rules.reach)
    found = list(due_plans(plans, rules, working_hours.working_days(), day, known))
    return [*found, *due_posts(tenancies, rules, day), *due_clashes(certain_clashes(connection, number, day), day)]


def acknowledged_revisions(connection: Connection) -> dict[int, set[RevisionKey]]:
    """What somebody has said that they have seen, by programme."""
    found: dict[int, set[RevisionKey]] = defaultdict(set)
    columns = (acknowledgement.c.programme, acknowledgement.c.about, acknowledgement.c.revision)
    for programme, about, revision in connection.execute(select(*columns)):
        found[programme].add((about, revision))
    return found


def _noted(connection: Connection, since: int) -> set[tuple[Any, ...]]:
    query = select(*(reminder.c[name] for name in _KEY)).where(reminder.c.due_on >= since)
    return {tuple(row) for row in connection.execute(query)}


def _asleep(connection: Connection, day: int) -> set[tuple[int, str, str]]:
    query = select(snooze.c.programme, snooze.c.contact, snooze.c.about).where(snooze.c.until > day)
    return {(programme, contact, about) for programme, contact, about in connection.execute(query)}
