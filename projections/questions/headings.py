"""The headings of answers: the question as it was resolved, and the draft that it supposes."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from domain.changes.coordinates import AskedQuestion, Question
from projections.questions.compare import Differences
from projections.questions.milestones import (
    CourseRecord,
)


class LeftOut(TypedDict):
    """An entry of a draft that cannot be recorded, and why."""

    id: str
    why: str


class SupposedDraft(TypedDict):
    """The draft that an answer supposes: an entry of it that is refused is left out of the answer."""

    id: str
    name: str
    entries: int
    left_out: list[LeftOut]


class QuestionHeading(TypedDict):
    """The beginning of every answer to a question."""

    asked: AskedQuestion


class Heading(QuestionHeading):
    """The beginning of an answer that rests on a log: also whether that holds entries that were recorded late."""

    backfilled: bool
    scenario: NotRequired[SupposedDraft]


class AskedSide(AskedQuestion):
    """The question of one side of a comparison."""

    scenario: NotRequired[SupposedDraft]


_Sides = TypedDict("_Sides", {"from": AskedSide, "to": AskedSide})


class ComparisonHeading(_Sides):
    """The beginning of a comparison: its two questions."""

    asked: AskedSide
    backfilled: bool


class ComparisonAnswer(ComparisonHeading, Differences):
    """What differs between two structures."""


class TimelinePage(TypedDict):
    """Changes in the order of their dates; `next` continues after the last one, and is null on the last page."""

    changes: list[CourseRecord]
    next: str | None


def question_heading(question: Question, clock_note: str | None, *, settled: bool = False) -> QuestionHeading:
    """The question as it was resolved, with a note where the clock was set by hand."""
    asked = question.shown(settled)
    if clock_note is not None:
        asked["clock"] = clock_note
    return {"asked": asked}
