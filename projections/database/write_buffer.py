"""Write buffers: they collect inserts and deletes by primary key, and write many rows at a time."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table

_FEW = 8
RowKey = tuple[Any, ...]
Pending = tuple[Table, tuple[str, ...], list[tuple[Any, ...]]]
"""Rows that are to be written, with their table and its columns."""


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Make Python collect garbage less often: a long import keeps most of its objects, and spent
    a fifth of its time on it."""
    thresholds = gc.get_threshold()
    gc.set_threshold(200_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)


@lru_cache(maxsize=256)
def _statements(table: Table, columns: tuple[str, ...], style: str) -> tuple[str, str]:
    mark = "?" if style == "qmark" else "%s"
    keys = [column.name for column in table.primary_key]
    where = " AND ".join(f"{key} = {mark}" for key in keys)
    names, marks = ", ".join(columns), ", ".join(mark for _ in columns)
    return f"INSERT INTO {table.name} ({names}) VALUES ({marks})", f"DELETE FROM {table.name} WHERE {where}"


def insert_rows(
    connection: Connection, table: Table, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Insert rows, given as tuples in the order of `columns`. Raises the driver's own errors."""
    if len(rows) > _FEW and connection.dialect.name == "postgresql":
        _copy(connection, f"COPY {table.name} ({', '.join(columns)}) FROM STDIN", rows)
    elif rows:
        _run(connection, _statements(table, columns, connection.dialect.paramstyle)[0], rows)


def _copy(connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """PostgreSQL's own way for many rows, which asks the server nothing a row."""
    cursor: Any = connection.connection.cursor()
    with cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _run(connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Straight to the driver: these rows are the project's own, and most writes are of a single one."""
    cursor = connection.connection.cursor()
    try:
        if len(rows) == 1:
            cursor.execute(statement, rows[0])
        else:
            cursor.executemany(statement, rows)
    finally:
        cursor.close()


class Buffer:
    """Pending rows of one table. The primary key is the first columns, in order."""

    def __init__(self, table: Table, *columns: str) -> None:
        self.table = table
        self.columns = columns
        self._width = len(table.primary_key.columns)
        self._inserts: dict[RowKey, tuple[Any, ...]] = {}
        self._deletes: list[RowKey] = []

    def insert(self, *row: Any) -> None:
        """Put a row in."""
        self._inserts[row[: self._width] if self._width else (id(row), len(self._inserts))] = row

    def pending(self, *key: Any) -> tuple[Any, ...] | None:
        """A row that has been put in and not written yet."""
        return self._inserts.get(key)

    def delete(self, *key: Any) -> None:
        """Take a row out."""
        if self._inserts.pop(key, None) is None:
            self._deletes.append(key)

    def take_pending(self) -> tuple[list[RowKey], list[tuple[Any, ...]]]:
        """The keys to delete and the rows to insert; the buffer is empty afterwards."""
        gone, come = self._deletes, list(self._inserts.values())
        self._deletes, self._inserts = [], {}
        return gone, come


def flush_buffers(connection: Connection, buffers: Iterable[Buffer]) -> None:
    """Write the pending rows of different tables; on PostgreSQL a few rows take one trip to the server."""
    pending: list[Pending] = []
    for buffer in buffers:
        gone, come = buffer.take_pending()
        if gone:
            _run(connection, _statements(buffer.table, buffer.columns, connection.dialect.paramstyle)[1], gone)
        if come:
            pending.append((buffer.table, buffer.columns, come))
    few = len(pending) > 1 and all(len(come) <= _FEW for _, _, come in pending)
    if few and connection.dialect.name == "postgresql":
        _insert_together(connection, pending)
    else:
        for table, columns, come in pending:
            insert_rows(connection, table, columns, come)


def _insert_together(
    connection: Connection, pending: list[tuple[Table, tuple[str, ...], list[tuple[Any, ...]]]]
) -> None:
    *others, last = (_insert(table, columns, len(come)) for table, columns, come in pending)
    parts = ", ".join(f"part_{number} AS ({statement})" for number, statement in enumerate(others))
    values = tuple(value for _, _, come in pending for row in come for value in row)
    _run(connection, f"WITH {parts} {last}", [values])


@lru_cache(maxsize=256)
def _insert(table: Table, columns: tuple[str, ...], count: int) -> str:
    row = f"({', '.join(['%s'] * len(columns))})"
    return f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES {', '.join([row] * count)}"
