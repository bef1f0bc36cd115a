"""A partial index states its condition on either database, and only there."""

from __future__ import annotations

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, create_mock_engine
from sqlalchemy.sql.ddl import ExecutableDDLElement

from projections.database.partial_index import partial_index
from projections.database.tables import metadata


def statements(tables: MetaData, url: str) -> list[str]:
    """What is sent to a database to make these tables."""
    sent: list[str] = []

    def keep(statement: ExecutableDDLElement, *_: object, **__: object) -> None:
        sent.append(" ".join(str(statement.compile(dialect=engine.dialect)).split()))

    engine = create_mock_engine(url, keep)
    tables.create_all(engine, checkfirst=False)
    return sent


@pytest.mark.parametrize("url", ["sqlite://", "postgresql+psycopg://"])
def test_the_condition_is_part_of_the_index(url: str) -> None:
    tables = MetaData()
    table = Table("matter", tables, Column("id", Integer, primary_key=True), Column("state", Integer))
    partial_index("matter_open", table.c.id, where=table.c.state == 1, unique=True)
    sent = statements(tables, url)
    assert sent[1].startswith("CREATE UNIQUE INDEX matter_open ON matter (id) WHERE state = ")


@pytest.mark.parametrize("url", ["sqlite://", "postgresql+psycopg://"])
def test_the_tables_of_the_record_have_theirs(url: str) -> None:
    conditions = {
        line.split()[2] for line in statements(metadata, url) if line.startswith("CREATE INDEX") and " WHERE " in line
    }
    assert conditions >= {"person_erased", "stream_split", "stream_programme", "log_amendments", "log_claims"}
