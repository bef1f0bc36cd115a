"""A small merger on 4 June 2018, with something due on every track, for tests that do not alter it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection

from domain.time import instants
from projections.log import programmes
from projections.questions import due
from scheduler.delivery.content import ContentReader
from scheduler.due.certain_clash import CertainClash, ClashText
from scheduler.due.enqueue import CertainClashes
from tests.support.examples import start
from tests.support.mail_and_webhooks import Post
from tests.support.reminder_office import Office, office

NOW = instants.parse("2018-06-04T09:00:00Z")
DAY = instants.london_day(NOW)
FULL = ClashText('The team "response-a" is at "wembley".', DAY + 1, DAY + 3)
PUBLIC = ClashText('A team is at "wembley".', DAY + 1, DAY + 2)
CLASH = CertainClash("x-1", 3, DAY, "team", "response-a", FULL, PUBLIC)
HIDDEN = CertainClash("x-2", 3, DAY, "team", "response-a", FULL, None)


def no_clashes(_connection: Connection, _programme: int, _day: int) -> list[CertainClash]:
    """A log without clashes."""
    return []


def two_clashes(_connection: Connection, _programme: int, _day: int) -> list[CertainClash]:
    """A log with a clash that observers see, and one that they do not."""
    return [CLASH, HIDDEN]


@dataclass(frozen=True)
class Merger:
    """An office and the number of its programme."""

    office: Office
    number: int
    connection: Connection
    """A transaction of which nothing stays."""

    def revision(self, about: str) -> int:
        """The present revision of a planned change, or of a vacant post."""
        sort, _, id_ = about.rpartition(":")
        if sort == "post":
            return due.posts(due.tenancies(self.connection, self.number), DAY)[id_].change
        planned = due.one_plan(self.connection, self.number, id_)
        assert planned is not None
        return planned.plan.dated

    def content(self, certain_clashes: CertainClashes = no_clashes) -> ContentReader:
        return ContentReader(self.connection, self.office.deployment.mergerlog.log, certain_clashes, NOW)


@contextmanager
def small_merger(database: str) -> Iterator[Office]:
    """An office with a milestone that is late, one that is near, one that is restricted, and a vacant post."""
    with office(database, Post()) as opened:
        opened.milestone("late", "2018-05-01")
        opened.milestone("near", "2018-06-11")
        opened.milestone("secret", "2018-06-11", restricted=True)
        opened.record(
            start("post-created", "deputy", "2018-05-01", id="deputy", title="Deputy", unit="nw-bcu", area="brent")
        )
        yield opened


@contextmanager
def undone(opened: Office) -> Iterator[Merger]:
    """The merger, in a transaction that is rolled back at the end."""
    with opened.deployment.mergerlog.engine.connect() as connection, connection.begin() as transaction:
        yield Merger(opened, programmes.programme_number(connection, opened.programme), connection)
        transaction.rollback()
