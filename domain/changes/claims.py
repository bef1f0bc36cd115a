"""Claims: what another paper says of a change, whether the change says the same, and how a disagreement was settled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Literal

import msgspec

from domain.changes.change import Change, details_of
from domain.log.amendments import ChangeCorrected, ChangeRetracted, ClaimDismissed, ClaimRecorded
from domain.log.body import Source
from domain.log.entry import Entry
from domain.log.payloads import Starting
from domain.time import edtf

EFFECTIVE_ON: Final = "effective_on"
DETAILS: Final = "details"
Aspect = Literal["effective_on", "details"]
ASPECTS: tuple[Aspect, ...] = (EFFECTIVE_ON, DETAILS)
"""What two papers can disagree about."""

OPEN: Final = "open"
SETTLED: Final = "settled"
AGREES: Final = "agrees"
ClaimStatus = Literal["open", "settled", "agrees"]
CORRECTED_TO_CLAIM: Final = "corrected-to-claim"
CORRECTED_OTHERWISE: Final = "corrected-otherwise"
DISMISSED: Final = "dismissed"
RETRACTED: Final = "retracted"
SettledHow = Literal["corrected-to-claim", "corrected-otherwise", "dismissed", "retracted"]

Stage = tuple[Entry, Change]
"""An entry of a change, and the change after it."""


class Claim(msgspec.Struct, frozen=True):
    """What a claim says of one aspect of its change, as far as it is known how that ended."""

    entry: Entry
    aspect: Aspect
    fields: tuple[str, ...]
    """What the two say differently: those that differ now, or that differed until it was settled."""
    settled_by: Entry | None
    how: SettledHow | None

    @property
    def state(self) -> ClaimStatus:
        """Open, settled, or that it says what the change says."""
        if not self.fields:
            return AGREES
        return OPEN if self.settled_by is None else SETTLED


class Governing(msgspec.Struct, frozen=True):
    """The entry that made a change say what it says of one aspect, and the paper that it has that from."""

    entry: Entry
    source: Source | None


def claims_of(stages: Sequence[Stage]) -> list[Claim]:
    """What each claim says of each aspect that it gives, in the order of the log; `stages` are those of one change."""
    return [
        _followed(entry, aspect, stages[at:])
        for at, (entry, _) in enumerate(stages)
        if isinstance(entry.body, ClaimRecorded)
        for aspect in ASPECTS
        if _gives(entry.body, aspect)
    ]


def governing_entries(stages: Sequence[Stage]) -> dict[str, Governing]:
    """For each aspect, the entry that the change has it from."""
    entries: dict[str, Governing] = {}
    for entry, _ in stages:
        body = entry.body
        if isinstance(body, ClaimRecorded):
            continue
        given = [aspect for aspect in ASPECTS if isinstance(body, Starting) or _gives(body, aspect)]
        entries |= {aspect: Governing(entry, body.source) for aspect in given}
        if isinstance(body, ChangeCorrected) and not given:
            # It gives a source and nothing else: what the change says stands, on another paper.
            entries |= {aspect: Governing(was.entry, body.source) for aspect, was in entries.items()}
    return entries


def _followed(entry: Entry, aspect: Aspect, stages: Sequence[Stage]) -> Claim:
    """One claim, from the moment at which it was recorded."""
    assert isinstance(entry.body, ClaimRecorded)
    first = before = stages[0][1]
    for later, after in stages[1:]:
        how = _settles(entry, aspect, later, after)
        if how is not None:
            fields = next(filter(None, (differing(each, entry.body, aspect) for each in (before, first, after))), ())
            return Claim(entry, aspect, fields, later, how)
        before = after
    return Claim(entry, aspect, differing(before, entry.body, aspect), None, None)


def _settles(claim: Entry, aspect: str, entry: Entry, after: Change) -> SettledHow | None:
    """How a later entry settles a claim; None where it does not."""
    assert isinstance(claim.body, ClaimRecorded)
    match entry.body:
        case ChangeRetracted():
            return RETRACTED
        case ClaimDismissed(claim=named) if named == claim.id:
            return DISMISSED
        case ChangeCorrected() if _gives(entry.body, aspect):
            return CORRECTED_OTHERWISE if differing(after, claim.body, aspect) else CORRECTED_TO_CLAIM
    return None


def differing(change: Change, claim: ClaimRecorded, aspect: str) -> tuple[str, ...]:
    """What a claim says otherwise than the change does. What it leaves out, its paper does not say."""
    if aspect == EFFECTIVE_ON:
        assert claim.effective_on is not None
        claimed = edtf.parse(claim.effective_on)
        same = (claimed.earliest, claimed.latest) == (change.when.earliest, change.when.latest)
        return () if same else (EFFECTIVE_ON,)
    says, claims_ = msgspec.to_builtins(change.event), msgspec.to_builtins(details_of(change, claim))
    return tuple(field for field, value in claims_.items() if _plain(value) != _plain(says.get(field)))


def _gives(body: Any, aspect: str) -> bool:
    value = getattr(body, aspect, None)
    return value is not None and value is not msgspec.UNSET


def _plain(value: Any) -> Any:
    """A list as the set that it is; an empty one says no more than none."""
    return sorted(set(value)) or None if isinstance(value, list | tuple) else value
