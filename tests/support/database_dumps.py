"""What a database holds, table by table, to compare it with what it held before or with another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Engine, Select, Table, select

from projections.database.connections import reading
from projections.database.rectangles import RECTANGLES
from projections.database.tables import made, metadata
from projections.read_models.search_index import words
from projections.read_models.state_rows import EMPTY

Dump = dict[str, list[tuple[Any, ...]]]


def dump(engine: Engine) -> Dump:
    """Every row of every table, sorted. The ids of an R*Tree's rows are not columns of ours, so they are left out."""
    return _rows(engine, *metadata.sorted_tables, *made.sorted_tables)


def read_models(engine: Engine) -> Dump:
    """Every row that is made from the log; whether a subject is split is kept with its stream."""
    assert set(RECTANGLES) <= set(made.sorted_tables)
    return _rows(engine, metadata.tables["stream"], *made.sorted_tables)


def _rows(engine: Engine, *tables: Table) -> Dump:
    with reading(engine) as connection:
        bodies = {number: body for number, *body in connection.execute(_all(made.tables["body"]))}
        return {
            table.name: sorted((_resolved(table, row, bodies) for row in connection.execute(_all(table))), key=repr)
            for table in tables
        }


def _all(table: Table) -> Select[Any]:
    if table.name == "body":
        return select(table).where(table.c.life != EMPTY)
    # Of the index of words SQLite keeps no words, only which entries have some.
    return select(table.c.rowid) if table is words else select(table)


def _resolved(table: Table, row: Iterable[Any], bodies: dict[int, list[Any]]) -> tuple[Any, ...]:
    """A row with what the body says in the place of its number: numbers go by who came first."""
    if table.name == "body":
        return tuple(bodies[next(iter(row))])
    names = [column.name for column in table.columns]
    return tuple(tuple(bodies[value]) if name == "body" else value for name, value in zip(names, row, strict=False))
