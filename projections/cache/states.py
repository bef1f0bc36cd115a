"""The states that were read last, kept in memory by their numbers: what a number stands for never alters."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from functools import lru_cache
from threading import Lock
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    Text,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    select,
)

from projections.database.prepared import rows
from projections.database.tables import body, person

BESIDE, _BETWEEN = "\x1d", "\x1e"
"""What stands between an item and what is beside it, and between two states. JSON has neither but escaped."""
_MOST_BYTES = 64 * 1024 * 1024
_OVERHEAD = 400
"""Bytes that a state takes in memory beside its text, or thereabouts."""


class TooMany(Exception):
    """More states would have to be read than may be."""


class Bodies:
    """States by number, up to so many bytes: the item as JSON, open at its end, or "" where there is none; and what is
    beside it, if anything, after BESIDE. It is safe among threads.

    A number is given once and never again, not even by a rebuild. So only numbers that are there for good may be asked
    for: none that a transaction gave which may yet be undone.
    """

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._kept: tuple[int, OrderedDict[str, str]] = 0, OrderedDict()
        """Under how many names were erased when these were read, since a text may hold a name."""
        self._lock = Lock()

    def find(self, connection: Connection, numbers: Sequence[str], erased: int, most: int | None = None) -> list[str]:
        """The states of numbers (as digits), in their order. The database is asked for those only that are not kept.

        `erased` is how many names the register has lost, as this transaction sees it. Raises TooMany where more than
        `most` would have to be read.
        """
        under, kept = self._kept
        states: list[Any] = list(map(kept.get, numbers)) if under == erased else [None] * len(numbers)
        if None in states:
            missing = [number for number, state in zip(numbers, states, strict=True) if state is None]
            if most is not None and len(missing) > most:
                raise TooMany
            found = _read(connection, missing)
            self._keep(found, erased)
            states = [found[number] if state is None else state for number, state in zip(numbers, states, strict=True)]
        return states

    def _keep(self, found: dict[str, str], erased: int) -> None:
        with self._lock:
            if self._kept[0] != erased:
                self._kept, self._bytes = (erased, OrderedDict()), 0
            kept = self._kept[1]
            for number, state in found.items():
                if number not in kept:
                    kept[number] = state
                    self._bytes += len(state) + _OVERHEAD
            while self._bytes > self._most_bytes:
                self._bytes -= len(kept.popitem(last=False)[1]) + _OVERHEAD


def _read(connection: Connection, numbers: list[str]) -> dict[str, str]:
    """As one row, since Python is slow at taking rows."""
    statement, is_sqlite = _statement(connection.dialect.name), connection.dialect.name == "sqlite"
    wanted = f"[{','.join(numbers)}]" if is_sqlite else list(map(int, numbers))
    ((found, items, besides),) = rows(connection, statement, {"numbers": wanted})
    states: dict[str, str] = dict(zip(found.split(","), items.split(_BETWEEN), strict=True))
    for extra in besides.split(_BETWEEN) if besides else ():
        number, _, beside = extra.partition(BESIDE)
        states[number] += BESIDE + beside
    return states


@lru_cache(maxsize=2)
def _statement(dialect: str) -> Select[Any]:
    is_sqlite = dialect == "sqlite"
    quoted = func.json_quote(person.c.name) if is_sqlite else cast(func.to_json(person.c.name), Text)
    name = func.coalesce(select(quoted).where(person.c.id == body.c.person).scalar_subquery(), _word("null"))
    # No text in an item can look like this: its quotation marks are escaped.
    named = func.replace(body.c.item, _word('"name":null'), _word('"name":').concat(name))
    item = case((body.c.person.is_(None), body.c.item), else_=named)
    number = cast(body.c.number, Text)
    beside = case((body.c.extra.is_not(None), number.concat(_word(BESIDE)).concat(body.c.extra)))
    join = func.group_concat if is_sqlite else func.string_agg
    # What is joined of the same rows is in the same order.
    query = select(
        join(number, _word(",")),
        join(func.coalesce(item, _word("")), _word(_BETWEEN)),
        join(beside, _word(_BETWEEN)),
    )
    if is_sqlite:
        wanted = func.json_each(bindparam("numbers", type_=Text)).table_valued("value")
        return query.select_from(wanted.join(body, body.c.number == wanted.c.value))
    return query.where(body.c.number == func.any(cast(bindparam("numbers"), ARRAY(BigInteger))))


def _word(text: str) -> ColumnElement[str]:
    """A text of ours, written into the statement."""
    return literal_column(f"'{text}'", Text)
