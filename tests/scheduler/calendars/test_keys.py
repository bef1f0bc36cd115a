"""Keys to calendars: each opens one calendar, shows what it was made to show, and can be revoked."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, select

from domain.time import instants
from scheduler.calendars.keys import (
    BadKey,
    NoSuchKey,
    add_calendar_key,
    key_is_public,
    list_calendar_keys,
    revoke_calendar_key,
)
from scheduler.tables import calendar_key

NOW = instants.parse("2018-06-04T08:00:00Z")
OWNERS: list[dict[str, Any]] = [{"programme": 1}, {"contact": "rose"}]
OTHERS: list[dict[str, Any]] = [{"programme": 2}, {"contact": "other"}]


@pytest.mark.parametrize("whose", OWNERS)
@pytest.mark.parametrize("public", [True, False])
def test_a_key_shows_what_it_was_made_to_show(connection: Connection, whose: dict[str, Any], public: bool) -> None:
    id_, key = add_calendar_key(connection, NOW, public=public, **whose)
    assert key_is_public(connection, key, **whose) is public
    listed = [{"id": id_, "public": public, "created_at": "2018-06-04T08:00:00.000000Z"}]
    assert list_calendar_keys(connection, **whose) == listed


@pytest.mark.parametrize("whose", OWNERS)
def test_a_key_opens_no_other_calendar(connection: Connection, whose: dict[str, Any]) -> None:
    id_, key = add_calendar_key(connection, NOW, public=False, **whose)
    for other in (*OTHERS, *(owner for owner in OWNERS if owner != whose)):
        with pytest.raises(BadKey, match="leads to no calendar any more"):
            key_is_public(connection, key, **other)
        with pytest.raises(NoSuchKey, match=f'no calendar key "{id_}"'):
            revoke_calendar_key(connection, id_, **other)
        assert list_calendar_keys(connection, **other) == []
    assert key_is_public(connection, key, **whose) is False


def test_neither_an_id_nor_a_part_of_a_key_opens_anything(connection: Connection) -> None:
    id_, key = add_calendar_key(connection, NOW, public=True, programme=1)
    for wrong in ("", id_, key[:-1], f"{key}A", key.swapcase()):
        with pytest.raises(BadKey):
            key_is_public(connection, wrong, programme=1)


@pytest.mark.parametrize("whose", OWNERS)
def test_a_key_that_is_revoked_opens_nothing_and_leaves_the_others(
    connection: Connection, whose: dict[str, Any]
) -> None:
    (first, gone), (second, kept) = (add_calendar_key(connection, NOW, public=False, **whose) for _ in range(2))
    revoke_calendar_key(connection, first, **whose)
    with pytest.raises(BadKey):
        key_is_public(connection, gone, **whose)
    assert key_is_public(connection, kept, **whose) is False
    assert [listed["id"] for listed in list_calendar_keys(connection, **whose)] == [second]
    with pytest.raises(NoSuchKey):
        revoke_calendar_key(connection, first, **whose)


def test_keys_are_listed_by_id(connection: Connection) -> None:
    ids = [add_calendar_key(connection, NOW, public=False, programme=1)[0] for _ in range(5)]
    assert [listed["id"] for listed in list_calendar_keys(connection, programme=1)] == sorted(ids)


def test_nothing_that_is_kept_opens_a_calendar(connection: Connection) -> None:
    _, key = add_calendar_key(connection, NOW, public=False, programme=1)
    (row,) = connection.execute(select(calendar_key))
    assert key not in map(str, row)
    assert len(key) == 32, "192 bits"
    for kept in map(str, row):
        with pytest.raises(BadKey):
            key_is_public(connection, kept, programme=1)
