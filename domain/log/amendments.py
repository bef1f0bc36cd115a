"""Amendments: entries that act on a change that stands in the log, each with its words."""

from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec
from msgspec import UNSET, UnsetType

from domain.kinds.event import Slug, Text
from domain.kinds.fields import about
from domain.kinds.words import AmendmentWords
from domain.log.body import Body, Source, check_date

Details = msgspec.Raw | UnsetType
"""Details as they came: only the change tells of which kind they are."""


class Amendment(Body, frozen=True, kw_only=True):
    """An entry that acts on a change that stands in the log."""

    deed: ClassVar[str]
    """What is done to the change, as a refusal says it."""
    words: ClassVar[AmendmentWords]

    change: Slug


class ChangeConfirmed(Amendment, frozen=True, kw_only=True, tag="change-confirmed"):
    """What was proposed is planned. Its date becomes the baseline."""

    deed: ClassVar[str] = "confirmed"
    words: ClassVar[AmendmentWords] = AmendmentWords(
        label="A proposal is agreed",
        sentence="Agreed: {now}",
        offer="Agree to it",
        hint="It was proposed, and is planned from now on.",
    )


class ChangeCompleted(Amendment, frozen=True, kw_only=True, tag="change-completed"):
    """It really happened, on this date, which cannot be in the future."""

    deed: ClassVar[str] = "completed"
    words: ClassVar[AmendmentWords] = AmendmentWords(
        label="A plan is done",
        sentence="Done: {now}",
        offer="It has happened",
        hint="Say when it really happened.",
    )

    effective_on: Annotated[str, about("When did it happen?", "When it really happened.")]

    def __post_init__(self) -> None:
        check_date(self.effective_on)


class ChangeRescheduled(Amendment, frozen=True, kw_only=True, tag="change-rescheduled"):
    """The plan moved to another date."""

    deed: ClassVar[str] = "rescheduled"
    words: ClassVar[AmendmentWords] = AmendmentWords(
        label="A plan moves to another date",
        sentence="Rescheduled from {before} to {after}: {now}",
        offer="Move it to another date",
        hint="The plan moved: say to when, and why. How far it slipped is reckoned from the first plan.",
    )

    effective_on: Annotated[str, about("When is it now to happen?", "The date that it moved to.")]
    reason: Text

    def __post_init__(self) -> None:
        check_date(self.effective_on)


class ChangeWithdrawn(Amendment, frozen=True, kw_only=True, tag="change-withdrawn"):
    """It is called off."""

    deed: ClassVar[str] = "withdrawn"
    words: ClassVar[AmendmentWords] = AmendmentWords(
        label="A plan is withdrawn",
        sentence="{now}",
        offer="Withdraw it",
        hint="It will not happen. The record keeps that it was planned.",
    )

    reason: Text


class ChangeCorrected(Amendment, frozen=True, kw_only=True, tag="change-corrected"):
    """The record was wrong: this is right. Give at least one of `effective_on`, `details` (whole) and `source`."""

    deed: ClassVar[str] = "corrected"
    words: ClassVar[AmendmentWords] = AmendmentWords(
        label="The record is corrected",
        sentence="Corrected: {now}",
        offer="Correct the record",
        hint="The record was wrong, and this is right. What it said before stays readable.",
    )

    reason: Text
    effective_on: Annotated[
        str | None, about("When (as it should have been recorded)", "The date that should have been recorded.")
    ] = None
    details: Annotated[Details, about("What it should say", "The right details, given whole.")] = UNSET

    def __post_init__(self) -> None:
        check_date(self.effective_on)
        if self.effective_on is None and self.details is UNSET and self.source is None:
            raise ValueError("a correction gives the right effective_on, details (whole) or source")


class ClaimRecorded(Amendment, frozen=True, kw_only=True, tag="claim-recorded"):
    """Another paper says otherwise: in `effective_on`, `details` or both. No state alters; the claim is kept."""

    deed: ClassVar[str] = "claimed otherwise"
    words: ClassVar[AmendmentWords] = AmendmentWords(
        label="Another paper says otherwise",
        sentence="Another paper says otherwise: {claim}",
        offer="Another paper says otherwise",
        hint="Another paper says otherwise. Nothing changes until the record is corrected.",
    )

    source: Source
    effective_on: Annotated[str | None, about("When, by that paper", "The date that the other paper gives.")] = None
    details: Annotated[Details, about("What that paper says", "The details by the other paper, given whole.")] = UNSET

    def __post_init__(self) -> None:
        check_date(self.effective_on)
        if self.effective_on is None and self.details is UNSET:
            raise ValueError("a claim says what the paper gives instead: effective_on or details (whole)")


class ClaimDismissed(Amendment, frozen=True, kw_only=True, tag="claim-dismissed"):
    """The paper that says otherwise is wrong, or is no longer held to."""

    deed: ClassVar[str] = "rid of a claim"
    words: ClassVar[AmendmentWords] = AmendmentWords(
        label="What another paper says is dismissed",
        sentence="What another paper says is dismissed. The record stands: {now}",
        offer="Dismiss the claim",
        hint="The other paper is wrong, or is no longer held to. What it said stays readable.",
    )

    claim: Annotated[Slug, about("Claim", "The id of the entry that recorded the claim.")]
    reason: Text


class ChangeRetracted(Amendment, frozen=True, kw_only=True, tag="change-retracted"):
    """It ought not to be in the log. Nothing more can be done to it but to restrict or release it."""

    deed: ClassVar[str] = "retracted"
    words: ClassVar[AmendmentWords] = AmendmentWords(
        label="An entry is struck out",
        sentence="{now}",
        offer="Strike it out",
        hint="It should never have been recorded. It counts for nothing from now on, and stays readable.",
    )

    reason: Text


class ChangeReleased(Amendment, frozen=True, kw_only=True, tag="change-released"):
    """Anyone may see the change again."""

    deed: ClassVar[str] = "released"
    words: ClassVar[AmendmentWords] = AmendmentWords(
        label="A change is released",
        sentence="Open to everyone again: {now}",
        offer="Show it to everyone again",
        hint="Everyone who may read the record will see it.",
    )

    reason: Text


class ChangeRestricted(Amendment, frozen=True, kw_only=True, tag="change-restricted"):
    """Only managers and members may see the change."""

    deed: ClassVar[str] = "restricted"
    words: ClassVar[AmendmentWords] = AmendmentWords(
        label="A change is restricted",
        sentence="Restricted to members and managers: {now}",
        offer="Restrict it to members and managers",
        hint="Only members and managers will see it, on every page, in every list and count.",
    )

    reason: Text


UNTESTED = (ClaimRecorded, ClaimDismissed, ChangeRestricted, ChangeReleased)
"""Amendments that leave every history as it is, and so are not tested against any."""

AMENDMENTS: dict[str, type[Amendment]] = {
    str(amendment.__struct_config__.tag): amendment for amendment in Amendment.__subclasses__()
}
"""Every kind of amendment by its name, in the order in which a change's page offers them."""
