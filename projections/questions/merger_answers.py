"""The answers about mergers as JSON: what each has left over, and its ledger."""

from __future__ import annotations

from typing import TypedDict

from domain.changes.change import Lifecycle
from domain.kinds.registry import Kind, SubjectTypeName
from domain.mergers.ledger import LedgerOutcome


class Remainder(TypedDict):
    """Something that a merger has left over, and why."""

    type: SubjectTypeName
    id: str
    why: str | None


_From = TypedDict("_From", {"from": list[str]})


class MergerCourse(_From):
    """A merger, and the two days that its ledger goes by."""

    change: str
    type: SubjectTypeName
    subject: str
    kind: Kind
    standing: Lifecycle
    effective_on: str
    earliest: str | None
    latest: str | None
    counts: bool
    drawn_up_on: str | None
    judged_on: str | None


class MergerSummary(MergerCourse):
    """A merger and what it has left over: it is complete where it counts and nothing is."""

    complete: bool
    outcomes: dict[LedgerOutcome, int]
    remainder: list[Remainder]


class MergersAnswer(TypedDict):
    """Every merger that counts or is open, by its date."""

    mergers: list[MergerSummary]


class LedgerSubject(TypedDict):
    """A subject: its type and its id."""

    type: SubjectTypeName
    id: str


class SettlingChange(TypedDict):
    """A change that settled a line of a ledger."""

    change: str
    kind: Kind
    standing: Lifecycle
    effective_on: str


class LedgerItem(TypedDict):
    """Something that those who merged had the day before, and what became of it."""

    type: SubjectTypeName
    id: str
    name: str | None
    outcome: LedgerOutcome
    how: str | None
    has_it: LedgerSubject | None
    settled_by: list[SettlingChange]
    standing: Lifecycle | None
    why: str | None


class MergerAnswer(MergerSummary):
    """A merger with its ledger, and the sites of the day before that the log ties to nobody."""

    ledger: list[LedgerItem]
    untied: list[str]
