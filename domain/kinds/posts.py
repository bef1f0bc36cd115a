"""Posts: who leads, and who is the point of contact for a borough."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from domain.kinds.event import AreaRef, Event, PersonRef, Stated, Text, UnitRef
from domain.kinds.teams import Function
from domain.time.edtf import show


class PostCreated(Event, frozen=True):
    """A post was created."""

    kind: ClassVar[str] = "post-created"
    subject_type: ClassVar[str] = "post"
    begins: ClassVar[bool] = True

    title: Text
    unit: UnitRef
    rank: Text | None = None
    function: Function | None = None
    area: AreaRef | None = None

    def sets(self, fields: Mapping[str, Any], day: int) -> dict[str, Any]:
        given = {
            "title": self.title,
            "unit": self.unit,
            "rank": self.rank,
            "function": self.function,
            "area": self.area,
        }
        return {field: value for field, value in given.items() if value is not None}


class LeaderAppointed(Event, frozen=True):
    """A person was appointed to a post."""

    kind: ClassVar[str] = "leader-appointed"
    subject_type: ClassVar[str] = "post"

    person: PersonRef
    tenure: Literal["substantive", "acting", "temporary"]
    rank: Text | None = None

    def sets(self, fields: Mapping[str, Any], day: int) -> dict[str, Any]:
        # The name is the register's, not the log's: whoever answers a question puts it in.
        holder = {"person": self.person, "name": None, "rank": self.rank, "tenure": self.tenure, "since": show(day)}
        return {"holder": holder}


class PostVacated(Event, frozen=True):
    """The holder left a post."""

    kind: ClassVar[str] = "post-vacated"
    subject_type: ClassVar[str] = "post"

    def sets(self, fields: Mapping[str, Any], day: int) -> dict[str, Any]:
        return {"holder": None}

    def impossible(self, fields: Mapping[str, Any]) -> str | None:
        return None if fields.get("holder") else "nobody holds the post"


class PostAbolished(Event, frozen=True):
    """A post was abolished."""

    kind: ClassVar[str] = "post-abolished"
    subject_type: ClassVar[str] = "post"
    ends: ClassVar[bool] = True


class PostStated(Stated, frozen=True):
    """A paper says something of a post that alters nothing."""

    kind: ClassVar[str] = "post-stated"
    subject_type: ClassVar[str] = "post"


EVENTS = (PostCreated, LeaderAppointed, PostVacated, PostAbolished, PostStated)
