"""Programmes: each has a number and an id of its own, and is made once."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from projections.log.programmes import (
    NoSuchProgramme,
    ProgrammeTaken,
    create_programme,
    list_programmes,
    numbered_programmes,
    programme_number,
)


def test_programmes_are_numbered_in_the_order_of_their_making(connection: Connection) -> None:
    assert create_programme(connection, "north-west", "North West") == (1, True)
    assert create_programme(connection, "east", "East") == (2, True)
    assert [programme_number(connection, slug) for slug in ("north-west", "east")] == [1, 2]


def test_a_programme_that_is_made_again_keeps_its_number(connection: Connection) -> None:
    create_programme(connection, "north-west", "North West")
    create_programme(connection, "east", "East")
    assert create_programme(connection, "north-west", "North West") == (1, False)
    assert len(list_programmes(connection)) == 2


def test_an_id_is_taken_by_a_programme_of_another_name(connection: Connection) -> None:
    create_programme(connection, "east", "East")
    with pytest.raises(ProgrammeTaken, match='"east" is there already under another name'):
        create_programme(connection, "east", "Far East")
    assert list_programmes(connection) == [{"id": "east", "name": "East"}]


def test_programmes_are_listed_by_id(connection: Connection) -> None:
    for slug, name in (("west", "A"), ("east", "C"), ("north", "B")):
        create_programme(connection, slug, name)
    assert list_programmes(connection) == [
        {"id": "east", "name": "C"}, {"id": "north", "name": "B"}, {"id": "west", "name": "A"},
    ]  # fmt: skip
    assert numbered_programmes(connection) == [(2, "east", "C"), (3, "north", "B"), (1, "west", "A")]


def test_a_programme_that_is_not_there_is_named(connection: Connection) -> None:
    assert list_programmes(connection) == []
    with pytest.raises(NoSuchProgramme, match='no programme "nowhere"'):
        programme_number(connection, "nowhere")
