"""Which milestones are there, what do they rest on, and what became of their dates?"""

from __future__ import annotations

from typing import TypedDict

from sqlalchemy import select

from domain.changes.change import Change, Lifecycle
from domain.changes.dependencies import Web, needs
from domain.changes.slip import Carried, SlipOutcome, carry_slip, slack
from domain.kinds.milestones import MilestoneStage
from domain.time.edtf import END, show
from projections.changes.view import ChangeRecord, Redating, Story
from projections.database.tables import log
from projections.log.visible_versions import Versions
from projections.questions.log import NoSuchChange, story_of
from projections.questions.timeline import Span, places_of, stories_at
from projections.questions.viewpoint import Viewpoint


class CourseRecord(ChangeRecord):
    """A change on the timeline: with each time that it was given another date."""

    reschedules: list[Redating]


class Needed(TypedDict):
    """Something that a milestone depends on; all but its name is null where nobody has recorded it."""

    name: str
    change: str | None
    standing: Lifecycle | None
    earliest: str | None
    latest: str | None
    slack: int | None
    """Days to spare from its latest day to the milestone's."""


class MilestoneCourse(CourseRecord):
    """A milestone on the timeline, with what it depends on and what depends on it."""

    title: str
    owner: str | None
    workstream: str | None
    stage: MilestoneStage | None
    days_left: int | None
    depends_on: list[Needed]
    needed_by: list[str]


class MilestonesAnswer(TypedDict):
    """Milestones in the order of their dates."""

    milestones: list[MilestoneCourse]


class CarriedMilestone(TypedDict):
    """A milestone that a slip reaches: whether it moves, by how much, and through which others."""

    change: str
    subject: str
    outcome: SlipOutcome
    days: int
    slack: int | None
    through: str
    latest: str | None
    would_be: str | None


class KnockOnAnswer(TypedDict):
    """The milestones that depend on a change, if it slips by so many days."""

    change: str
    days: int
    milestones: list[CarriedMilestone]


def course_of(view: Viewpoint, story: Story, versions: Versions) -> CourseRecord:
    """A change as the timeline shows it."""
    return {**story.shown(view.point.question, versions), "reschedules": story.moves()}


def milestones_of(view: Viewpoint, span: Span) -> list[MilestoneCourse]:
    """The milestones of a span in the order of their dates, each with what it depends on and what depends on it."""
    versions = Versions(view.connection, view.point.public)
    places = places_of(view, span)
    found = stories_at(view, [place for _, place in places])
    net = dependency_web(view)
    by_place = {story.change.place: story for story in found}
    return [_milestone(view, by_place[place], net, versions) for _, place in places]


def knock_on(view: Viewpoint, id_: str, days: int) -> KnockOnAnswer:
    """What becomes of the milestones that depend on a change, if it slips by so many days. Raises NoSuchChange."""
    change = story_of(view, id_).change
    carried = carry_slip(dependency_web(view), change, days)
    return {
        "change": change.id,
        "days": days,
        "milestones": [_carried(each) for each in carried],
    }


def dependency_web(view: Viewpoint) -> Web:
    """Every milestone, and every change that one depends on, as the viewer may know them."""
    places = places_of(view, Span(type="milestone"))
    changes = [each.change for each in stories_at(view, [place for _, place in places])]
    named = {name for change in changes for name in needs(change)}
    query = select(log.c.id).where(
        log.c.programme == view.point.programme, log.c.id.in_(sorted(named)), log.c.change.is_(None)
    )
    for id_ in view.connection.scalars(query).all():
        try:
            changes.append(story_of(view, id_).change)
        except NoSuchChange:  # not known yet, or not to this viewer
            continue
    return Web(changes)


def _milestone(view: Viewpoint, story: Story, net: Web, versions: Versions) -> MilestoneCourse:
    change = story.change
    course = course_of(view, story, versions)
    details = course["details"]
    latest = change.when.latest
    needed = [(name, net.find(name)) for name in needs(change)]
    return {
        **course,
        "title": details["title"],
        "owner": details.get("owner"),
        "workstream": details.get("workstream"),
        "stage": details.get("stage"),
        "days_left": None if latest == END else latest - view.point.question.effective_on,
        "depends_on": [_needed(change, name, each) for name, each in needed],
        "needed_by": [each.id for each in net.dependants(change)],
    }


def _needed(change: Change, name: str, needed: Change | None) -> Needed:
    """One thing that a milestone depends on. `slack`: days to spare from its latest to the milestone's."""
    if needed is None:
        return {"name": name, "change": None, "standing": None, "earliest": None, "latest": None, "slack": None}
    return {
        "name": name,
        "change": needed.id,
        "standing": needed.standing,
        "earliest": show(needed.when.earliest),
        "latest": show(needed.when.latest),
        "slack": slack(change, needed),
    }


def _carried(carried: Carried) -> CarriedMilestone:
    change = carried.change
    return {
        "change": change.id,
        "subject": change.slug,
        "outcome": carried.outcome,
        "days": carried.days,
        "slack": carried.slack,
        "through": carried.through,
        "latest": show(change.when.latest),
        "would_be": show(change.when.latest + carried.days),
    }
