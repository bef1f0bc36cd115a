"""Areas: the boroughs and wards that units, teams and posts answer for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from domain.kinds.event import AreaRef, Event, Stated, Text


class AreaDefined(Event, frozen=True):
    """A borough or ward was defined."""

    kind: ClassVar[str] = "area-defined"
    subject_type: ClassVar[str] = "area"
    begins: ClassVar[bool] = True

    name: Text
    area_type: Literal["borough", "ward"]
    parent: AreaRef | None = None
    gss_code: Text | None = None

    def sets(self, fields: Mapping[str, Any], day: int) -> dict[str, Any]:
        given = {"name": self.name, "area_type": self.area_type, "parent": self.parent, "gss_code": self.gss_code}
        return {field: value for field, value in given.items() if value is not None}


class AreaEnded(Event, frozen=True):
    """A borough or ward ceased to be."""

    kind: ClassVar[str] = "area-ended"
    subject_type: ClassVar[str] = "area"
    ends: ClassVar[bool] = True


class AreaStated(Stated, frozen=True):
    """A paper says something of an area that alters nothing."""

    kind: ClassVar[str] = "area-stated"
    subject_type: ClassVar[str] = "area"


EVENTS = (AreaDefined, AreaEnded, AreaStated)
