"""Statements compiled once and run on the driver itself: the toolkit's own way costs more than the question."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, SelectBase


@lru_cache(maxsize=256)
def _compiled(statement: SelectBase, dialect: Dialect) -> tuple[str, list[str] | None, dict[str, Any]]:
    made = statement.compile(dialect=dialect)
    return str(made), made.positiontup, dict(made.params)


def rows(connection: Connection, statement: SelectBase, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Every row, as plain tuples. No type of ours needs its values converted."""
    sql, order, given = _compiled(statement, connection.dialect)
    said = given | values
    cursor = connection.connection.cursor()
    try:
        cursor.execute(sql, said if order is None else [said[name] for name in order])
        return list(cursor.fetchall())
    finally:
        cursor.close()
