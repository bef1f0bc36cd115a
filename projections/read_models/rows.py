"""Rows of a subject's read model: current knowledge, and knowledge that an entry closed.

Current knowledge is a list of rows, each a state that holds from a day until the next row of the same basis. An entry
replaces it from some day on. Where old and new agree, what was known stays known since when it was; where they differ,
the old becomes a closed rectangle, and the new is known from this entry on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from projections.read_models.state_json import RenderedState

ALL_BASES = 7


class StateRow(NamedTuple):
    """Current knowledge from a day on, under the bases of the mask."""

    day: int
    mask: int
    known_from: int
    ref: int
    body: RenderedState


class ClosedRow(NamedTuple):
    """Knowledge that an entry closed: so from one day to another, and known so since `known_from`."""

    day_from: int
    day_to: int
    mask: int
    known_from: int
    ref: int


class StateRevision(NamedTuple):
    """What one entry does to the rows of one subject."""

    gone: list[StateRow]
    new: list[StateRow]
    closed: list[ClosedRow]


StatePart = tuple[int, int, int, RenderedState]
"""A row of one group of bases: day, known from, ref, body."""

StateStep = tuple[int, RenderedState]
"""A state and the day that it begins on."""


def start_row(rows: Sequence[StateRow], first: int, basis: int) -> StateRow | None:
    """The last row of a basis among the first so many."""
    for number in range(first - 1, -1, -1):
        if rows[number].mask & basis:
            return rows[number]
    return None
