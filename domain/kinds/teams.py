"""Teams: who does the work, where they are based, and which areas they answer for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

import msgspec
from msgspec import UNSET, UnsetType

from domain.kinds.event import AreaRef, Count, Event, SiteRef, Stated, TeamRef, Text, UnitRef
from domain.kinds.state import set_change

Function = Literal["neighbourhoods", "response", "investigation", "safeguarding", "headquarters"]


class Unnamed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Areas of a parent that a paper counts but does not name."""

    area: AreaRef
    count: Count | None


CoversUnnamed = Unnamed | None | UnsetType


def _unnamed(value: CoversUnnamed) -> dict[str, Any]:
    """The field as it is set, where it is: a null that is given clears it, one left out does not."""
    if value is UNSET:
        return {}
    return {"covers_unnamed": {"area": value.area, "count": value.count} if isinstance(value, Unnamed) else None}


class TeamFormed(Event, frozen=True):
    """A team was formed."""

    kind: ClassVar[str] = "team-formed"
    subject_type: ClassVar[str] = "team"
    begins: ClassVar[bool] = True

    name: Text
    unit: UnitRef
    function: Function
    site: SiteRef | None = None
    covers: tuple[AreaRef, ...] | None = None
    covers_unnamed: CoversUnnamed = UNSET
    strength: Count | None = None

    def sets(self, fields: Mapping[str, Any], day: int) -> dict[str, Any]:
        given: dict[str, Any] = {"name": self.name, "unit": self.unit, "function": self.function, "site": self.site}
        if self.covers is not None:
            given["covers"] = sorted(set(self.covers))
        given["strength"] = self.strength
        return {field: value for field, value in given.items() if value is not None} | _unnamed(self.covers_unnamed)


class TeamRenamed(Event, frozen=True):
    """A team took another name."""

    kind: ClassVar[str] = "team-renamed"
    subject_type: ClassVar[str] = "team"

    name: Text

    def sets(self, fields: Mapping[str, Any], day: int) -> dict[str, Any]:
        return {"name": self.name}


class TeamMoved(Event, frozen=True):
    """A team moved its base to another site."""

    kind: ClassVar[str] = "team-moved"
    subject_type: ClassVar[str] = "team"

    to: SiteRef

    def sets(self, fields: Mapping[str, Any], day: int) -> dict[str, Any]:
        return {"site": self.to}


class TeamTransferred(Event, frozen=True):
    """A team went over to another unit."""

    kind: ClassVar[str] = "team-transferred"
    subject_type: ClassVar[str] = "team"

    to: UnitRef

    def sets(self, fields: Mapping[str, Any], day: int) -> dict[str, Any]:
        return {"unit": self.to}


class TeamCoverChanged(Event, frozen=True):
    """Areas were added to what a team covers, or ended."""

    kind: ClassVar[str] = "team-cover-changed"
    subject_type: ClassVar[str] = "team"

    add: tuple[AreaRef, ...] = ()
    end: tuple[AreaRef, ...] = ()
    covers_unnamed: CoversUnnamed = UNSET

    def sets(self, fields: Mapping[str, Any], day: int) -> dict[str, Any]:
        after = set_change(fields.get("covers", []), self.add, self.end)
        return ({} if after is None else {"covers": after}) | _unnamed(self.covers_unnamed)


class TeamResized(Event, frozen=True):
    """A team grew or shrank, to a figure or in a direction."""

    kind: ClassVar[str] = "team-resized"
    subject_type: ClassVar[str] = "team"

    strength: Count | None = None
    direction: Literal["larger", "smaller"] | None = None

    def __post_init__(self) -> None:
        if (self.strength is None) == (self.direction is None):
            raise ValueError("give either strength or, where there is no figure, direction")

    def sets(self, fields: Mapping[str, Any], day: int) -> dict[str, Any]:
        return {} if self.strength is None else {"strength": self.strength}


class TeamsMerged(Event, frozen=True, rename={"from_": "from"}):
    """Teams were merged into the subject, and ended."""

    kind: ClassVar[str] = "teams-merged"
    subject_type: ClassVar[str] = "team"

    from_: Annotated[tuple[TeamRef, ...], msgspec.Meta(min_length=1)]

    def also_ends(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.from_))


class TeamDisbanded(Event, frozen=True):
    """A team was disbanded."""

    kind: ClassVar[str] = "team-disbanded"
    subject_type: ClassVar[str] = "team"
    ends: ClassVar[bool] = True


class TeamStated(Stated, frozen=True):
    """A paper says something of a team that alters nothing."""

    kind: ClassVar[str] = "team-stated"
    subject_type: ClassVar[str] = "team"


EVENTS = (
    TeamFormed,
    TeamRenamed,
    TeamMoved,
    TeamTransferred,
    TeamCoverChanged,
    TeamResized,
    TeamsMerged,
    TeamDisbanded,
    TeamStated,
)
