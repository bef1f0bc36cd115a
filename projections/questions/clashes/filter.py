"""Which clashes are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from domain.clashes.evaluate import BY_NAME, Clash
from domain.refusals import MalformedQuestion
from domain.time import instants

Certainty = Literal["certain", "possible"]
CERTAINTIES: tuple[Certainty, ...] = ("certain", "possible")


def certainty(clash: Clash) -> Certainty:
    """Whether it comes for certain, as things are known."""
    return "certain" if clash.is_certain else "possible"


@dataclass(frozen=True)
class Wanted:
    """Which clashes are asked for. Days are ordinals."""

    first: int | None = None
    last: int | None = None
    rule: str | None = None
    subject: str | None = None
    certainty: str | None = None

    def takes(self, clash: Clash) -> bool:
        """Whether a clash is one of them."""
        return (
            (self.first is None or clash.last > self.first)
            and (self.last is None or clash.first <= self.last)
            and self.rule in (None, clash.rule)
            and self.certainty in (None, certainty(clash))
            and (self.subject is None or any(self.subject in (slug, f"{t}/{slug}") for t, slug in clash.subjects))
        )


def wanted(first: str | None, last: str | None, rule: str | None, subject: str | None, certain: str | None) -> Wanted:
    """What a question narrows itself to, as it was asked. Raises Malformed."""
    days = [None if day is None else instants.parse_day(day) for day in (first, last)]
    if subject is not None and "\0" in subject:
        raise MalformedQuestion(fault="a parameter holds the character NUL")
    for given, named, what in ((rule, tuple(BY_NAME), "rule"), (certain, CERTAINTIES, "certainty")):
        if given is not None and given not in named:
            raise MalformedQuestion(fault=f'"{given}" is not a {what} (they are: {", ".join(named)})')
    return Wanted(days[0], days[1], rule, subject, certain)
