"""The cache of states, by their numbers: the state that a number stands for never alters (docs/decisions/0025)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from sys import getsizeof
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

from projections.cache.store import MOST_BYTES, BoundedStore
from projections.database.prepared import rows
from projections.database.tables import body, person

BESIDE, _BETWEEN = "\x1d", "\x1e"
"""Separators: before what an answer shows apart from an item, and between two states. JSON has both only escaped."""


_NUMBER_BYTES = 64
"""Memory that the digits of a number take, at the most."""


class TooMany(Exception):
    """More states would have to be read than the caller allows."""


def _size(_: str, state: str) -> int:
    return _NUMBER_BYTES + getsizeof(state)


class StateCache:
    """States by number: the item as JSON, open at its end, or "" where there is none; and after BESIDE, what an answer
    shows apart from the item. Safe among threads.

    A number is given once and never again, not even by a rebuild. So only numbers that are committed may be asked for:
    one that a transaction gave which is undone comes again, with another state.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._kept: tuple[int, BoundedStore[str, str]] = 0, BoundedStore(_size, most_bytes)
        """How many names had been erased when these states were read, since a state may hold a name; and the states."""

    def states_of(
        self, connection: Connection, numbers: Sequence[str], erased: int, most: int | None = None
    ) -> list[str]:
        """The states of numbers (as digits), in their order. Only those that are not kept are read from the database.

        `erased` is how many names the register has lost, as this transaction sees it. Raises TooMany where more than
        `most` would have to be read.
        """
        under, kept = self._kept
        if under != erased:
            kept = BoundedStore(_size, self._most_bytes)
            self._kept = erased, kept
        states: list[Any] = kept.get_all(numbers)
        if None in states:
            missing = [number for number, state in zip(numbers, states, strict=True) if state is None]
            if most is not None and len(missing) > most:
                raise TooMany
            read = _read(connection, missing)
            kept.put_all(read.items())
            states = [read[number] if state is None else state for number, state in zip(numbers, states, strict=True)]
        return states


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
