"""One subject's history as pieces of JSON, for the hand-written SQL to put together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import msgspec

from domain.time.edtf import END

_SPLIT = '"overdue":'


class Piece(NamedTuple):
    """One change of a history: its JSON before and after the value of `overdue`, without the closing brace."""

    place: int
    latest: int
    is_done: bool
    entries: int
    head: str
    rest: str


def pieces(answer: dict[str, Any]) -> Iterator[Piece]:
    """The pieces of the product's own answer, as known now. Every date of the benchmark's log is exact."""
    for place, change in enumerate(answer["history"]):
        head, _, rest = msgspec.json.encode(change).decode().partition(_SPLIT)
        rest = rest.removeprefix("true").removeprefix("false")[:-1]
        latest = END if change["latest"] is None else date.fromisoformat(change["latest"]).toordinal()
        done = change["standing"] == "done"
        yield Piece(place, latest, done, 1 + len(change["amendments"]), head + _SPLIT, rest)


def whole(type_: str, item: str, late: list[str], found: tuple[int, str | None, str | None]) -> bytes:
    """The answer: the state, flat and whole; how many entries there are; the changes in effect; and all of them."""
    version, changes, history = found
    if late:
        item = f'{item[:-2]}"{",".join(sorted(late))}"]}}'
    state = f'{{"type":"{type_}",{item[1:-1]},"version":{version},"state":{item}'
    return f'{state},"changes":[{changes or ""}],"history":[{history or ""}]}}'.encode()
