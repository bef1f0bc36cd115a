"""The answer to whoever records an entry, or puts it into a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, TypedDict

import msgspec

from api.services.mergerlog import Mergerlog
from domain.changes.change import ChangeBasis
from domain.log.entry import EntryRecord
from projections.questions.clashes.impact import ClashImpact, impact_shown
from projections.questions.clashes.page import ClashRecord
from projections.recording.effect import EntryEffect, Recorded


class NameWarning(TypedDict):
    """A warning that the words of an entry hold the name of a registered person."""

    rule: Literal["name-in-words"]
    person: str
    sentence: str


if TYPE_CHECKING:
    EntryWarning = ClashRecord | NameWarning
else:
    # msgspec describes no union of two such types.
    _ONE_OF_TWO = {"anyOf": [{"$ref": f"#/components/schemas/{name}"} for name in ("ClashRecord", "NameWarning")]}
    EntryWarning = Annotated[Any, msgspec.Meta(extra_json_schema=_ONE_OF_TWO)]


class EntryClashes(ClashImpact):
    """The clashes that an entry opens and clears, under a basis; null where it can do neither."""

    basis: ChangeBasis | None


class RecordedEffect(EntryEffect):
    """What an entry alters, and the clashes that it opens and clears."""

    clashes: EntryClashes


class RecordResult(TypedDict):
    """What became of an entry, or would: the entry, warnings about it, and what it alters."""

    entry: EntryRecord
    warnings: list[EntryWarning]
    effect: RecordedEffect


def record_result(mergerlog: Mergerlog, programme: str, recorded: Recorded) -> RecordResult:
    """What became of an entry, or would."""
    impact = impact_shown(mergerlog.clashes_of(programme, recorded))
    names: list[NameWarning] = [
        {
            "rule": "name-in-words",
            "person": person,
            "sentence": "A reason or a quote holds the name of a registered person: write [name], so that the name "
            "can be erased and the log still stands.",
        }
        for person in recorded.named
    ]
    return {
        "entry": recorded.entry.shown(),
        "warnings": [*impact["opened"], *names],
        "effect": {**recorded.effect, "clashes": {"basis": recorded.basis, **impact}},
    }
