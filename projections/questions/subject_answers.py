"""The answers about one subject as JSON: its state, the changes in effect, and its history.

They are put together as text: nothing is made of these types, and a test holds real answers to them.
"""

from __future__ import annotations

from typing import Literal, TypedDict

from projections.changes.view import ChangeRecord
from projections.questions.structure_items import AreaItem, MilestoneItem, PostItem, SiteItem, TeamItem, UnitItem


class EffectiveChange(ChangeRecord):
    """A change in effect, and whether it was impossible in its turn."""

    passed_over: bool


class SubjectRecord(TypedDict):
    """A subject: the changes in effect in fold order, and every change that ever touched it. Where it stands, the
    answer has the fields of its state too."""

    id: str
    version: int
    changes: list[EffectiveChange]
    history: list[ChangeRecord]


class AreaRecord(SubjectRecord):
    """An area."""

    type: Literal["area"]
    state: AreaItem | None


class UnitRecord(SubjectRecord):
    """A unit."""

    type: Literal["unit"]
    state: UnitItem | None


class SiteRecord(SubjectRecord):
    """A site."""

    type: Literal["site"]
    state: SiteItem | None


class TeamRecord(SubjectRecord):
    """A team."""

    type: Literal["team"]
    state: TeamItem | None


class PostRecord(SubjectRecord):
    """A post."""

    type: Literal["post"]
    state: PostItem | None


class MilestoneRecord(SubjectRecord):
    """A milestone."""

    type: Literal["milestone"]
    state: MilestoneItem | None


SUBJECT_RECORDS: dict[str, tuple[type, type]] = {
    "area": (AreaRecord, AreaItem),
    "unit": (UnitRecord, UnitItem),
    "site": (SiteRecord, SiteItem),
    "team": (TeamRecord, TeamItem),
    "post": (PostRecord, PostItem),
    "milestone": (MilestoneRecord, MilestoneItem),
}
"""By the type of subject: what its answer is, and the item whose fields it has too where it stands."""


def subject_types(type_: str) -> tuple[type, ...]:
    """The types of the answer about a subject; a noun that has none of its own yet has what all have in common."""
    return SUBJECT_RECORDS.get(type_, (SubjectRecord,))
