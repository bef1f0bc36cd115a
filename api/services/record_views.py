"""The views of a deployment's record: a question resolved by its clock, and asked of its log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine

from api.clock import Clock
from api.settings import Settings
from domain.changes.coordinates import Question, resolve_question
from projections.cache.caches import Caches
from projections.database.connections import reading
from projections.log.application import Log
from projections.log.as_of import point_at
from projections.log.head import Head, read_head
from projections.questions.headings import QuestionHeading, SupposedDraft, question_heading
from projections.questions.view import View


@dataclass(frozen=True)
class RecordViews:
    """The record of one deployment, as questions are asked of it."""

    engine: Engine
    log: Log
    clock: Clock
    settings: Settings
    caches: Caches = field(default_factory=Caches)

    def ask(self, **coordinates: str | None) -> Question:
        """Resolve the coordinates of a question. Raises Malformed."""
        return resolve_question(self.clock.now(), **coordinates)

    @contextmanager
    def viewing(self, programme: str, question: Question, public: bool) -> Iterator[View]:
        """Answer a question about a programme. Raises NoSuchProgramme."""
        with reading(self.engine) as connection:
            yield self.view(connection, read_head(connection, programme), question, public)

    def view(
        self,
        connection: Connection,
        at: Head,
        question: Question,
        public: bool,
        *,
        scenario: SupposedDraft | None = None,
        is_tentative: bool = False,
    ) -> View:
        """The view of a question, in a transaction; a tentative one will be undone."""
        point = point_at(connection, at, question, public)
        return View(connection, self.log, point, self.caches, is_tentative, None, self.clock.note, scenario)

    def heading(self, question: Question) -> QuestionHeading:
        """The heading of an answer that rests on no programme's log."""
        return question_heading(question, self.clock.note)
