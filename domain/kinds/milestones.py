"""Milestones: dates that someone answers for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from domain.kinds.event import DependencyRef, Event, PostRef, Text


class MilestoneSet(Event, frozen=True):
    """A milestone was set; its effective date is when it is due, or was reached."""

    kind: ClassVar[str] = "milestone-set"
    subject_type: ClassVar[str] = "milestone"
    begins: ClassVar[bool] = True

    title: Text
    owner: PostRef | None = None
    depends_on: tuple[DependencyRef, ...] | None = None
    workstream: Text | None = None
    stage: Literal["engagement", "preparation", "go-live"] | None = None

    def sets(self, fields: Mapping[str, Any], day: int) -> dict[str, Any]:
        given: dict[str, Any] = {"title": self.title, "owner": self.owner}
        if self.depends_on is not None:
            given["depends_on"] = sorted(set(self.depends_on))
        given |= {"workstream": self.workstream, "stage": self.stage}
        return {field: value for field, value in given.items() if value is not None}


EVENTS = (MilestoneSet,)
