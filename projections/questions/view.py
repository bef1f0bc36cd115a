"""The view: one object with one method for every question, which REST, the pages and the command line call."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from domain.changes.coordinates import Question
from domain.kinds.reminder_policy import ReminderPolicy
from domain.log.entry import Entry
from projections.changes.transitions import Told, tell
from projections.changes.view import Story
from projections.log.visible_versions import Versions
from projections.questions.clashes.filter import Wanted
from projections.questions.clashes.page import clashes_page, one_clash
from projections.questions.compare import compare_structures
from projections.questions.contradictions import list_contradictions
from projections.questions.cover import cover_of
from projections.questions.forecasts import forecast_series
from projections.questions.log import entries_page, one_change, one_entry
from projections.questions.mergers import list_mergers, one_merger
from projections.questions.milestones import course_of, knock_on, milestones_of
from projections.questions.names import Name, named_subjects, subject_names
from projections.questions.reminder_policy import policy_on
from projections.questions.search import entries_citing, entries_naming, search_entries
from projections.questions.structure import Structure, read_structure
from projections.questions.subject import subject_json
from projections.questions.timeline import Span, stories_page
from projections.questions.viewpoint import Viewpoint

_MOST = 1000


def question_heading(question: Question, clock_note: str | None, *, settled: bool = False) -> dict[str, Any]:
    """The question as it was resolved, with a note where the clock was set by hand."""
    asked = question.shown(settled)
    if clock_note is not None:
        asked["clock"] = clock_note
    return {"asked": asked}


@dataclass(frozen=True)
class View(Viewpoint):
    """A viewpoint that can be asked every question. What an answer shows of a subject, a viewer may see."""

    clock_note: str | None = None
    """What answers say of a clock that was set by hand."""
    scenario: dict[str, Any] | None = None
    """The draft that the question supposes to be recorded, if any."""

    @property
    def heading(self) -> dict[str, Any]:
        """The beginning of every answer: the question as it was resolved, and what the answer rests on."""
        heading = question_heading(self.point.question, self.clock_note, settled=self.point.settled)
        heading["backfilled"] = self.point.backfilled
        return heading if self.scenario is None else heading | {"scenario": self.scenario}

    def structure(self) -> Structure:
        """The structure."""
        return read_structure(self)

    def compare(self, other: View) -> dict[str, Any]:
        """What differs between this structure and another view's."""
        return comparison(self, other) | compare_structures(self, other)

    def subject(self, type_: str, slug: str) -> str:
        """A subject, its changes and its history: the members of the answer in JSON, without the braces."""
        return subject_json(self, type_, slug)

    def cover(self, area: str) -> dict[str, Any]:
        """Who answers for an area."""
        return cover_of(self, area)

    def entries(
        self,
        *,
        after: str | None = None,
        limit: int = 100,
        kind: str | None = None,
        subject: str | None = None,
        change: str | None = None,
        newest: bool = False,
    ) -> dict[str, Any]:
        """A page of the log."""
        return entries_page(self, after=after, limit=limit, kind=kind, subject=subject, change=change, newest=newest)

    def entry(self, id_: str) -> dict[str, Any]:
        """One entry."""
        return one_entry(self, id_)

    def change(self, id_: str) -> dict[str, Any]:
        """One change with its amendments."""
        return one_change(self, id_)

    def transitions(self, changes: Iterable[str]) -> dict[str, list[Told]]:
        """Every entry of some changes, with the change before and after it, by the id of the change."""
        return tell(self.connection, self.log, self.point, changes)

    def search(self, query: str, *, limit: int) -> list[Entry]:
        """Entries that hold every word of a query."""
        return search_entries(self, query, limit=limit)

    def citing(self, document: str, *, limit: int) -> list[Entry]:
        """Entries whose paper is this one."""
        return entries_citing(self, document, limit=limit)

    def naming(self, person: str, *, limit: int) -> list[Entry]:
        """Entries that name a person."""
        return entries_naming(self, person, limit=limit)

    def timeline(self, span: Span, *, limit: int = _MOST, after: str | None = None) -> dict[str, Any]:
        """A page of changes by their dates, each with what became of its plan."""
        stories, further = stories_page(self, span, limit=limit, after=after)
        versions = Versions(self.connection, self.point.public)
        return {"changes": [course_of(self, story, versions) for story in stories], "next": further}

    def courses(self, span: Span, *, limit: int = _MOST) -> list[tuple[Story, dict[str, Any]]]:
        """The first changes of a timeline: each as the log tells it and as the timeline shows it."""
        stories, _ = stories_page(self, span, limit=limit)
        versions = Versions(self.connection, self.point.public)
        return [(story, course_of(self, story, versions)) for story in stories]

    def milestones(self, span: Span) -> dict[str, Any]:
        """Milestones by their dates, each with what it depends on."""
        return {"milestones": milestones_of(self, span.of_milestones())}

    def knock_on(self, change: str, days: int) -> dict[str, Any]:
        """What a slip of a change would carry with it."""
        return knock_on(self, change, days)

    def forecasts(self, change: str) -> dict[str, Any]:
        """The dates that a change had, as they were known over time."""
        return forecast_series(self, change)

    def clashes(
        self,
        wanted: Wanted | None = None,
        *,
        limit: int = _MOST,
        after: str | None = None,
        follow: bool = False,
        since: Question | None = None,
    ) -> dict[str, Any]:
        """A page of clashes; with `since`, also those that were known then and have gone."""
        before = None if since is None else self.asking(since)
        return clashes_page(self, wanted or Wanted(), limit=limit, after=after, follow=follow, since=before)

    def clash(self, id_: str) -> dict[str, Any]:
        """One clash, and every time that it was there."""
        return one_clash(self, id_)

    def contradictions(self, state: str | None = None) -> dict[str, Any]:
        """Claims of papers that disagree with the changes that they are about."""
        return list_contradictions(self, state)

    def mergers(self) -> dict[str, Any]:
        """Every merger that happened or may, each with what nobody has accounted for."""
        return list_mergers(self)

    def merger(self, change: str) -> dict[str, Any]:
        """One merger with its ledger."""
        return one_merger(self, change)

    def names(self, wanted: Iterable[Name]) -> dict[Name, str]:
        """The names of subjects."""
        return subject_names(self, wanted)

    def named_subjects(self, type_: str) -> list[tuple[str, str]]:
        """Every subject of a type that has a name: its slug and name, by name."""
        return named_subjects(self, type_)

    def reminder_policy(self, day: int) -> ReminderPolicy:
        """The reminder policy of the programme on a day (an ordinal)."""
        return policy_on(self.connection, self.log, self.point.programme, day)


def comparison(first: View, second: View) -> dict[str, Any]:
    """The heading of a comparison of two views."""
    ends = [
        view.heading["asked"] | ({} if view.scenario is None else {"scenario": view.scenario})
        for view in (first, second)
    ]
    backfilled = first.point.backfilled or second.point.backfilled
    return {"asked": ends[0], "backfilled": backfilled, "from": ends[0], "to": ends[1]}
