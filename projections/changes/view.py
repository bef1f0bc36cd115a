"""The story of a change: what it is now, as known, and every entry that made it so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from domain.changes.change import DONE, OPEN, Change
from domain.changes.coordinates import Question
from domain.kinds.event import Event
from domain.log.body import Source
from domain.log.entry import Entry
from domain.time import instants
from domain.time.edtf import When, show
from projections.changes.claims_view import with_claims
from projections.log.histories import evolve_change
from projections.log.visible_versions import Versions


class Dates(msgspec.Struct, gc=False):
    """A date as it was written, and its bounds: `YYYY-MM-DD`, or null where it is open."""

    effective_on: str
    earliest: str | None
    latest: str | None


class Telling(msgspec.Struct, gc=False):
    """A change as answers show it, field by field."""

    id: str
    change: str
    type: str
    subject: str
    kind: str
    standing: str
    effective_on: str
    earliest: str | None
    latest: str | None
    details: Event
    reason: str | UnsetType
    source: Source | UnsetType
    restricted: bool
    recorded_at: str
    entered_at: str
    recorded_by: str
    version: int
    backfilled: bool | UnsetType
    overdue: bool
    possible: bool
    baseline: Dates | None
    forecast: Dates | None
    actual: Dates | None
    slip: int | None
    slip_earliest: int | None
    amendments: list[dict[str, Any]]
    claims: list[dict[str, Any]]
    governing: dict[str, Any] | None


@dataclass(slots=True)
class Story:
    """A change and its entries, in the order of the log; the first one started it."""

    change: Change
    entries: list[Entry] = field(default_factory=list)

    def shown(self, question: Question, versions: Versions) -> dict[str, Any]:
        """The change as answers show it."""
        shown: dict[str, Any] = msgspec.to_builtins(self.telling(question, versions))
        return shown

    def telling(self, question: Question, versions: Versions) -> Telling:
        """The same, ready to be written as JSON."""
        change, first, day = self.change, self.entries[0], question.effective_on
        dates = _bounds(change.when)
        amendments = [entry.shown(versions.version_of(entry)) for entry in self.entries[1:]]
        claims, governing = with_claims(self.entries, amendments)
        return Telling(
            id=change.id,
            change=change.id,
            type=change.type,
            subject=change.slug,
            kind=change.event.kind,
            standing=change.standing,
            effective_on=dates.effective_on,
            earliest=dates.earliest,
            latest=dates.latest,
            details=change.event,
            reason=UNSET if first.body.reason is None else first.body.reason,
            source=UNSET if change.source is None else change.source,
            restricted=change.restricted,
            recorded_at=instants.show(first.recorded_at),
            entered_at=instants.show(first.entered_at),
            recorded_by=first.recorded_by,
            version=versions.version_of(first),
            backfilled=first.backfilled or UNSET,
            overdue=change.is_overdue(question.known_on),
            possible=bool(change.counts_under & question.mask) and change.when.earliest <= day < change.when.latest,
            baseline=None if change.baseline is None else _bounds(change.baseline),
            forecast=dates if change.standing in OPEN else None,
            actual=dates if change.standing == DONE else None,
            slip=change.slip,
            slip_earliest=change.slip_earliest,
            amendments=amendments,
            claims=claims,
            governing=governing,
        )

    def moves(self) -> list[dict[str, Any]]:
        """Each time that its date was given anew: from what to what, why, by which paper, who said so and when."""
        found: list[dict[str, Any]] = []
        change: Change | None = None
        for entry in self.entries:
            before, change = change, evolve_change(change, entry)
            if before is None or before.when == change.when:
                continue
            said = entry.shown()
            found.append(
                {"entry": entry.id, "kind": entry.body.kind}
                | {"from": msgspec.to_builtins(_bounds(before.when)), "to": msgspec.to_builtins(_bounds(change.when))}
                | {name: said.get(name) for name in ("reason", "source", "recorded_at", "recorded_by")}
            )
        return found


def stories(entries: Iterable[Entry]) -> list[Story]:
    """The changes of these entries, which are whole and in the order of the log, in the order of their first ones."""
    found: dict[int, Story] = {}
    for entry in entries:
        story = found.get(entry.change_place)
        if story is None:
            found[entry.change_place] = Story(evolve_change(None, entry), [entry])
        else:
            story.change = evolve_change(story.change, entry)
            story.entries.append(entry)
    return list(found.values())


def _bounds(when: When) -> Dates:
    return Dates(when.text, show(when.earliest), show(when.latest))
