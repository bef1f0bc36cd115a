"""The tables of closed knowledge: rectangles of days by places in the log, between which something was known.

Written once and never updated. SQLite finds the ones that hold a point by an R*Tree, PostgreSQL by GiST over ranges.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Integer,
    SmallInteger,
    Table,
    and_,
    bindparam,
    cast,
    func,
    literal_column,
    text,
)
from sqlalchemy.types import TypeEngine

from projections.database.tables import made

_AXES = ("programme", "day", "known")
SIDES = tuple(f"{axis}_{end}" for axis in _AXES for end in ("from", "to"))
"""The columns of a rectangle's sides, in the order of `rectangle_sides`."""


def _table(name: str, **payload: TypeEngine[int]) -> Table:
    sides = [Column(side, Integer, nullable=False) for side in SIDES]
    return Table(name, made, *sides, *(Column(word, kind) for word, kind in payload.items()), info={"box": True})


history = _table("history", key=Integer(), mask=SmallInteger(), body=BigInteger())
"""Closed knowledge of a subject's state between two days, under the bases of `mask`."""
lapse = _table("lapse", change=BigInteger())
"""Closed knowledge that a change was planned: from the first day that it was overdue."""
former = _table("former", change=BigInteger())
"""The dates that a change had, from its first possible day to its last, before an entry gave it others or took it back,
or has for ever, where it was withdrawn. Its recorded time may be too long: a question reads the change as well."""

RECTANGLES = (history, lapse, former)


def create_rectangles(connection: Connection) -> None:
    """Make the tables of rectangles that are missing."""
    for table in RECTANGLES:
        names = [column.name for column in table.columns]
        if connection.dialect.name == "sqlite":
            columns = ", ".join(names[: 2 * len(_AXES)] + [f"+{name} INTEGER" for name in names[2 * len(_AXES) :]])
            connection.execute(text(f"CREATE VIRTUAL TABLE IF NOT EXISTS {table.name} USING rtree_i32(id, {columns})"))
        else:
            table.create(connection, checkfirst=True)
            ranges = ", ".join(f"int4range({side}_from, {side}_to, '[]')" for side in _AXES)
            connection.execute(
                text(f"CREATE INDEX IF NOT EXISTS {table.name}_box ON {table.name} USING gist ({ranges})")
            )


def rectangle_sides(programme: int, day_from: int, day_to: int, known_from: int, known_to: int) -> dict[str, int]:
    """The sides of a rectangle, from half-open intervals; an R*Tree's sides are closed."""
    return {
        "programme_from": programme,
        "programme_to": programme,
        "day_from": day_from,
        "day_to": day_to - 1,
        "known_from": known_from,
        "known_to": known_to - 1,
    }


def meets_days(table: Table, dialect: str) -> ColumnElement[bool]:
    """Whether a rectangle holds the parameters `programme` and `known`, and any day between `first` and `last`."""
    programme, known, first, last = (bindparam(name, type_=Integer) for name in ("programme", "known", "first", "last"))
    if dialect == "sqlite":
        point = {"programme": programme, "known": known}
        return and_(
            *(table.c[f"{side}_from"] <= value for side, value in point.items()),
            *(table.c[f"{side}_to"] >= value for side, value in point.items()),
            table.c.day_from <= last,
            table.c.day_to >= first,
        )

    def range_of(low: ColumnElement[int], high: ColumnElement[int]) -> ColumnElement[str]:
        return func.int4range(low, high, literal_column("'[]'"))

    return and_(
        range_of(table.c.programme_from, table.c.programme_to).op("@>")(cast(programme, Integer)),
        range_of(table.c.known_from, table.c.known_to).op("@>")(cast(known, Integer)),
        range_of(table.c.day_from, table.c.day_to).op("&&")(range_of(cast(first, Integer), cast(last, Integer))),
    )


def holds_point(table: Table, dialect: str, day: str = "day") -> ColumnElement[bool]:
    """Whether a rectangle of the table holds the point of the parameters `programme`, `day` (or as it is called) and
    `known`."""
    point = {side: bindparam(day if side == "day" else side, type_=Integer) for side in _AXES}
    if dialect == "sqlite":
        return and_(
            *(table.c[f"{side}_from"] <= value for side, value in point.items()),
            *(table.c[f"{side}_to"] >= value for side, value in point.items()),
        )
    return and_(
        *(
            func.int4range(table.c[f"{side}_from"], table.c[f"{side}_to"], literal_column("'[]'")).op("@>")(
                cast(value, Integer)
            )
            for side, value in point.items()
        )
    )
