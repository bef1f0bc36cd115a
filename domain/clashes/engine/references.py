"""Reverse references: the subjects that ever name another, indexed as rules look them up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from domain.changes.change import Change
from domain.kinds.areas import AreaDefined
from domain.kinds.event import Event
from domain.kinds.milestones import MilestoneSet
from domain.kinds.posts import LeaderAppointed, PostCreated
from domain.kinds.registry import FIELDS
from domain.kinds.sites import SiteOpened
from domain.kinds.teams import TeamFormed, TeamMoved, TeamTransferred
from domain.kinds.units import UnitEstablished

NameSet = frozenset[str]


class Index(NamedTuple):
    """One way in which the subjects of a type name something."""

    type: str
    names: Callable[[Event], Iterable[str | None]]


def _areas(event: Event) -> Iterable[str]:
    for field in ("covers", "add"):
        yield from getattr(event, field, None) or ()
    unnamed = getattr(event, "covers_unnamed", None)
    if unnamed and hasattr(unnamed, "area"):
        yield unnamed.area


def _units(event: Event) -> Iterable[str | None]:
    if isinstance(event, TeamFormed):
        return (event.unit,)
    return (event.to,) if isinstance(event, TeamTransferred) else ()


def _sites(event: Event) -> Iterable[str | None]:
    if isinstance(event, TeamFormed):
        return (event.site,)
    return (event.to,) if isinstance(event, TeamMoved) else ()


INDEXES: dict[str, Index] = {
    "posts of a person": Index("post", lambda e: (e.person,) if isinstance(e, LeaderAppointed) else ()),
    "posts of an area": Index("post", lambda e: (e.area,) if isinstance(e, PostCreated) else ()),
    "posts of a unit": Index("post", lambda e: (e.unit,) if isinstance(e, PostCreated) else ()),
    "units of a unit": Index("unit", lambda e: (e.parent,) if isinstance(e, UnitEstablished) else ()),
    "units of an area": Index("unit", lambda e: e.areas or () if isinstance(e, UnitEstablished) else ()),
    "areas of an area": Index("area", lambda e: (e.parent,) if isinstance(e, AreaDefined) else ()),
    "sites of an area": Index("site", lambda e: (e.area,) if isinstance(e, SiteOpened) else ()),
    "teams of a unit": Index("team", _units),
    "teams of a site": Index("team", _sites),
    "teams of an area": Index("team", _areas),
    "milestones of a workstream": Index(
        "milestone", lambda e: (e.workstream or "",) if isinstance(e, MilestoneSet) and e.stage else ()
    ),
}
INDEXES_OF = {type_: {name for name, index in INDEXES.items() if index.type == type_} for type_ in FIELDS}


def named(index: str, changes: Sequence[Change]) -> NameSet:
    """Everything that the changes of one subject name."""
    names = INDEXES[index].names
    return frozenset(name for change in changes for name in names(change.event) if name is not None)
