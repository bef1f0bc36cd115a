"""The story of a change: what it is now, as known, and every entry that made it so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NotRequired, TypedDict

import msgspec
from msgspec import UNSET, UnsetType

from domain.changes.change import DONE, OPEN, Change, Lifecycle
from domain.changes.coordinates import Question
from domain.kinds.event import Event
from domain.kinds.registry import Kind, SubjectTypeName
from domain.log.body import Source, StoredSource
from domain.log.entry import Entry, EntryRecord
from domain.time import instants
from domain.time.edtf import When, show
from projections.changes.claim_answers import FollowedClaim, GoverningEntries
from projections.changes.claims_view import with_claims
from projections.log.histories import evolve_change
from projections.log.visible_versions import Versions


class Dates(TypedDict):
    """A date as it was written, and its bounds: `YYYY-MM-DD`, or null where it is open."""

    effective_on: str
    earliest: str | None
    latest: str | None


Redating = TypedDict(
    "Redating",
    {
        "entry": str,
        "kind": str,
        "from": Dates,
        "to": Dates,
        "reason": str | None,
        "source": StoredSource | None,
        "recorded_at": str,
        "recorded_by": str,
    },
)
"""A time that a change was given another date."""


class Telling(msgspec.Struct, gc=False):
    """A change as answers show it, field by field."""

    id: str
    change: str
    type: SubjectTypeName
    subject: str
    kind: Kind
    standing: Lifecycle
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
    amendments: list[EntryRecord]
    claims: list[FollowedClaim]
    governing: GoverningEntries | None


class ChangeRecord(TypedDict):
    """The same as JSON."""

    id: str
    change: str
    type: SubjectTypeName
    subject: str
    kind: Kind
    standing: Lifecycle
    effective_on: str
    earliest: str | None
    latest: str | None
    details: dict[str, Any]
    reason: NotRequired[str]
    source: NotRequired[StoredSource]
    restricted: bool
    recorded_at: str
    entered_at: str
    recorded_by: str
    version: int
    backfilled: NotRequired[bool]
    overdue: bool
    possible: bool
    baseline: Dates | None
    forecast: Dates | None
    actual: Dates | None
    slip: int | None
    slip_earliest: int | None
    amendments: list[EntryRecord]
    claims: list[FollowedClaim]
    governing: GoverningEntries | None


@dataclass(slots=True)
class Story:
    """A change and its entries, in the order of the log; the first one started it."""

    change: Change
    entries: list[Entry] = field(default_factory=list)

    def shown(self, question: Question, versions: Versions) -> ChangeRecord:
        """The change as answers show it."""
        shown: ChangeRecord = msgspec.to_builtins(self.telling(question, versions))
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
            effective_on=dates["effective_on"],
            earliest=dates["earliest"],
            latest=dates["latest"],
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

    def moves(self) -> list[Redating]:
        """Each time that it was given another date: from which to which, why, by which paper, who said so and when."""
        redatings: list[Redating] = []
        change: Change | None = None
        for entry in self.entries:
            before, change = change, evolve_change(change, entry)
            if before is None or before.when == change.when:
                continue
            redatings.append(
                {
                    "entry": entry.id,
                    "kind": entry.body.kind,
                    "from": _bounds(before.when),
                    "to": _bounds(change.when),
                    "reason": entry.body.reason,
                    "source": msgspec.to_builtins(entry.body.source),
                    "recorded_at": instants.show(entry.recorded_at),
                    "recorded_by": entry.recorded_by,
                }
            )
        return redatings


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
    return {"effective_on": when.text, "earliest": show(when.earliest), "latest": show(when.latest)}
