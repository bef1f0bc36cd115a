"""Deletes states from the table `body` without ever giving a number twice: caches keep states by number."""

from __future__ import annotations

from sqlalchemy import (
    Connection,
    SelectBase,
    delete,
    func,
    select,
    update,
)

from projections.database.tables import body

EMPTY = -1
"""The life of a row of `body` that only holds its number."""


def delete_states(connection: Connection, numbers: SelectBase | None = None) -> None:
    """Delete states, by number, or all. The last one of the table is emptied instead, so that its number does not come
    again."""
    last = select(func.max(body.c.number)).scalar_subquery()
    which = [] if numbers is None else [body.c.number.in_(numbers)]
    connection.execute(delete(body).where(body.c.number < last, *which))
    empty = {"life": EMPTY, "item": None, "extra": None, "person": None}
    connection.execute(update(body).where(body.c.number == last, *which).values(empty))
