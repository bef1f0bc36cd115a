"""Scenarios, for whoever asks: the API and the command line both come in here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, Literal, cast

from sqlalchemy import Connection

from api.services.mergerlog import Mergerlog
from api.services.process_log import write_line
from domain.changes.coordinates import Question
from domain.decisions.known import Author, ClashSight
from domain.kinds.programme import ClashAcknowledged
from domain.log.body import Body
from domain.refusals import MalformedQuestion
from projections.accounts.people import People
from projections.database.connections import reading, trying, writing
from projections.log.head import read_head
from projections.questions.clashes.page import ClashRecord
from projections.questions.compare import compare_sides
from projections.questions.headings import ComparisonAnswer, Heading
from projections.questions.log import entry_by_id, last_entry_id
from projections.questions.view import View, comparison
from projections.recording.effect import Recorded
from projections.scenarios import add_remove, conflicts, drafts, views
from projections.scenarios.commit import ClosedDraft, commit_draft, discard_draft
from projections.scenarios.drafts import COMMITTED, DISCARDED, Draft
from projections.scenarios.replay import supposing_draft
from projections.scenarios.views import (
    ClosedDraftAnswer,
    CommittedDraftAnswer,
    ConflictRecord,
    DraftAnswer,
    DraftsAnswer,
)


class SupposedClashes(Heading):
    """The clashes as they would be with a draft, and those that it opens or clears."""

    clashes: list[ClashRecord]
    opened: list[ClashRecord]
    cleared: list[ClashRecord]


@dataclass(frozen=True)
class _Judge:
    """What an entry of a draft clashes with, over the log and the draft."""

    mergerlog: Mergerlog
    connection: Connection
    programme: str

    def find_clash(self, acknowledged: ClashAcknowledged) -> ClashSight:
        """Who sees the clash that an entry acknowledges."""
        return self.mergerlog.find_clash(self.connection, self.programme, acknowledged, keep=False)

    def foretell(self, recorded: Recorded) -> Recorded:
        """With the clashes that it opens and clears."""
        return self.mergerlog.foretell(self.connection, self.programme, recorded)


@dataclass(frozen=True)
class Scenarios:
    """The drafts of one programme of a deployment. Every call raises NoSuchProgramme, and NoSuchScenario for an id that
    stands for none."""

    mergerlog: Mergerlog
    programme: str
    by: str
    """Who asks: entries are recorded, and would be, by this name."""

    def create(self, name: str, id_: str | None) -> tuple[DraftAnswer, bool]:
        """Make a draft; whether it is new. Raises ScenarioTaken, or Busy."""
        with writing(self.mergerlog.engine) as connection:
            draft, is_new = drafts.create_draft(
                connection, self.mergerlog.log, self.programme, id_, name, self.by, self.mergerlog.clock.now()
            )
        return (cast("DraftAnswer", views.draft_view(draft, (), [])), True) if is_new else (self.show(draft.id), False)

    def all(self) -> DraftsAnswer:
        """Every draft, in the order of their making."""
        with reading(self.mergerlog.engine) as connection:
            found = drafts.list_drafts(connection, self.programme)
        return {"scenarios": [{**views.draft_heading(draft), "entries": size} for draft, size in found]}

    def show(self, id_: str) -> DraftAnswer:
        """One draft: what can still be recorded of it, and what changed under it. Raises Busy."""
        with trying(self.mergerlog.engine) as connection:
            draft = self._draft(connection, id_)
            if draft.state != drafts.OPEN:
                return {**views.draft_view(draft, (), []), "seen": None}
            changed = conflicts.find_conflicts(connection, self.mergerlog.log, draft)
            seen = last_entry_id(connection, draft.programme)
            with self._supposed(connection, draft) as played:
                return {**views.draft_view(draft, played, changed), "seen": seen}

    def add(self, id_: str, body: Body, *, dry_run: bool = False, newcomer: tuple[str, str] | None = None) -> Recorded:
        """Put an entry into a draft, or find out whether it could be; what recording it would do. A newcomer, by id and
        name, is put into the register with it. Raises a Refusal, or Busy."""
        with (trying if dry_run else writing)(self.mergerlog.engine) as connection:
            if newcomer is not None:
                People(connection).register(*newcomer)
            draft = self._draft(connection, id_)
            judge = _Judge(self.mergerlog, connection, self.programme)
            return add_remove.add_draft_entry(
                connection, self.mergerlog.log, self.programme, draft, body, self._author(), judge
            )[0]

    def remove(self, id_: str, entry: str) -> None:
        """Take an entry out of a draft. Raises NoSuchDraftEntry, NeededLater, ScenarioClosed, or Busy."""
        with writing(self.mergerlog.engine) as connection:
            draft = self._draft(connection, id_)
            add_remove.remove_draft_entry(connection, self.mergerlog.log, self.programme, draft, entry, self._author())

    def rebase(self, id_: str, last_entry: str | None) -> list[ConflictRecord]:
        """Accept what changed under a draft, up to an entry that was seen; what that was. Raises ScenarioClosed,
        UnseenEntry, or Busy."""
        with writing(self.mergerlog.engine) as connection:
            draft = self._draft(connection, id_)
            accepted = conflicts.accept_conflicts(connection, self.mergerlog.log, draft, last_entry)
        return [views.conflict_view(each) for each in accepted]

    def commit(self, id_: str, reason: str | None = None) -> tuple[CommittedDraftAnswer, bool]:
        """Record all of a draft; whether that was now. Raises ScenarioClosed, EmptyScenario, GroundMoved,
        CannotBeRecorded, or Busy."""
        with writing(self.mergerlog.engine) as connection:
            draft = self._draft(connection, id_)
            is_new = draft.state != COMMITTED
            if is_new:
                closed = commit_draft(connection, self.mergerlog.log, self.programme, draft, self._author(), reason)
            else:
                closed = self._closed(connection, draft)
        ids = closed.recorded
        said = self._said(draft, COMMITTED, closed, is_new)
        return {**said, "count": len(ids), "first": ids[0], "last": ids[-1]}, is_new

    def discard(self, id_: str, reason: str) -> tuple[ClosedDraftAnswer, bool]:
        """Give a draft up; whether that was now. Raises ScenarioClosed, or Busy."""
        with writing(self.mergerlog.engine) as connection:
            draft = self._draft(connection, id_)
            is_new = draft.state != DISCARDED
            if is_new:
                closed = discard_draft(connection, self.mergerlog.log, self.programme, draft, self._author(), reason)
            else:
                closed = self._closed(connection, draft)
        return self._said(draft, DISCARDED, closed, is_new), is_new

    @contextmanager
    def supposing(self, id_: str, question: Question) -> Iterator[View]:
        """Answer a question about the log as it would be with a draft, to one who sees everything.

        Raises MalformedQuestion for a known point that is over, or Busy.
        """
        with trying(self.mergerlog.engine) as connection, self.view(connection, id_, question) as seen:
            yield seen

    @contextmanager
    def view(self, connection: Connection, id_: str, question: Question) -> Iterator[View]:
        """The same, in a transaction of the writer's that is undone."""
        if question.is_past:
            raise MalformedQuestion(
                fault="a scenario would be recorded now, and nothing of it was known then: leave known_on and known_at "
                "out where it is supposed"
            )
        draft = self._draft(connection, id_)
        with self._supposed(connection, draft) as played:
            at, scenario = read_head(connection, self.programme), views.supposed_draft_view(draft, played)
            yield self.mergerlog.view(connection, at, question, False, scenario=scenario, is_tentative=True)

    @contextmanager
    def beside(self, question: Question) -> Iterator[Callable[[str | None], AbstractContextManager[View]]]:
        """The way to the log with any draft or, for None, without: one after another, never two at once. Raises as
        `supposing` does."""
        with trying(self.mergerlog.engine) as connection:
            yield lambda id_: self._side(connection, id_, question)

    def compare(self, first: tuple[str | None, Question], second: tuple[str | None, Question]) -> ComparisonAnswer:
        """What differs between two structures, each with a draft or, where that is None, without. Raises as `supposing`
        does."""
        sides: list[View] = []
        with trying(self.mergerlog.engine) as connection:

            @contextmanager
            def enter(id_: str | None, question: Question) -> Iterator[View]:
                with self._side(connection, id_, question) as side:
                    sides.append(side)
                    yield side

            differences = compare_sides(lambda: enter(*first), lambda: enter(*second))
        return {**comparison(*sides[:2]), **differences}

    def clashes(self, id_: str, question: Question) -> SupposedClashes:
        """The clashes as they would be with a draft, and which it opens or clears. Raises as `supposing` does."""
        with trying(self.mergerlog.engine) as connection:
            with self._side(connection, None, question) as seen:
                before = seen.clashes()["clashes"]
            with self._side(connection, id_, question) as seen:
                after = seen.clashes()["clashes"]
        marks = {each["mark"] for each in before}, {each["mark"] for each in after}
        return {
            **seen.heading,
            "clashes": after,
            "opened": [each for each in after if each["mark"] not in marks[0]],
            "cleared": [each for each in before if each["mark"] not in marks[1]],
        }

    @contextmanager
    def _side(self, connection: Connection, id_: str | None, question: Question) -> Iterator[View]:
        if id_ is None:
            yield self.mergerlog.view(connection, read_head(connection, self.programme), question, public=False)
            return
        with self.view(connection, id_, question) as seen:
            yield seen

    def _draft(self, connection: Connection, id_: str) -> Draft:
        return drafts.find_draft(connection, self.mergerlog.log, self.programme, id_)

    def _supposed(self, connection: Connection, draft: Draft) -> Any:
        return supposing_draft(connection, self.mergerlog.log, self.programme, draft, self._author())

    def _author(self) -> Author:
        return self.mergerlog.author(self.by)

    def _closed(self, connection: Connection, draft: Draft) -> ClosedDraft:
        """What the log holds of a draft that was closed before."""
        assert draft.closed_by is not None
        entry = entry_by_id(connection, self.mergerlog.log, draft.programme, draft.closed_by)
        return ClosedDraft(entry, tuple(each.id for each in draft.entries))

    def _said(
        self, draft: Draft, state: Literal["committed", "discarded"], closed: ClosedDraft, is_new: bool
    ) -> ClosedDraftAnswer:
        if is_new:
            write_line(state, programme=self.programme, scenario=draft.id, entries=len(closed.recorded))
        return {"id": draft.id, "name": draft.name, "state": state, "entry": closed.entry.shown()}
