"""Sites: the police stations, bases and offices that teams work from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from domain.kinds.event import AreaRef, Event, Stated, Text
from domain.kinds.state import set_change

Use = Literal[
    "headquarters",
    "control-room",
    "response-base",
    "patrol-base",
    "front-counter",
    "custody",
    "custody-overflow",
    "neighbourhood-base",
    "office",
]


class SiteOpened(Event, frozen=True):
    """A site was opened."""

    kind: ClassVar[str] = "site-opened"
    subject_type: ClassVar[str] = "site"
    begins: ClassVar[bool] = True

    name: Text
    area: AreaRef | None = None
    address: Text | None = None
    uses: tuple[Use, ...] | None = None

    def sets(self, fields: Mapping[str, Any], day: int) -> dict[str, Any]:
        given: dict[str, Any] = {"name": self.name, "area": self.area, "address": self.address}
        if self.uses is not None:
            given["uses"] = sorted(set(self.uses))
        return {field: value for field, value in given.items() if value is not None}


class SiteRenamed(Event, frozen=True):
    """A site took another name."""

    kind: ClassVar[str] = "site-renamed"
    subject_type: ClassVar[str] = "site"

    name: Text

    def sets(self, fields: Mapping[str, Any], day: int) -> dict[str, Any]:
        return {"name": self.name}


class SiteUsesChanged(Event, frozen=True):
    """Uses were added to a site, or ended there."""

    kind: ClassVar[str] = "site-uses-changed"
    subject_type: ClassVar[str] = "site"

    add: tuple[Use, ...] = ()
    end: tuple[Use, ...] = ()

    def sets(self, fields: Mapping[str, Any], day: int) -> dict[str, Any]:
        after = set_change(fields.get("uses", []), self.add, self.end)
        return {} if after is None else {"uses": after}


class SiteClosed(Event, frozen=True):
    """A site was closed."""

    kind: ClassVar[str] = "site-closed"
    subject_type: ClassVar[str] = "site"
    ends: ClassVar[bool] = True


class SiteSold(Event, frozen=True):
    """A site was sold, open or closed."""

    kind: ClassVar[str] = "site-sold"
    subject_type: ClassVar[str] = "site"
    ends: ClassVar[bool] = True


class SiteStated(Stated, frozen=True):
    """A paper says something of a site that alters nothing."""

    kind: ClassVar[str] = "site-stated"
    subject_type: ClassVar[str] = "site"


EVENTS = (SiteOpened, SiteRenamed, SiteUsesChanged, SiteClosed, SiteSold, SiteStated)
