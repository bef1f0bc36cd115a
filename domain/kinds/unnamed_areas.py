"""Areas that a paper counts but does not name: "three wards of Brent"."""

from __future__ import annotations

import msgspec
from msgspec import UNSET, UnsetType

from domain.kinds.event import AreaRef, Count
from domain.kinds.state import Fields


class Unnamed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Areas of a parent that a paper counts but does not name."""

    area: AreaRef
    count: Count | None

    @property
    def phrase(self) -> str:
        """The words for them, as a template: `3 wards of Brent (not named)`."""
        wards = "wards" if self.count is None else "1 ward" if self.count == 1 else f"{self.count} wards"
        return f"{wards} of {{area}} (not named)"


CoversUnnamed = Unnamed | None | UnsetType


def unnamed_fields(value: CoversUnnamed) -> Fields:
    """The field as it is set, where it is: a null that is given clears it, one left out does not."""
    if value is UNSET:
        return {}
    return {"covers_unnamed": {"area": value.area, "count": value.count} if isinstance(value, Unnamed) else None}
