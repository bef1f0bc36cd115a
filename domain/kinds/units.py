"""Units: borough commands, Basic Command Units and their functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

import msgspec

from domain.kinds.event import AreaRef, Event, Stated, Text, UnitRef


class UnitEstablished(Event, frozen=True):
    """A unit was established."""

    kind: ClassVar[str] = "unit-established"
    subject_type: ClassVar[str] = "unit"
    begins: ClassVar[bool] = True

    name: Text
    unit_type: Literal["borough-command", "bcu", "function"]
    parent: UnitRef | None = None
    areas: tuple[AreaRef, ...] | None = None

    def sets(self, fields: Mapping[str, Any], day: int) -> dict[str, Any]:
        given: dict[str, Any] = {"name": self.name, "unit_type": self.unit_type, "parent": self.parent}
        if self.areas is not None:
            given["areas"] = sorted(set(self.areas))
        return {field: value for field, value in given.items() if value is not None}


class UnitRenamed(Event, frozen=True):
    """A unit took another name."""

    kind: ClassVar[str] = "unit-renamed"
    subject_type: ClassVar[str] = "unit"

    name: Text

    def sets(self, fields: Mapping[str, Any], day: int) -> dict[str, Any]:
        return {"name": self.name}


class UnitsMerged(Event, frozen=True, rename={"from_": "from"}):
    """Units were merged into the subject, and ended."""

    kind: ClassVar[str] = "units-merged"
    subject_type: ClassVar[str] = "unit"

    from_: Annotated[tuple[UnitRef, ...], msgspec.Meta(min_length=1)]

    def also_ends(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.from_))


class UnitDissolved(Event, frozen=True):
    """A unit was dissolved."""

    kind: ClassVar[str] = "unit-dissolved"
    subject_type: ClassVar[str] = "unit"
    ends: ClassVar[bool] = True


class UnitStated(Stated, frozen=True):
    """A paper says something of a unit that alters nothing."""

    kind: ClassVar[str] = "unit-stated"
    subject_type: ClassVar[str] = "unit"


EVENTS = (UnitEstablished, UnitRenamed, UnitsMerged, UnitDissolved, UnitStated)
