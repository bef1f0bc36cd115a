"""Indexes of only some of a table's rows."""

from __future__ import annotations

from sqlalchemy import Column, ColumnElement, Connection, Index, Table, event


def partial_index(name: str, *columns: Column[object], where: ColumnElement[bool], unique: bool = False) -> None:
    """Index the rows of a table that meet a condition, on either database.

    The condition is stated as the table is made, and for its database alone: SQLAlchemy loads every dialect for which
    an index states one, and PostgreSQL's took a twelfth of the time in which a command on SQLite starts.
    """
    index = Index(name, *columns, unique=unique)

    def state_condition(_table: Table, connection: Connection, **_: object) -> None:
        index.dialect_options[connection.dialect.name]["where"] = where

    event.listen(index.table, "before_create", state_condition)
