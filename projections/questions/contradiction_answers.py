"""The answers about contradictions, as JSON shows them."""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict

from domain.changes.change import Lifecycle
from domain.changes.claims import Aspect, ClaimStatus
from domain.kinds.registry import Kind, SubjectTypeName
from domain.log.body import StoredSource
from projections.changes.claim_answers import Governs, Settlement


class ChangeSays(Governs):
    """What a change says of the aspect, and the entry that it has that from."""

    effective_on: NotRequired[str]
    details: NotRequired[dict[str, Any]]


class ClaimSays(TypedDict):
    """What another paper says of the aspect."""

    effective_on: NotRequired[str | None]
    details: NotRequired[dict[str, Any]]
    entry: str
    recorded_at: str
    recorded_by: str
    source: StoredSource


class Contradiction(TypedDict):
    """A claim of a paper that says otherwise than the change that it is about."""

    change: str
    type: SubjectTypeName
    subject: str
    kind: Kind
    standing: Lifecycle
    aspect: Aspect
    fields: list[str]
    change_says: ChangeSays
    claim_says: ClaimSays
    claim: str
    state: ClaimStatus
    settled: Settlement | None


class ContradictionsAnswer(TypedDict):
    """Claims that say otherwise than the change that they are about, in the order of the log."""

    contradictions: list[Contradiction]
