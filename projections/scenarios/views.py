"""Drafts as answers show them: their entries, which can still be recorded, and the conflicts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, NotRequired, TypedDict

import msgspec

from domain.kinds.registry import SubjectTypeName
from domain.log.entry import EntryRecord
from domain.log.payloads import EntryKind
from domain.time import instants
from projections.questions.headings import LeftOut, SupposedDraft
from projections.scenarios.conflicts import Conflict
from projections.scenarios.drafts import Draft, DraftState
from projections.scenarios.replay import Replayed


class DraftHeading(TypedDict):
    """A draft without its entries."""

    id: str
    name: str
    state: DraftState
    made_by: str
    made_at: str
    closed_by: str | None


class ListedDraft(DraftHeading):
    """A draft with how many entries it has."""

    entries: int


class DraftsAnswer(TypedDict):
    """Every draft of a programme, in the order of their making."""

    scenarios: list[ListedDraft]


class DraftedEntry(TypedDict):
    """An entry of a draft: what it says, why it cannot be recorded now, and what changed under it."""

    entry: dict[str, Any]
    added_by: str
    added_at: str
    refused: str | None
    changed: list[str]


class ConflictRecord(TypedDict):
    """An entry of the log that was recorded under a draft: what, by whom, when, and under which of its entries."""

    id: str
    kind: EntryKind
    change: str
    type: SubjectTypeName
    subject: str
    recorded_by: str
    recorded_at: str
    reason: str | None
    under: list[str]


class DraftView(DraftHeading):
    """A draft with its entries, and what changed under them."""

    can_be_committed: bool
    entries: list[DraftedEntry]
    changed: list[ConflictRecord]


class DraftAnswer(DraftView):
    """A draft, and the last entry of the log that was looked at for it."""

    seen: NotRequired[str | None]


class RebasedDraftAnswer(DraftAnswer):
    """A draft, and what was accepted of what changed under it."""

    accepted: list[ConflictRecord]


class ClosedDraftAnswer(TypedDict):
    """A draft that was committed or discarded, and the entry that says so."""

    id: str
    name: str
    state: Literal["committed", "discarded"]
    entry: EntryRecord


class CommittedDraftAnswer(ClosedDraftAnswer):
    """A draft that was recorded: how many entries, the first and the last."""

    count: int
    first: str
    last: str


def draft_heading(draft: Draft) -> DraftHeading:
    """The draft without its entries."""
    return {
        "id": draft.id,
        "name": draft.name,
        "state": draft.state,
        "made_by": draft.made_by,
        "made_at": instants.show(draft.made_at),
        "closed_by": draft.closed_by,
    }


def draft_view(draft: Draft, played: Iterable[Replayed], changed: list[Conflict]) -> DraftView:
    """The draft, each entry with whether it can be recorded on the log as it is now, over those before it."""
    why = {each.entry.id: str(each.refusal) for each in played if each.refusal is not None}
    entries: list[DraftedEntry] = [
        {
            "entry": msgspec.json.decode(msgspec.json.encode(each.body)),
            "added_by": each.added_by,
            "added_at": instants.show(each.added_at),
            "refused": why.get(each.id),
            "changed": [conflict.entry.id for conflict in changed if each.id in conflict.under],
        }
        for each in draft.entries
    ]
    is_ready = draft.state == "open" and bool(draft.entries) and not why and not changed
    return {
        **draft_heading(draft),
        "can_be_committed": is_ready,
        "entries": entries,
        "changed": [conflict_view(conflict) for conflict in changed],
    }


def conflict_view(conflict: Conflict) -> ConflictRecord:
    """An entry of the log that was recorded under a draft: what, by whom, when, and under which of its entries."""
    entry = conflict.entry.shown()
    return {
        "id": conflict.entry.id,
        "kind": conflict.entry.body.kind,
        "change": conflict.entry.change,
        "type": conflict.subject[0],
        "subject": conflict.subject[1],
        "recorded_by": entry["recorded_by"],
        "recorded_at": entry["recorded_at"],
        "reason": entry.get("reason"),
        "under": list(conflict.under),
    }


def refusal_view(played: Replayed) -> LeftOut:
    """An entry of a draft that cannot be recorded, and why."""
    return {"id": played.entry.id, "why": str(played.refusal)}


def supposed_draft_view(draft: Draft, played: Iterable[Replayed]) -> SupposedDraft:
    """What an answer that supposes a draft says of it: an entry that is refused is left out of the answer."""
    return {
        "id": draft.id,
        "name": draft.name,
        "entries": len(draft.entries),
        "left_out": [refusal_view(each) for each in played if each.refusal is not None],
    }
