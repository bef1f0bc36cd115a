"""Milestones: dates that someone answers for."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from domain.kinds.event import DependencyRef, Event, PostRef, Text
from domain.kinds.fields import Choice, about, one_of
from domain.kinds.state import Fields, given
from domain.kinds.words import SubjectType, Words

MILESTONE = SubjectType(
    name="milestone",
    label="Milestone",
    plural="milestones",
    plural_label="Milestones",
    fields={
        "title": "Title",
        "owner": "Owner",
        "depends_on": "Depends on",
        "workstream": "Workstream",
        "stage": "Stage",
    },
    lists=("depends_on",),
)
STAGES = {
    "engagement": Choice("Engagement"),
    "preparation": Choice("Preparation"),
    "go-live": Choice("Go-live"),
}


MilestoneStage = Literal["engagement", "preparation", "go-live"]


class MilestoneSet(Event, frozen=True):
    """A milestone was set; its effective date is when it is due, or was reached."""

    kind: ClassVar[str] = "milestone-set"
    subject_type: ClassVar[str] = "milestone"
    begins: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        label="A milestone is set",
        deed="{title}",
        done="{title}: reached {when}.",
        planned="{title}: due {when}.",
        proposed="{title}: proposed for {span}.",
        withdrawn="{title}: withdrawn.",
        retracted="{title}: struck out: it should never have been recorded.",
        happened="{title}",
        to_come="{title}",
    )

    title: Annotated[
        Text,
        about("Title", "What is to be reached.", hint="What will have happened then: “The new command goes live”"),
    ]
    owner: Annotated[PostRef | None, about("Post that answers for it", "The post that answers for it.")] = None
    depends_on: Annotated[
        tuple[DependencyRef, ...] | None, about("Milestones that must come first", "What has to come first.")
    ] = None
    workstream: Annotated[Text | None, about("Workstream", "The part of the programme that it belongs to.")] = None
    stage: Annotated[
        MilestoneStage | None,
        one_of(STAGES),
        about("Stage", "The stage of the merger that it marks."),
    ] = None

    def sets(self, fields: Fields, day: int) -> Fields:
        return given(
            title=self.title,
            owner=self.owner,
            depends_on=self.depends_on,
            workstream=self.workstream,
            stage=self.stage,
        )
