"""What whoever records an entry is told."""

from __future__ import annotations

from typing import Any

from api.services.mergerlog import Mergerlog
from projections.questions.clashes.impact import impact_shown
from projections.recording.effect import Recorded


def told(mergerlog: Mergerlog, programme: str, recorded: Recorded) -> dict[str, Any]:
    """What became of an entry, or would: the entry, what to be warned of, and what it alters."""
    warnings = [
        {
            "rule": "name-in-words",
            "person": person,
            "sentence": "A reason or a quote holds the name of a registered person: write [name], so that the name "
            "can be erased and the log still stands.",
        }
        for person in recorded.named
    ]
    clashes = {"basis": recorded.basis} | impact_shown(mergerlog.clashes_of(programme, recorded))
    return {
        "entry": recorded.entry.shown(),
        "warnings": clashes["opened"] + warnings,
        "effect": recorded.effect | {"clashes": clashes},
    }
