"""The payload of an entry, by its kind: what comes in over the API, stands in a file, and lies in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec

from domain.kinds.event import Event, Slug, Text
from domain.kinds.fields import about
from domain.kinds.registry import EVENTS
from domain.log.amendments import AMENDMENTS
from domain.log.body import Body, Standing, check_date


class Starting(Body, frozen=True, kw_only=True):
    """An entry that starts a change."""

    subject: Annotated[Slug, about("Subject", "What it happened to. The kind says of which type it is.")]
    effective_on: Annotated[
        str,
        about("When", "When it is so in the world: `2018-10-01`, `2018-10`, `2018` or an interval of those."),
    ]
    standing: Annotated[Standing, about("Standing", "Whether it happened, is decided, or is only proposed.")]
    details: Event
    restricted: Annotated[bool, about("Restricted", "Whether observers are not to see it. Left out: false.")] = False
    change: Slug | None = None

    def __post_init__(self) -> None:
        check_date(self.effective_on)


def _starting(event: type[Event]) -> type[Starting]:
    """The body of the entries that start a change of one kind: `details` has that kind's fields."""
    fields: list[Any] = [("details", event) if _needs_details(event) else ("details", event, event())]
    if event.needs_reason:
        fields.append(("reason", Text))
    made: Any = msgspec.defstruct(
        f"{event.__name__}Entry",
        fields,
        bases=(Starting,),
        frozen=True,
        kw_only=True,
        tag=event.kind,
        module=__name__,
        namespace={"__doc__": event.__doc__},
    )
    starting: type[Starting] = made
    return starting


def _needs_details(event: type[Event]) -> bool:
    """Whether an entry of this kind has to give details: those of the others may be empty."""
    return bool(event.exactly_one) or any(field.required for field in msgspec.structs.fields(event))


STARTINGS: dict[str, type[Starting]] = {kind: _starting(event) for kind, event in EVENTS.items()}
BODIES: dict[str, type[Body]] = {**STARTINGS, **AMENDMENTS}
if TYPE_CHECKING:
    EntryKind = str
else:
    EntryKind = Literal[tuple(BODIES)]
# The kinds are collected and not listed, so to a type checker the name of one is any text.
