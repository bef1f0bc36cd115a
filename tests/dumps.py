"""What a database holds, table by table, to compare it with what it held before or with another."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, Table, select

from projections.boxes import BOXES
from projections.engine import reading
from projections.tables import made, metadata

Dump = dict[str, list[tuple[Any, ...]]]


def dump(engine: Engine) -> Dump:
    """Every row of every table, sorted. The ids of an R*Tree's rows are not columns of ours, so they are left out."""
    return _rows(engine, *metadata.sorted_tables, *made.sorted_tables)


def read_models(engine: Engine) -> Dump:
    """Every row that is made from the log; whether a subject is split is kept with its stream."""
    assert set(BOXES) <= set(made.sorted_tables)
    return _rows(engine, metadata.tables["stream"], *made.sorted_tables)


def _rows(engine: Engine, *tables: Table) -> Dump:
    with reading(engine) as connection:
        return {table.name: sorted(map(tuple, connection.execute(select(table))), key=repr) for table in tables}
