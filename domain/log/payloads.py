"""What an entry says, as it comes in over the API, stands in a file, and lies in the log."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

import msgspec
from msgspec import UNSET, UnsetType

from domain.kinds.event import Event, Slug, Text
from domain.kinds.registry import EVENTS
from domain.time import edtf

Standing = Literal["proposed", "planned", "done"]


def _checked_edtf(text: str | None) -> None:
    if text is not None:
        edtf.parse(text)


class Source(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True, omit_defaults=True):
    """The paper that says so: which, when it is from (EDTF), where in it, and its words."""

    document: Text
    dated: str | None = None
    reference: str | None = None
    quote: str | None = None

    def __post_init__(self) -> None:
        _checked_edtf(self.dated)


class Body(
    msgspec.Struct,
    frozen=True,
    gc=False,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    tag_field="kind",
):
    """What any entry may say. The fields from `recorded_at` on are the server's, and an import's."""

    id: Slug | None = None
    reason: Text | None = None
    source: Source | None = None
    recorded_at: str | None = None
    entered_at: str | None = None
    recorded_by: str | None = None
    version: int | None = None
    backfilled: bool | None = None

    @property
    def kind(self) -> str:
        """The name of what happened."""
        tag = self.__struct_config__.tag
        assert isinstance(tag, str)
        return tag


SERVER_FIELDS = ("recorded_at", "entered_at", "recorded_by", "version", "backfilled")


class Starting(Body, frozen=True, kw_only=True):
    """An entry that starts a change."""

    subject: Slug
    effective_on: str
    standing: Standing
    details: Event
    restricted: bool = False
    change: Slug | None = None

    def __post_init__(self) -> None:
        edtf.parse(self.effective_on)


class Amendment(Body, frozen=True, kw_only=True):
    """An entry that acts on a change that stands in the log."""

    deed: ClassVar[str]
    """What is done to the change, as a refusal says it."""
    change: Slug


class ChangeConfirmed(Amendment, frozen=True, kw_only=True, tag="change-confirmed"):
    """What was proposed is planned."""

    deed: ClassVar[str] = "confirmed"


class ChangeRescheduled(Amendment, frozen=True, kw_only=True, tag="change-rescheduled"):
    """The plan moved to another date."""

    deed: ClassVar[str] = "rescheduled"
    effective_on: str
    reason: Text

    def __post_init__(self) -> None:
        edtf.parse(self.effective_on)


class ChangeCompleted(Amendment, frozen=True, kw_only=True, tag="change-completed"):
    """It really happened, on this date."""

    deed: ClassVar[str] = "completed"
    effective_on: str

    def __post_init__(self) -> None:
        edtf.parse(self.effective_on)


class ChangeWithdrawn(Amendment, frozen=True, kw_only=True, tag="change-withdrawn"):
    """It will not happen."""

    deed: ClassVar[str] = "withdrawn"
    reason: Text


class ChangeCorrected(Amendment, frozen=True, kw_only=True, tag="change-corrected"):
    """The record was wrong: this is right."""

    deed: ClassVar[str] = "corrected"
    reason: Text
    effective_on: str | None = None
    details: msgspec.Raw | UnsetType = UNSET

    def __post_init__(self) -> None:
        _checked_edtf(self.effective_on)
        if self.effective_on is None and self.details is UNSET and self.source is None:
            raise ValueError("a correction gives the right effective_on, details (whole) or source")


class ChangeRetracted(Amendment, frozen=True, kw_only=True, tag="change-retracted"):
    """It should never have been recorded."""

    deed: ClassVar[str] = "retracted"
    reason: Text


class ClaimRecorded(Amendment, frozen=True, kw_only=True, tag="claim-recorded"):
    """Another paper says otherwise."""

    deed: ClassVar[str] = "claimed otherwise"
    source: Source
    effective_on: str | None = None
    details: msgspec.Raw | UnsetType = UNSET

    def __post_init__(self) -> None:
        _checked_edtf(self.effective_on)
        if self.effective_on is None and self.details is UNSET:
            raise ValueError("a claim says what the paper gives instead: effective_on or details (whole)")


class ClaimDismissed(Amendment, frozen=True, kw_only=True, tag="claim-dismissed"):
    """The paper that says otherwise is wrong, or is no longer held to."""

    deed: ClassVar[str] = "rid of a claim"
    claim: Slug
    """The id of the entry that recorded the claim."""
    reason: Text


class ChangeRestricted(Amendment, frozen=True, kw_only=True, tag="change-restricted"):
    """Only managers and members may see the change."""

    deed: ClassVar[str] = "restricted"
    reason: Text


class ChangeReleased(Amendment, frozen=True, kw_only=True, tag="change-released"):
    """Anyone may see the change again."""

    deed: ClassVar[str] = "released"
    reason: Text


UNTESTED = (ClaimRecorded, ClaimDismissed, ChangeRestricted, ChangeReleased)
"""Amendments that leave every history as it is, and so are not tested against any."""

AMENDMENTS: dict[str, type[Amendment]] = {
    str(amendment.__struct_config__.tag): amendment
    for amendment in (
        ChangeConfirmed,
        ChangeRescheduled,
        ChangeCompleted,
        ChangeWithdrawn,
        ChangeCorrected,
        ChangeRetracted,
        ClaimRecorded,
        ClaimDismissed,
        ChangeRestricted,
        ChangeReleased,
    )
}


def _starting(event: type[Event]) -> type[Starting]:
    """The body of the entries that start a change of one kind: `details` has that kind's fields."""
    needs_details = any(field.required for field in msgspec.structs.fields(event)) or event.kind == "team-resized"
    fields: list[Any] = [("details", event) if needs_details else ("details", event, event())]
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


STARTINGS: dict[str, type[Starting]] = {kind: _starting(event) for kind, event in EVENTS.items()}
BODIES: dict[str, type[Body]] = {**STARTINGS, **AMENDMENTS}
