"""One subject's history as pieces of JSON, for the hand-written SQL to put together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from domain.edtf import END

_SPLIT = '"overdue":'


class Piece(NamedTuple):
    """One change of a history: its JSON before and after the value of `overdue`, without the closing brace."""

    place: int
    latest: int
    is_done: bool
    head: str
    rest: str


def pieces(answer: dict[str, Any]) -> Iterator[Piece]:
    """The pieces of the product's own answer, as known now. Every date of the benchmark's log is exact."""
    for place, change in enumerate(answer["history"]):
        text = msgspec.json.encode(change).decode()
        head, _, rest = text.partition(_SPLIT)
        rest = rest.removeprefix("true").removeprefix("false")
        latest = END if change["latest"] is None else _ordinal(change["latest"])
        yield Piece(place, latest, change["standing"] == "done", head + _SPLIT, rest[:-1])


def _ordinal(day: str) -> int:
    from datetime import date

    return date.fromisoformat(day).toordinal()
