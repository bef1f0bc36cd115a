"""Columns of an older version: found missing by their names, and added with their defaults."""

from __future__ import annotations

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, Text, insert, select, text
from sqlalchemy.exc import DBAPIError

from projections.database.columns import NAMES, add_columns, column_names
from projections.database.connections import connect_database, writing

older, newer = MetaData(), MetaData()
before = Table("thing", older, Column("id", Integer, primary_key=True))
after = Table(
    "thing",
    newer,
    Column("id", Integer, primary_key=True),
    Column("note", Text),
    Column("size", Integer, nullable=False, server_default=text("7")),
)


def test_a_column_is_added_once_and_rows_have_its_default(database: str) -> None:
    engine = connect_database(database)
    with writing(engine) as connection:
        older.create_all(connection)
        connection.execute(insert(before), [{"id": 1}])
        for _ in range(2):
            add_columns(connection, newer, connection.scalars(text(NAMES[engine.dialect.name])))
        assert column_names(newer).issubset(connection.scalars(text(NAMES[engine.dialect.name])).all())
        assert connection.execute(select(after)).all() == [(1, None, 7)]
    engine.dispose()


def test_a_column_that_rows_cannot_have_is_not_added(database: str) -> None:
    engine = connect_database(database)
    strict = MetaData()
    Table("thing", strict, Column("id", Integer, primary_key=True), Column("must", Text, nullable=False))
    with pytest.raises(DBAPIError), writing(engine) as connection:
        older.create_all(connection)
        connection.execute(insert(before), [{"id": 1}])
        add_columns(connection, strict, connection.scalars(text(NAMES[engine.dialect.name])))
    engine.dispose()
