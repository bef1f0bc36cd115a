"""The coordinates of a question: a day in effective time, a point in recorded time, and a basis."""

from __future__ import annotations

from datetime import date
from typing import NotRequired, TypedDict, cast

import msgspec

from domain.changes.change import BASES, ChangeBasis
from domain.refusals import MalformedQuestion
from domain.time import instants

ALWAYS = 2**63 - 1


class AskedQuestion(TypedDict):
    """The question as it was resolved: as answers return it."""

    effective_on: str
    known_on: str
    known_at: str | None
    basis: ChangeBasis
    settled: bool
    clock: NotRequired[str]


class Question(msgspec.Struct, frozen=True):
    """What is asked, resolved. Days are ordinals, instants microseconds."""

    effective_on: int
    known_on: int
    """The day, in London, of the known point."""
    known_at: int | None
    """The known point, where the question gave an instant."""
    until: int
    """What was recorded before this instant is known."""
    basis: ChangeBasis
    is_past: bool
    """Whether the known point is over."""

    @property
    def mask(self) -> int:
        """The basis as a bit."""
        return BASES[self.basis]

    def is_settled(self, last_recorded: int) -> bool:
        """Whether no later entry can alter the answer: the known point is over, and so is its end in recorded time,
        where the last entry was recorded at an instant."""
        return self.is_past and last_recorded >= self.until

    def shown(self, settled: bool) -> AskedQuestion:
        """As answers return it, under `asked`."""
        return {
            "effective_on": date.fromordinal(self.effective_on).isoformat(),
            "known_on": date.fromordinal(self.known_on).isoformat(),
            "known_at": None if self.known_at is None else instants.show(self.known_at),
            "basis": self.basis,
            "settled": settled,
        }


def resolve_question(
    now: int,
    effective_on: str | None = None,
    known_on: str | None = None,
    known_at: str | None = None,
    basis: str | None = None,
) -> Question:
    """Resolve the coordinates that were given, and those that were left out. Raises Malformed."""
    if known_on is not None and known_at is not None:
        raise MalformedQuestion(fault="a question takes known_on or known_at, not both")
    if basis is not None and basis not in BASES:
        raise MalformedQuestion(fault=f'"{basis}" is not a basis: ask under done, planned or proposed')
    today = instants.london_day(now)
    known_day, instant, until, is_past = today, None, ALWAYS, False
    if known_on is not None:
        known_day = instants.parse_day(known_on)
        until = instants.end_of_day(known_day)
        is_past = until <= now
        if known_day > today:
            raise MalformedQuestion(
                fault=f"known_on {known_on} is after today: nobody knows yet what will be known then"
            )
    elif known_at is not None:
        instant = instants.parse(known_at)
        if instant > now:
            raise MalformedQuestion(fault=f"known_at {known_at} is after now: nobody knows yet what will be known then")
        known_day, until, is_past = instants.london_day(instant), instant + 1, instant < now
    day = today if effective_on is None else instants.parse_day(effective_on)
    if basis is None:
        basis = "done" if day <= known_day else "planned"
    return Question(day, known_day, instant, until, cast("ChangeBasis", basis), is_past)
