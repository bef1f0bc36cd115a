"""Drafts without a web server: one transaction in which a small merger is recorded to, drafted for, and undone."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection

from domain.decisions.known import Author, ClashSight
from domain.kinds.programme import ClashAcknowledged
from domain.log.body import Body
from domain.log.entry import Entry
from domain.log.parsing import read_entry
from projections.log.application import Log
from projections.recording.effect import Recorded
from projections.recording.writer import Writer
from projections.scenarios.add_remove import add_draft_entry
from projections.scenarios.drafts import Draft, DraftEntry, create_draft, find_draft
from tests.support.deployments import Time
from tests.support.examples import Body as Json

NOW = Time()()
AUTHOR = Author("ada", NOW, NOW)


class NoClashes:
    """A judge to whom nothing clashes."""

    def find_clash(self, acknowledged: ClashAcknowledged) -> ClashSight:
        return "absent"

    def foretell(self, recorded: Recorded) -> Recorded:
        return recorded


@dataclass
class Drafting:
    """The log of one programme and its drafts, within a transaction."""

    connection: Connection
    log: Log
    programme: str

    def record(self, body: Json, by: str = "bob") -> Entry:
        """Record an entry in the log itself."""
        writer = Writer(self.connection, self.log, self.programme, Author(by, NOW, NOW))
        entry = writer.record(payload(body)).entry
        writer.flush()
        return entry

    def draft(self, id_: str, *bodies: Json) -> Draft:
        """A new draft with entries."""
        create_draft(self.connection, self.log, self.programme, id_, id_.title(), "ada", NOW)
        for body in bodies:
            self.add(id_, body)
        return self.find(id_)

    def add(self, id_: str, body: Json) -> tuple[Recorded, DraftEntry]:
        """Put an entry into a draft."""
        draft = self.find(id_)
        return add_draft_entry(self.connection, self.log, self.programme, draft, payload(body), AUTHOR, NoClashes())

    def find(self, id_: str) -> Draft:
        """A draft as it is stored now."""
        return find_draft(self.connection, self.log, self.programme, id_)


def payload(body: Json) -> Body:
    """An entry as the programme reads it."""
    return read_entry(msgspec.json.encode(body))
