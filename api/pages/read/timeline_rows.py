"""The courses of changes, as the timeline, Today and a milestone's page show them: planned, expected, done, slipped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from api.pages.core.page import Page
from api.pages.drawings.gantt import Bar
from api.pages.words import dates, labels
from api.pages.words.names import mentioned
from api.pages.words.sentences import change_sentence, heading
from projections.changes.view import Story
from projections.questions.milestones import CourseRecord

_GROUPS = ("milestone", "unit", "post", "site", "team", "area")


@dataclass(frozen=True)
class Course:
    """A change, its sentence, and what became of its plan, as the API shows it."""

    story: Story
    shown: CourseRecord
    sentence: str
    title: str
    href: str

    @property
    def type(self) -> str:
        """The type of its subject."""
        return self.story.change.type

    @property
    def standing(self) -> str:
        """Its standing."""
        return self.story.change.standing

    @property
    def earliest(self) -> date | None:
        """Its first possible day."""
        return _day(self.shown["earliest"])

    @property
    def latest(self) -> date | None:
        """Its last possible day."""
        return _day(self.shown["latest"])

    @property
    def fate(self) -> str:
        """What became of it, in a few words."""
        if self.shown["overdue"]:
            return "Overdue"
        if self.standing == "withdrawn":
            return "Withdrawn"
        slip = self.shown["slip"]
        if slip:
            return f"{dates.days(abs(slip))} {'late' if slip > 0 else 'early'}"
        if self.standing == "proposed":
            return "Proposed"
        return "Done" if self.standing == "done" else "On plan"

    @property
    def is_late(self) -> bool:
        """Whether it slipped, or is overdue."""
        return bool(self.shown["overdue"]) or (self.shown["slip"] or 0) > 0

    def bar(self) -> Bar:
        """As the chart draws it."""
        base = self.shown["baseline"]
        was = None if base is None else (_day(base["earliest"]), _day(base["latest"]))
        return Bar(
            labels.PLURALS[self.type],
            self.title,
            self.href,
            self.standing,
            self.earliest,
            self.latest,
            None if was == (self.earliest, self.latest) else was,
            self.fate,
            self.is_late,
        )


def courses(page: Page, changes: list[tuple[Story, CourseRecord]]) -> list[Course]:
    """Courses, with their names looked up together."""
    wanted: set[tuple[str, str]] = set()
    for story, _ in changes:
        wanted.update(mentioned(story.change.type, story.change.slug, story.change.event))
    page.names.look_up(page.view, wanted)
    return [_course(page, story, shown) for story, shown in changes]


def _course(page: Page, story: Story, shown: CourseRecord) -> Course:
    change = story.change
    sentence, title = change_sentence(change, page.names), heading(change, page.names)
    return Course(story, shown, sentence, title, page.to(f"changes/{change.id}"))


def in_groups(courses: list[Course]) -> list[Course]:
    """Milestones first, then by the type of what they change; in the order of time within each."""
    order = {type_: number for number, type_ in enumerate(_GROUPS)}
    return sorted(courses, key=lambda course: order.get(course.type, len(order)))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
