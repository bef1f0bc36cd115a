"""The story of a change: what it is now, as known, and every entry that made it so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import msgspec

from domain.changes import DONE, OPEN, Change
from domain.edtf import When, show
from domain.entries import Entry
from domain.questions import Question
from projections.audience import evolve
from projections.versions import Versions


@dataclass(slots=True)
class Story:
    """A change and its entries, in the order of the log; the first one started it."""

    change: Change
    entries: list[Entry] = field(default_factory=list)

    def shown(self, question: Question, versions: Versions) -> dict[str, Any]:
        """The change as answers show it."""
        change, first = self.change, self.entries[0]
        started = first.shown(versions.of(first))
        amendments = [entry.shown(versions.of(entry)) for entry in self.entries[1:]]
        view: dict[str, Any] = {
            "id": change.id,
            "change": change.id,
            "type": change.type,
            "subject": change.slug,
            "kind": change.event.kind,
            "standing": change.standing,
            "effective_on": change.when.text,
            "earliest": show(change.when.earliest),
            "latest": show(change.when.latest),
            "details": msgspec.to_builtins(change.event),
        }
        if "reason" in started:
            view["reason"] = started["reason"]
        if change.source is not None:
            view["source"] = msgspec.to_builtins(change.source)
        view["restricted"] = change.restricted
        view |= {name: started[name] for name in _SERVER_SIDE if name in started}
        day = question.effective_on
        return view | {
            "overdue": change.is_overdue(question.known_on),
            "possible": bool(change.counts_under & question.mask) and change.when.earliest <= day < change.when.latest,
            "baseline": _bounds(change.baseline),
            "forecast": _bounds(change.when if change.standing in OPEN else None),
            "actual": _bounds(change.when if change.standing == DONE else None),
            "slip": change.slip,
            "amendments": amendments,
            "claims": [amendment for amendment in amendments if amendment["kind"] == "claim-recorded"],
        }


_SERVER_SIDE = ("recorded_at", "entered_at", "recorded_by", "version", "backfilled")


def stories(entries: Iterable[Entry]) -> list[Story]:
    """The changes of these entries, which are whole and in the order of the log, in the order of their first ones."""
    found: dict[int, Story] = {}
    for entry in entries:
        story = found.get(entry.change_place)
        if story is None:
            found[entry.change_place] = Story(evolve(None, entry), [entry])
        else:
            story.change = evolve(story.change, entry)
            story.entries.append(entry)
    return list(found.values())


def _bounds(when: When | None) -> dict[str, Any] | None:
    if when is None:
        return None
    return {"effective_on": when.text, "earliest": show(when.earliest), "latest": show(when.latest)}
