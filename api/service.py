"""What Mergerlog does, for whoever asks: the API and the command line both come in here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import Connection, Engine

from api.clock import Clock
from api.settings import Settings
from domain.bodies import Body
from domain.questions import Question, ask
from projections import importing, programmes, rebuilding, tokens
from projections.bulk import seldom_collecting
from projections.engine import reading, take_stock, writing
from projections.importing import Imported
from projections.log import Log
from projections.people import People
from projections.points import Head, Point, head, locate
from projections.recording import Desk, Recorded, Who

_MANY = 1000
"""Entries of an import after which the database takes stock."""
_logger = structlog.get_logger("mergerlog")


@dataclass(frozen=True)
class View:
    """A question being answered: the transaction that it is answered in, and where it looks from."""

    connection: Connection
    log: Log
    point: Point
    clock: Clock

    @property
    def heading(self) -> dict[str, Any]:
        """What every answer begins with: the question as it was resolved, and what to know about the answer."""
        return heading(self.clock, self.point.question, settled=self.point.settled) | {
            "backfilled": self.point.backfilled
        }


def heading(clock: Clock, question: Question, *, settled: bool = False) -> dict[str, Any]:
    """The question as it was resolved; a clock that was set says so."""
    asked = question.shown(settled)
    if clock.started_at is not None:
        asked["clock"] = f"started at {clock.started_at} for a demonstration or a test"
    return {"asked": asked}


class _Undone(Exception):
    """Raised to roll a dry run back."""


@dataclass(frozen=True)
class Mergerlog:
    """One deployment."""

    engine: Engine
    log: Log
    clock: Clock
    settings: Settings

    def ask(self, **coordinates: str | None) -> Question:
        """Resolve the coordinates of a question. Raises Malformed."""
        return ask(self.clock.now(), **coordinates)

    @contextmanager
    def viewing(self, programme: str, question: Question, public: bool) -> Iterator[View]:
        """Answer a question about a programme. Raises NoSuchProgramme."""
        with reading(self.engine) as connection:
            yield self.view(connection, head(connection, programme), question, public)

    def view(self, connection: Connection, at: Head, question: Question, public: bool) -> View:
        """The view of a question, in a transaction."""
        return View(connection, self.log, locate(connection, at, question, public), self.clock)

    def create_programme(self, slug: str, name: str) -> bool:
        """Make a programme; whether it is new. Raises ProgrammeTaken."""
        with writing(self.engine) as connection:
            return programmes.create(connection, slug, name)[1]

    def register_person(self, name: str, person: str | None = None) -> tuple[str, bool]:
        """Put a person into the register: the id, and whether it is new. Raises PersonIdTaken."""
        with writing(self.engine) as connection:
            return People(connection).register(person, name)

    def add_token(self, name: str, role: str, programme: str | None = None) -> str:
        """Make an API token. Raises NoSuchProgramme."""
        with writing(self.engine) as connection:
            number = None if programme is None else programmes.number(connection, programme)
            return tokens.add(connection, name, role, number, self.clock.now())

    def record(
        self, programme: str, body: Body, by: str, *, if_match: int | None = None, dry_run: bool = False
    ) -> Recorded:
        """Record one entry, or find out what recording it would do. Raises a Refusal, or Busy."""
        recorded: Recorded | None = None
        try:
            with writing(self.engine) as connection:
                desk = Desk(connection, self.log, programme, self._who(by))
                recorded = desk.record(body, if_match)
                if dry_run:
                    raise _Undone
                desk.flush()
        except _Undone:
            pass
        assert recorded is not None
        if recorded.is_new and not dry_run:
            _logger.info(
                "recorded",
                programme=programme,
                entry=recorded.entry.id,
                kind=recorded.entry.body.kind,
                place=recorded.entry.place,
            )
        return recorded

    def import_lines(
        self, programme: str, lines: Iterable[bytes], by: str, progress: Callable[[int], None] = lambda _: None
    ) -> Imported:
        """Record every line of a file, or none. Raises MalformedImport, or Busy."""
        with writing(self.engine) as connection, seldom_collecting():
            result = importing.import_lines(connection, self.log, programme, self._who(by), lines, progress)
            if result.count >= _MANY:
                take_stock(connection)
        _logger.info("imported", programme=programme, entries=result.count)
        return result

    def export_lines(self, programme: str) -> Iterator[bytes]:
        """The log of a programme as JSON lines. Raises NoSuchProgramme."""
        with reading(self.engine) as connection:
            yield from importing.export_lines(connection, self.log, programmes.number(connection, programme))

    def rebuild(self, progress: Callable[[int], None] = lambda _: None) -> int:
        """Make every read model again from the log; how many entries were read."""
        with writing(self.engine) as connection, seldom_collecting():
            count = rebuilding.rebuild(connection, self.log, progress)
            take_stock(connection)
        return count

    def _who(self, name: str) -> Who:
        return Who(name=name, now=self.clock.now(), entered_at=self.clock.real())
