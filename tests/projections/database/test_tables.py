"""What the tables themselves refuse and sort, whatever writes to them."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, Table, insert, select
from sqlalchemy.exc import IntegrityError

from projections.database.tables import log, made, metadata, programme, stream
from tests.support.deployments import Deployment

ENTRY: dict[str, Any] = {
    "position": 1, "stream": 1, "version": 1, "topic": "site-opened/1", "state": "{}", "programme": 1, "id": "a",
}  # fmt: skip
STREAM: dict[str, Any] = {"id": 1, "uuid": b"1" * 16, "programme": 1, "type": "site", "slug": "wembley"}
PROGRAMME: dict[str, Any] = {"id": 1, "slug": "east", "name": "East"}


def other(row: dict[str, Any], **values: Any) -> dict[str, Any]:
    """A row that shares nothing unique with another, but for these values."""
    apart = {"position": 2, "version": 2, "id": "b" if row is ENTRY else 2, "uuid": b"2" * 16, "slug": "other"}
    return row | {name: value for name, value in apart.items() if name in row} | values


@pytest.mark.parametrize(
    ("table", "row", "shared"),
    [
        (log, ENTRY, {"position": 1}),
        (log, ENTRY, {"version": 1}),
        (log, ENTRY, {"id": "a"}),
        (stream, STREAM, {"id": 1}),
        (stream, STREAM, {"uuid": b"1" * 16}),
        (stream, STREAM, {"slug": "wembley"}),
        (programme, PROGRAMME, {"id": 1}),
        (programme, PROGRAMME, {"slug": "east"}),
    ],
)
def test_what_stands_for_one_thing_stands_for_no_other(
    connection: Connection, table: Table, row: dict[str, Any], shared: dict[str, Any]
) -> None:
    connection.execute(insert(table), [row])
    with pytest.raises(IntegrityError):
        connection.execute(insert(table), [other(row, **shared)])


@pytest.mark.parametrize(
    ("table", "row", "apart"),
    [
        (log, ENTRY, {"id": "a", "programme": 2}),
        (log, ENTRY, {"version": 1, "stream": 2}),
        (stream, STREAM, {"slug": "wembley", "type": "unit"}),
        (stream, STREAM, {"slug": "wembley", "programme": 2}),
    ],
)
def test_programmes_and_subjects_have_ids_and_versions_of_their_own(
    connection: Connection, table: Table, row: dict[str, Any], apart: dict[str, Any]
) -> None:
    connection.execute(insert(table), [row])
    connection.execute(insert(table), [other(row, **apart)])
    assert len(connection.execute(select(table)).all()) == 2


def test_a_stream_is_whole_until_something_of_it_is_restricted(connection: Connection) -> None:
    connection.execute(insert(stream), [STREAM])
    assert connection.scalar(select(stream.c.split)) == 0


def test_slugs_sort_by_their_bytes(both: Deployment) -> None:
    slugs = ["b", "a-b", "ab", "a1", "a", "a-"]
    with both.mergerlog.engine.connect() as connection:
        rows = [{"id": 90_000 + at, "slug": slug, "name": slug} for at, slug in enumerate(slugs)]
        connection.execute(insert(programme), rows)
        query = select(programme.c.slug).where(programme.c.id >= 90_000).order_by(programme.c.slug)
        assert connection.scalars(query).all() == sorted(slugs) == ["a", "a-", "a-b", "a1", "ab", "b"]
        connection.rollback()


def test_the_record_and_the_read_models_share_no_table() -> None:
    assert {"log", "stream", "programme", "person", "token"} <= set(metadata.tables)
    assert {"body", "segment", "tail", "touch", "hidden", "merger", "backfill"} <= set(made.tables)
    assert set(metadata.tables).isdisjoint(made.tables)
