"""Write buffers hold rows by their primary key until they are written, many at a time."""

from __future__ import annotations

import gc

import pytest
from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, select

from projections.database.write_buffer import Buffer, flush_buffers, insert_rows, seldom_collecting

tables = MetaData()
pair = Table(
    "pair",
    tables,
    Column("a", Integer, primary_key=True),
    Column("b", Integer, primary_key=True),
    Column("word", Text),
    sqlite_with_rowid=False,
)
single = Table("single", tables, Column("id", Integer, primary_key=True), Column("word", Text))
keyless = Table("keyless", tables, Column("word", Text))


@pytest.fixture(autouse=True)
def _tables(connection: Connection) -> None:
    tables.create_all(connection)


def rows_of(connection: Connection, table: Table) -> list[tuple[object, ...]]:
    return sorted(tuple(row) for row in connection.execute(select(table)))


def pairs() -> Buffer:
    return Buffer(pair, "a", "b", "word")


def test_a_row_is_pending_until_it_is_written(connection: Connection) -> None:
    buffer = pairs()
    buffer.insert(1, 2, "x")
    assert buffer.pending(1, 2) == (1, 2, "x")
    assert buffer.pending(2, 1) is None
    assert rows_of(connection, pair) == []
    flush_buffers(connection, [buffer])
    assert rows_of(connection, pair) == [(1, 2, "x")]
    assert buffer.pending(1, 2) is None
    assert buffer.take_pending() == ([], [])


def test_a_later_row_of_the_same_key_takes_the_place_of_the_earlier() -> None:
    buffer = pairs()
    buffer.insert(1, 2, "x")
    buffer.insert(1, 3, "y")
    buffer.insert(1, 2, "z")
    assert buffer.take_pending() == ([], [(1, 2, "z"), (1, 3, "y")])


def test_rows_of_a_table_without_a_key_are_all_kept() -> None:
    buffer = Buffer(keyless, "word")
    for word in ("x", "x", "y"):
        buffer.insert(word)
    assert buffer.take_pending() == ([], [("x",), ("x",), ("y",)])


def test_to_delete_a_pending_row_needs_no_statement() -> None:
    buffer = pairs()
    buffer.insert(1, 2, "x")
    buffer.delete(1, 2)
    assert buffer.take_pending() == ([], [])
    buffer.delete(1, 2)
    assert buffer.take_pending() == ([(1, 2)], [])


def test_a_stored_row_is_deleted_before_its_successor_is_inserted(connection: Connection) -> None:
    insert_rows(connection, pair, ("a", "b", "word"), [(1, 2, "old"), (1, 3, "kept"), (2, 2, "kept")])
    buffer = pairs()
    buffer.delete(1, 2)
    buffer.insert(1, 2, "new")
    flush_buffers(connection, [buffer])
    assert rows_of(connection, pair) == [(1, 2, "new"), (1, 3, "kept"), (2, 2, "kept")]


def test_many_keys_are_deleted_together(connection: Connection) -> None:
    insert_rows(connection, pair, ("a", "b", "word"), [(number, 1, "x") for number in range(5)])
    buffer = pairs()
    for number in (1, 3, 4):
        buffer.delete(number, 1)
    flush_buffers(connection, [buffer])
    assert rows_of(connection, pair) == [(0, 1, "x"), (2, 1, "x")]


@pytest.mark.parametrize("count", [0, 1, 2, 8, 9, 30])
def test_however_many_rows_there_are_all_are_inserted(connection: Connection, count: int) -> None:
    rows = [(number, str(number)) for number in range(count)]
    insert_rows(connection, single, ("id", "word"), rows)
    assert rows_of(connection, single) == rows


def test_columns_may_be_given_in_another_order_or_left_out(connection: Connection) -> None:
    insert_rows(connection, single, ("word", "id"), [("x", 1), ("y", 2)])
    insert_rows(connection, single, ("id",), [(3,)])
    assert connection.execute(select(single).order_by(single.c.id)).all() == [(1, "x"), (2, "y"), (3, None)]


def test_buffers_of_several_tables_are_written_together(connection: Connection) -> None:
    first, second, empty = pairs(), Buffer(single, "id", "word"), Buffer(keyless, "word")
    first.insert(1, 2, "x")
    second.insert(7, "y")
    second.insert(8, "z")
    flush_buffers(connection, [first, empty, second])
    assert rows_of(connection, pair) == [(1, 2, "x")]
    assert rows_of(connection, single) == [(7, "y"), (8, "z")]
    assert rows_of(connection, keyless) == []


def test_garbage_is_collected_as_before_once_an_import_is_over() -> None:
    before = gc.get_threshold()
    with pytest.raises(LookupError), seldom_collecting():
        assert gc.get_threshold() == (200_000, 50, 100)
        raise LookupError
    assert gc.get_threshold() == before
