"""Rectangles of days by places in the log hold the points within their sides, first and last included, on either
database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine, insert, select

from projections.database.connections import connect_database, writing
from projections.database.rectangles import (
    RECTANGLES,
    SIDES,
    create_rectangles,
    former,
    history,
    holds_point,
    lapse,
    meets_days,
    rectangle_sides,
)
from projections.schema import create_tables
from tests.support.deployments import Deployment

OTHERS = {"inside": 1, "later days": 2, "later knowledge": 3, "another programme": 4}


def fill(connection: Connection) -> None:
    """Days 10 to 19 known from 100 to 199 in programme 7, and rectangles that touch it from outside."""
    sides = {
        "inside": rectangle_sides(7, 10, 20, 100, 200),
        "later days": rectangle_sides(7, 20, 30, 100, 200),
        "later knowledge": rectangle_sides(7, 10, 20, 200, 300),
        "another programme": rectangle_sides(8, 10, 20, 100, 200),
    }
    for name, change in OTHERS.items():
        connection.execute(insert(lapse), [sides[name] | {"change": change}])


@pytest.fixture(params=["on_sqlite", "on_postgres"])
def filled(request: pytest.FixtureRequest) -> Iterator[Connection]:
    """Rectangles in a transaction that leaves nothing behind."""
    deployment: Deployment = request.getfixturevalue(request.param)
    with deployment.mergerlog.engine.connect() as connection:
        fill(connection)
        yield connection
        connection.rollback()


def names(connection: Connection, found: list[int]) -> list[str]:
    return [name for name, change in OTHERS.items() if change in found]


def test_sides_are_closed_where_intervals_are_half_open() -> None:
    assert rectangle_sides(7, 10, 20, 100, 200) == {
        "programme_from": 7, "programme_to": 7, "day_from": 10, "day_to": 19, "known_from": 100, "known_to": 199,
    }  # fmt: skip
    assert tuple(rectangle_sides(7, 10, 20, 100, 200)) == SIDES


@pytest.mark.parametrize(
    ("day", "known", "expected"),
    [
        (15, 150, ["inside"]),
        (10, 100, ["inside"]),
        (19, 199, ["inside"]),
        (9, 150, []),
        (15, 99, []),
        (20, 150, ["later days"]),
        (29, 199, ["later days"]),
        (30, 150, []),
        (15, 200, ["later knowledge"]),
        (20, 200, []),
        (15, 300, []),
    ],
)
def test_a_point_is_held_by_the_rectangles_around_it(
    filled: Connection, day: int, known: int, expected: list[str]
) -> None:
    query = select(lapse.c.change).where(holds_point(lapse, filled.dialect.name))
    changes = filled.scalars(query, {"programme": 7, "day": day, "known": known}).all()
    assert names(filled, list(changes)) == expected


def test_a_point_of_another_programme_is_another_point(filled: Connection) -> None:
    query = select(lapse.c.change).where(holds_point(lapse, filled.dialect.name))
    changes = filled.scalars(query, {"programme": 8, "day": 15, "known": 150}).all()
    assert names(filled, list(changes)) == ["another programme"]


def test_the_day_of_a_point_may_be_called_otherwise(filled: Connection) -> None:
    query = select(lapse.c.change).where(holds_point(lapse, filled.dialect.name, "on"))
    assert filled.scalars(query, {"programme": 7, "on": 20, "known": 150}).all() == [OTHERS["later days"]]


@pytest.mark.parametrize(
    ("first", "last", "known", "expected"),
    [
        (1, 9, 150, []),
        (1, 10, 150, ["inside"]),
        (12, 13, 150, ["inside"]),
        (19, 19, 150, ["inside"]),
        (19, 20, 150, ["inside", "later days"]),
        (1, 99, 150, ["inside", "later days"]),
        (20, 99, 150, ["later days"]),
        (30, 99, 150, []),
        (1, 99, 200, ["later knowledge"]),
        (1, 99, 99, []),
        (1, 99, 300, []),
    ],
)
def test_days_are_met_by_the_rectangles_that_share_one_with_them(
    filled: Connection, first: int, last: int, known: int, expected: list[str]
) -> None:
    query = select(lapse.c.change).where(meets_days(lapse, filled.dialect.name))
    changes = filled.scalars(query, {"programme": 7, "known": known, "first": first, "last": last}).all()
    assert names(filled, list(changes)) == expected


def test_each_table_has_its_sides_and_what_it_says() -> None:
    own = {table.name: [column.name for column in table.columns][len(SIDES) :] for table in RECTANGLES}
    assert own == {"history": ["key", "mask", "body"], "lapse": ["change"], "former": ["change"]}
    assert (history, lapse, former) == RECTANGLES


def test_tables_that_are_there_are_left_as_they_are(database: str) -> None:
    engine: Engine = connect_database(database)
    create_tables(engine)
    with writing(engine) as connection:
        fill(connection)
        create_rectangles(connection)
        assert sorted(connection.scalars(select(lapse.c.change))) == [1, 2, 3, 4]
    engine.dispose()
