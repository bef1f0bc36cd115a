"""Drafts as answers show them: their entries, which can still be recorded, and the conflicts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from domain.time import instants
from projections.scenarios.conflicts import Conflict
from projections.scenarios.drafts import Draft
from projections.scenarios.replay import Replayed


def draft_heading(draft: Draft) -> dict[str, Any]:
    """The draft without its entries."""
    return {
        "id": draft.id,
        "name": draft.name,
        "state": draft.state,
        "made_by": draft.made_by,
        "made_at": instants.show(draft.made_at),
        "closed_by": draft.closed_by,
    }


def draft_view(draft: Draft, played: Iterable[Replayed], changed: list[Conflict]) -> dict[str, Any]:
    """The draft, each entry with whether it can be recorded on the log as it is now, over those before it."""
    why = {each.entry.id: str(each.refusal) for each in played if each.refusal is not None}
    entries = [
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
    return draft_heading(draft) | {
        "can_be_committed": is_ready,
        "entries": entries,
        "changed": [conflict_view(conflict) for conflict in changed],
    }


def conflict_view(conflict: Conflict) -> dict[str, Any]:
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


def refusal_view(played: Replayed) -> dict[str, Any]:
    """An entry of a draft that cannot be recorded, and why."""
    return {"id": played.entry.id, "why": str(played.refusal)}


def supposed_draft_view(draft: Draft, played: Iterable[Replayed]) -> dict[str, Any]:
    """What an answer that supposes a draft says of it: an entry that is refused is left out of the answer."""
    return {
        "id": draft.id,
        "name": draft.name,
        "entries": len(draft.entries),
        "left_out": [refusal_view(each) for each in played if each.refusal is not None],
    }
