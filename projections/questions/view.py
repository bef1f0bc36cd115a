"""The view: one object with one method for every question, which REST, the pages and the command line call."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from domain.changes.coordinates import Question
from domain.kinds.reminder_policy import ReminderPolicy
from domain.log.entry import Entry, EntryRecord
from projections.changes.transitions import Transition, read_transitions
from projections.changes.view import ChangeRecord, Story
from projections.log.visible_versions import Versions
from projections.questions.clashes.filter import Wanted
from projections.questions.clashes.page import ClashAnswer, ClashesPage, clashes_page, one_clash
from projections.questions.compare import compare_structures
from projections.questions.contradiction_answers import ContradictionsAnswer
from projections.questions.contradictions import list_contradictions
from projections.questions.cover import CoverAnswer, cover_of
from projections.questions.forecast_answers import ForecastsAnswer
from projections.questions.forecasts import forecast_series
from projections.questions.headings import (
    AskedSide,
    ComparisonAnswer,
    ComparisonHeading,
    Heading,
    SupposedDraft,
    TimelinePage,
    question_heading,
)
from projections.questions.log import EntriesPage, entries_page, one_change, one_entry
from projections.questions.merger_answers import MergerAnswer, MergersAnswer
from projections.questions.mergers import list_mergers, one_merger
from projections.questions.milestones import (
    CourseRecord,
    KnockOnAnswer,
    MilestonesAnswer,
    course_of,
    knock_on,
    milestones_of,
)
from projections.questions.names import Name, named_subjects, subject_names
from projections.questions.reminder_policy import policy_on
from projections.questions.search import entries_citing, entries_naming, search_entries
from projections.questions.structure import Structure, read_structure
from projections.questions.subject import subject_json
from projections.questions.timeline import Span, stories_page
from projections.questions.viewpoint import Viewpoint

_MOST = 1000


@dataclass(frozen=True)
class View(Viewpoint):
    """A viewpoint that can be asked every question. What an answer shows of a subject, a viewer may see."""

    clock_note: str | None = None
    """What answers say of a clock that was set by hand."""
    scenario: SupposedDraft | None = None
    """The draft that the question supposes to be recorded, if any."""

    @property
    def heading(self) -> Heading:
        """The beginning of every answer: the question as it was resolved, and what the answer rests on."""
        question = question_heading(self.point.question, self.clock_note, settled=self.point.settled)
        heading: Heading = {"asked": question["asked"], "backfilled": self.point.backfilled}
        if self.scenario is not None:
            heading["scenario"] = self.scenario
        return heading

    def structure(self) -> Structure:
        """The structure."""
        return read_structure(self)

    def compare(self, other: View) -> ComparisonAnswer:
        """What differs between this structure and another view's."""
        differences = compare_structures(self, other)
        return {**comparison(self, other), **differences}

    def subject(self, type_: str, slug: str) -> str:
        """A subject, its changes and its history: the members of the answer in JSON, without the braces."""
        return subject_json(self, type_, slug)

    def cover(self, area: str) -> CoverAnswer:
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
    ) -> EntriesPage:
        """A page of the log."""
        return entries_page(self, after=after, limit=limit, kind=kind, subject=subject, change=change, newest=newest)

    def entry(self, id_: str) -> EntryRecord:
        """One entry."""
        return one_entry(self, id_)

    def change(self, id_: str) -> ChangeRecord:
        """One change with its amendments."""
        return one_change(self, id_)

    def transitions(self, changes: Iterable[str]) -> dict[str, list[Transition]]:
        """Every entry of some changes, with the change before and after it, by the id of the change."""
        return read_transitions(self.connection, self.log, self.point, changes)

    def search(self, query: str, *, limit: int) -> list[Entry]:
        """Entries that hold every word of a query."""
        return search_entries(self, query, limit=limit)

    def citing(self, document: str, *, limit: int) -> list[Entry]:
        """Entries whose paper is this one."""
        return entries_citing(self, document, limit=limit)

    def naming(self, person: str, *, limit: int) -> list[Entry]:
        """Entries that name a person."""
        return entries_naming(self, person, limit=limit)

    def timeline(self, span: Span, *, limit: int = _MOST, after: str | None = None) -> TimelinePage:
        """A page of changes by their dates, each with what became of its plan."""
        stories, further = stories_page(self, span, limit=limit, after=after)
        versions = Versions(self.connection, self.point.public)
        return {"changes": [course_of(self, story, versions) for story in stories], "next": further}

    def courses(self, span: Span, *, limit: int = _MOST) -> list[tuple[Story, CourseRecord]]:
        """The first changes of a timeline: each as the log tells it and as the timeline shows it."""
        stories, _ = stories_page(self, span, limit=limit)
        versions = Versions(self.connection, self.point.public)
        return [(story, course_of(self, story, versions)) for story in stories]

    def milestones(self, span: Span) -> MilestonesAnswer:
        """Milestones by their dates, each with what it depends on."""
        return {"milestones": milestones_of(self, span.of_milestones())}

    def knock_on(self, change: str, days: int) -> KnockOnAnswer:
        """What a slip of a change would carry with it."""
        return knock_on(self, change, days)

    def forecasts(self, change: str) -> ForecastsAnswer:
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
    ) -> ClashesPage:
        """A page of clashes; with `since`, also those that were known then and have gone."""
        before = None if since is None else self.asking(since)
        return clashes_page(self, wanted or Wanted(), limit=limit, after=after, follow=follow, since=before)

    def clash(self, id_: str) -> ClashAnswer:
        """One clash, and every time that it was there."""
        return one_clash(self, id_)

    def contradictions(self, state: str | None = None) -> ContradictionsAnswer:
        """Claims of papers that disagree with the changes that they are about."""
        return list_contradictions(self, state)

    def mergers(self) -> MergersAnswer:
        """Every merger that happened or may, each with what nobody has accounted for."""
        return list_mergers(self)

    def merger(self, change: str) -> MergerAnswer:
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


def comparison(first: View, second: View) -> ComparisonHeading:
    """The heading of a comparison of two views."""
    ends: list[AskedSide] = []
    for view in (first, second):
        question = view.heading["asked"]
        side = cast("AskedSide", {**question})
        if view.scenario is not None:
            side["scenario"] = view.scenario
        ends.append(side)
    backfilled = first.point.backfilled or second.point.backfilled
    return {"asked": ends[0], "backfilled": backfilled, "from": ends[0], "to": ends[1]}
