"""The items of a structure as JSON: one type for each type of subject.

They are stored as JSON, and put together as text: nothing is made of these types, and a test holds
real answers to them.
"""

from __future__ import annotations

from typing import TypedDict

from domain.kinds.areas import AreaType
from domain.kinds.milestones import MilestoneStage
from domain.kinds.posts import Tenure
from domain.kinds.sites import Use
from domain.kinds.teams import Function
from domain.kinds.units import UnitType
from projections.read_models.state_json import PossibleChange


class ItemBase(TypedDict):
    """What every item of a structure has; `because` has, for each field, the id of the change that last set it."""

    id: str
    since: str | None
    because: dict[str, str]
    possible: list[str]
    """The ids of changes that may be in effect, since their dates are not exact."""
    overdue: list[str]
    """The ids of changes that are planned and whose last day is past."""


class AreaItem(ItemBase):
    """A borough or a ward."""

    name: str
    area_type: AreaType
    parent: str | None
    gss_code: str | None


class UnitItem(ItemBase):
    """A borough command, a Basic Command Unit or a function of one."""

    name: str
    unit_type: UnitType
    parent: str | None
    areas: list[str]


class SiteItem(ItemBase):
    """A police station, base or office."""

    name: str
    area: str | None
    address: str | None
    uses: list[Use]


class CoversUnnamedAreas(TypedDict):
    """Areas of a parent that a paper counts and does not name."""

    area: str
    count: int | None


class TeamItem(ItemBase):
    """A team: its unit, its base and the areas that it answers for."""

    name: str
    unit: str
    function: Function
    site: str | None
    covers: list[str]
    covers_unnamed: CoversUnnamedAreas | None
    strength: int | None


class Holder(TypedDict):
    """The person who holds a post; the name is null where it was erased."""

    person: str
    name: str | None
    rank: str | None
    tenure: Tenure
    since: str | None


class PostItem(ItemBase):
    """A post, and who holds it."""

    title: str
    unit: str
    rank: str | None
    function: Function | None
    area: str | None
    holder: Holder | None


class MilestoneItem(ItemBase):
    """A milestone."""

    title: str
    owner: str | None
    depends_on: list[str]
    workstream: str | None
    stage: MilestoneStage | None


class StructureAnswer(TypedDict):
    """The organisation on a day: every unit, site, team, post and area, each list in the order of ids."""

    units: list[UnitItem]
    sites: list[SiteItem]
    teams: list[TeamItem]
    posts: list[PostItem]
    areas: list[AreaItem]
    possible: list[PossibleChange]
    passed_over: list[str]
    """The ids of changes that were impossible in their turn."""
