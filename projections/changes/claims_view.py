"""The claims of a change as answers show them: how each ended, and which entries the change rests on."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from domain.changes import claims
from domain.changes.change import Change
from domain.changes.claims import Claim, ClaimStatus, Governing, Stage
from domain.log.amendments import ClaimRecorded
from domain.log.entry import Entry, EntryRecord
from domain.time import instants
from projections.changes.claim_answers import FollowedClaim, GoverningEntries, Governs, Settlement
from projections.log.histories import evolve_change


def stages(entries: Iterable[Entry]) -> list[Stage]:
    """Each entry of a change with the change after it."""
    found: list[Stage] = []
    change: Change | None = None
    for entry in entries:
        change = evolve_change(change, entry)
        found.append((entry, change))
    return found


def with_claims(
    entries: Iterable[Entry], amendments: Iterable[EntryRecord]
) -> tuple[list[FollowedClaim], GoverningEntries | None]:
    """The claims among the amendments of a change, each with what became of it; and, where there are any, the entries
    that the change has its own word from."""
    shown = [amendment for amendment in amendments if amendment["kind"] == ClaimRecorded.__struct_config__.tag]
    if not shown:
        return [], None
    followed = stages(entries)
    by_entry: dict[str, list[Claim]] = {}
    for claim in claims.claims_of(followed):
        by_entry.setdefault(claim.entry.id, []).append(claim)
    governing: GoverningEntries = {}
    for aspect, entry in claims.governing_entries(followed).items():
        if aspect == claims.EFFECTIVE_ON:
            governing["effective_on"] = governs(entry)
        else:
            governing["details"] = governs(entry)
    return [_with_outcome(amendment, by_entry[amendment["id"]]) for amendment in shown], governing


def governs(governing: Governing) -> Governs:
    """The entry that a change has its date or its details from, and its paper where it names one."""
    entry = governing.entry
    shown: Governs = {
        "entry": entry.id,
        "recorded_at": instants.show(entry.recorded_at),
        "recorded_by": entry.recorded_by,
    }
    if governing.source is not None:
        shown["source"] = msgspec.to_builtins(governing.source)
    return shown


def settlement(claim: Claim) -> Settlement | None:
    """How a claim was settled, by which entry, when and why."""
    entry = claim.settled_by
    if entry is None or claim.state != claims.SETTLED:
        return None
    return {
        "how": claim.how,
        "entry": entry.id,
        "recorded_at": instants.show(entry.recorded_at),
        "recorded_by": entry.recorded_by,
        "reason": entry.body.reason,
    }


def _with_outcome(amendment: EntryRecord, aspects: list[Claim]) -> FollowedClaim:
    """A claim and what became of it as a whole: it is open as long as one aspect of it is."""
    states: tuple[ClaimStatus, ...] = (claims.OPEN, claims.SETTLED)
    for state in states:
        here = [claim for claim in aspects if claim.state == state]
        if here:
            return {**amendment, "state": state, "settled": settlement(here[-1])}
    return {**amendment, "state": claims.AGREES, "settled": None}
