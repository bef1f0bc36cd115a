"""Statements that are compiled once and run on the driver."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, bindparam, insert, select

from projections.database.prepared import rows
from projections.database.tables import programme

NAMES = select(programme.c.slug, programme.c.name).order_by(programme.c.slug)
BETWEEN = NAMES.where(programme.c.id <= bindparam("last"), programme.c.id >= bindparam("first"))


@pytest.fixture(autouse=True)
def _programmes(connection: Connection) -> None:
    named = [{"id": number, "slug": slug, "name": slug.upper()} for number, slug in enumerate("cab", 1)]
    connection.execute(insert(programme), named)


def test_every_row_is_a_plain_tuple_in_the_order_of_the_statement(connection: Connection) -> None:
    found = rows(connection, NAMES, {})
    assert found == [("a", "A"), ("b", "B"), ("c", "C")]
    assert all(type(row) is tuple for row in found)


@pytest.mark.parametrize(
    ("first", "last", "slugs"),
    [(1, 3, ["a", "b", "c"]), (2, 3, ["a", "b"]), (1, 1, ["c"]), (3, 2, [])],
)
def test_values_go_to_the_parameters_of_their_names(
    connection: Connection, first: int, last: int, slugs: list[str]
) -> None:
    found = rows(connection, BETWEEN, {"first": first, "last": last, "another": 9})
    assert [slug for slug, _ in found] == slugs


def test_a_statement_keeps_the_values_that_are_written_in_it(connection: Connection) -> None:
    query = NAMES.where(programme.c.id > 1, programme.c.slug != bindparam("slug")).limit(5)
    assert rows(connection, query, {"slug": "a"}) == [("b", "B")]
    assert rows(connection, query, {"slug": "b"}) == [("a", "A")]
