"""The claims of a change in JSON: the shapes of a claim, its settlement and the governing entries."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from domain.changes.claims import ClaimStatus, SettledHow
from domain.log.body import StoredSource
from domain.log.entry import EntryRecord


class Governs(TypedDict):
    """The entry that a change has its date or its details from, and the paper where it names one."""

    entry: str
    recorded_at: str
    recorded_by: str
    source: NotRequired[StoredSource]


class Settlement(TypedDict):
    """How a claim was settled: by which entry, when, by whom and why."""

    how: SettledHow | None
    entry: str
    recorded_at: str
    recorded_by: str
    reason: str | None


class GoverningEntries(TypedDict, total=False):
    """The entries that a change has its date and its details from, where a claim says otherwise."""

    effective_on: Governs
    details: Governs


class FollowedClaim(EntryRecord):
    """A claim about a change, with what became of it."""

    state: ClaimStatus
    settled: Settlement | None
