"""An office that sends reminders: a deployment with a programme in it, a mail server beside it, and contacts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from domain.reminders.schedule import LADDER
from projections.database.connections import editing, reading
from scheduler.people import contacts
from scheduler.people.contacts import Contact
from scheduler.tables import attempt, digest, reminder
from tests.support.deployments import Deployment, deploy
from tests.support.examples import NAME, PERSON, WORLD, Body, record, start
from tests.support.mail_and_webhooks import Post

ADDRESS = "https://merger.example.org"
OWNER, MANAGER, SENIOR = "owner@example.org", "manager@example.org", "senior@example.org"


@dataclass
class Office:
    """A deployment whose clock is set to a moment of London's working day."""

    deployment: Deployment
    post: Post
    programme: str = ""

    def at(self, when: str) -> None:
        """Set the clock: `2018-06-04T09:00`, in UTC."""
        self.deployment.time.at = datetime.fromisoformat(when).replace(tzinfo=UTC)

    def later(self, **step: float) -> None:
        self.deployment.time.at += timedelta(**step)

    def tick(self) -> None:
        self.deployment.mergerlog.reminders.tick(to_the_end=True)

    def tick_at(self, when: str) -> list[str]:
        """Tick at a moment; the subjects of the mails that went out."""
        before = len(self.post.mails)
        self.at(when)
        self.tick()
        return [str(mail["Subject"]) for mail in self.post.mails[before:]]

    def add(self, **fields: Any) -> Contact:
        fields = {"name": fields["id"].capitalize(), "email": f"{fields['id']}@example.org"} | fields
        with editing(self.deployment.mergerlog.engine) as connection:
            contacts.add_contact(connection, Contact(**fields), self.deployment.time())
            return contacts.get_contact(connection, fields["id"])

    def record(self, *bodies: Body) -> list[Body]:
        return record(self.deployment, self.programme, *bodies)

    def milestone(self, slug: str, on: str, **more: Any) -> Body:
        """A planned milestone, which the commander answers for."""
        fields = {"id": slug, "title": f"{slug.capitalize()} is reached", "owner": "commander"} | more
        return self.record(start("milestone-set", slug, on, "planned", **fields))[0]

    def rows(self, table: Any) -> list[Any]:
        with reading(self.deployment.mergerlog.engine) as connection:
            return list(connection.execute(select(table)))

    @property
    def reminders(self) -> list[Any]:
        return self.rows(reminder)

    @property
    def digests(self) -> list[Any]:
        return self.rows(digest)

    @property
    def attempts(self) -> list[Any]:
        return self.rows(attempt)

    def rungs(self, state: str = "sent", track: str = LADDER) -> list[tuple[str, str]]:
        return [(row.about, row.rung) for row in self.reminders if row.state == state and row.track == track]


@contextmanager
def office(database: str, post: Post, *, clashes: bool = False, **settings: Any) -> Iterator[Office]:
    """An office: the small merger of the examples with its commander in post, who is the owner, and two above.

    The small merger has clashes; they are looked for only where a test is about them.
    """
    how = {"smtp": post.url, "mail_from": "mergerlog@example.org", "address": ADDRESS} | settings
    with deploy(database, **how) as deployment:
        found = Office(deployment, post)
        if not clashes:
            deployment.mergerlog.reminders.clashes = None
        found.at("2018-06-04T08:00")
        deployment.mergerlog.register_person(NAME, PERSON)
        found.programme = deployment.programme()
        appointed = {"person": PERSON, "tenure": "substantive"}
        commander = start("leader-appointed", "commander", "2018-03-19", id="commander-appointed", **appointed)
        lines = [json.dumps(body).encode() for body in (*WORLD, commander)]
        deployment.mergerlog.import_lines(found.programme, lines, "tester")
        found.add(id="owner", person=PERSON)
        found.add(id="manager", role="manager")
        found.add(id="senior", role="member", senior=True)
        yield found
