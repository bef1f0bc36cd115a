"""The rehearsal: the digests of a span of days, past or to come, of which none is sent and none is stored.

It runs the tick itself, in a copy of the deployment that is held in memory: the clock goes from working day to working
day, the log grows by what was recorded before each, and what is sent is collected.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from datetime import date
from typing import Any

import msgspec
import structlog
from sqlalchemy import ColumnElement, Connection, Engine, Select, Table, insert, select

from projections import schema
from projections.accounts.people import names_of
from projections.cache.caches import Caches
from projections.database.connections import connect_in_memory, editing, writing
from projections.database.tables import log, person, programme
from projections.log import programmes
from projections.log.application import Log
from projections.log.log_rows import ENTRIES
from projections.questions import due
from projections.read_models.replay import Replay
from scheduler.delivery.content import DigestItem
from scheduler.delivery.digest import Digest
from scheduler.delivery.retry_policy import SENT, Outcome
from scheduler.delivery.senders import Senders
from scheduler.due import working_hours
from scheduler.due.new_clashes import ClashWatch
from scheduler.people import contacts
from scheduler.people.contacts import Contact
from scheduler.people.signed_links import LinkSigner
from scheduler.service import Reminders
from scheduler.tables import contact, subscription

_BATCH = 500
_COLLECTED = Outcome(SENT, "collected by a rehearsal")


class RehearsedDigest(msgspec.Struct, frozen=True):
    """A digest: its day, the name and the id of its contact, its channel, and a sentence for each item."""

    day: str
    name: str
    contact: str
    channel: str
    sentences: list[str]


def rehearse_reminders(
    connection: Connection, first: int, last: int, slug: str | None = None, *, clashes: bool = True
) -> list[RehearsedDigest]:
    """Every digest of a span of days, of all programmes or one, by day and name. Raises NoSuchProgramme.

    Each working day goes by what was recorded before the hour at which sending begins; nobody answers, and nothing
    fails. Where a programme has no contacts yet, those who would have to be contacts stand in. `clashes`: whether to
    look for clashes that have become certain.
    """
    number = None if slug is None else programmes.programme_number(connection, slug)
    engine = connect_in_memory()
    try:
        rehearsal = _Rehearsal(engine, clashes=clashes)
        rehearsal.copy_people(connection, number)
        rehearsal.run(connection, number, first, last)
        return rehearsal.digests()
    finally:
        engine.dispose()


def _entries(number: int | None) -> Select[Any]:
    query = ENTRIES.where(log.c.programme.is_not(None)).order_by(log.c.recorded_at, log.c.position)
    query = query if number is None else query.where(log.c.programme == number)
    return query.execution_options(yield_per=_BATCH)


class _Rehearsal:
    """A copy of a deployment, and its clock."""

    def __init__(self, engine: Engine, *, clashes: bool) -> None:
        schema.create_tables(engine)
        self._engine = engine
        self._log = Log(engine)
        self._now = 0
        self._collector = _Collector()
        self._replay = Replay(self._log)
        self._programmes = 0
        watch = ClashWatch(engine, self._log, Caches()) if clashes else None
        logger = structlog.wrap_logger(
            structlog.get_logger("mergerlog"), wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR)
        )
        senders = Senders(self._collector, self._collector, _Inline, logger)
        self._reminders = Reminders(engine, self._log, lambda: self._now, "", senders, clashes=watch)

    def copy_people(self, source: Connection, number: int | None) -> None:
        """Copy whom to remind, and of which programmes: those of the deployment, or those who stand in for them."""
        with editing(self._engine) as connection:
            _copy(source, connection, person)
            _copy(source, connection, programme, *([] if number is None else [programme.c.id == number]))
            _copy(source, connection, contact)
            _copy(source, connection, subscription)
            for each, _, _ in programmes.numbered_programmes(connection):
                self._programmes += 1
                if not contacts.list_contacts(connection, each):
                    rows = [msgspec.structs.asdict(found) | {"created_at": 0} for found in _stand_ins(source, each)]
                    connection.execute(insert(contact), rows)

    def run(self, source: Connection, number: int | None, first: int, last: int) -> None:
        """Tick on each working day of a span, at the hour at which sending begins."""
        entries = self._log.entries(source, _entries(number))
        entry = next(entries, None)
        for day in range(first, last + 1):
            opening = working_hours.opening(day)
            if opening is None:
                continue
            self._now = opening
            recorded = []
            while entry is not None and entry.recorded_at < opening:
                recorded.append(entry)
                entry = next(entries, None)
            if recorded:
                with writing(self._engine) as connection:
                    self._replay.append(connection, recorded)
            self._reminders.tick(to_the_end=True)

    def digests(self) -> list[RehearsedDigest]:
        """What was collected, by day and name. Those who stand in under one name share a digest."""
        collected: dict[tuple[int, str, str, str], list[str]] = {}
        for digest in sorted(self._collector.digests, key=lambda digest: digest.items[0].programme):
            contact_id = digest.contact.id.partition(":")[0]
            sentences = [_sentence(item, with_programme=self._programmes > 1) for item in digest.items]
            key = (digest.claim.day, digest.contact.name, contact_id, digest.claim.channel)
            collected.setdefault(key, []).extend(sentences)
        return [
            RehearsedDigest(date.fromordinal(day).isoformat(), name, contact_id, channel.partition(":")[0], sentences)
            for (day, name, contact_id, channel), sentences in sorted(collected.items())
        ]


def _sentence(item: DigestItem, *, with_programme: bool) -> str:
    escalated = " (escalated)" if item.escalation else ""
    return item.sentence + escalated + (f" [{item.programme_name}]" if with_programme else "")


def _copy(source: Connection, target: Connection, table: Table, *which: ColumnElement[bool]) -> None:
    rows = [dict(row) for row in source.execute(select(table).where(*which)).mappings()]
    if rows:
        target.execute(insert(table), rows)


def _stand_ins(connection: Connection, number: int) -> Iterator[Contact]:
    """The holders of posts, the managers, and the senior responsible officer of a programme without contacts."""
    holders = sorted({row[6] for row in due.tenancies(connection, number) if row[6] is not None})
    names = names_of(connection, holders)

    def stand_in(id_: str, name: str, **more: Any) -> Contact:
        return Contact(id=f"{id_}:{number}", name=name, email=f"{id_}.{number}@example.org", programme=number, **more)

    for holder in holders:
        yield stand_in(holder, names.get(holder) or "[name erased]", person=holder, role="member")
    yield stand_in("managers", "The programme managers", role="manager")
    yield stand_in("senior", "The senior responsible officer", role="member", senior=True)


class _Collector:
    """Takes the place of the mail relay and of webhooks: it keeps each digest, and sends none."""

    def __init__(self) -> None:
        self.digests: list[Digest] = []

    @contextmanager
    def session(self, _: LinkSigner) -> Iterator[_Collector]:
        yield self

    def send(self, digest: Digest) -> Outcome:
        self.digests.append(digest)
        return _COLLECTED

    def post(self, digest: Digest, _: int, __: Callable[[str], object]) -> Outcome:
        return self.send(digest)


class _Inline(Executor):
    """Runs what is submitted at once: a database in memory is no place for threads."""

    def submit(self, call: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(call(*arguments, **named))
        return done
