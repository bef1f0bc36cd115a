from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from projections.database.connections import connect_database, reading, writing
from projections.database.tables import made, metadata
from projections.schema import create_tables, is_complete


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    """An engine that waits for a lock for a moment only."""
    engine = connect_database(database, busy_seconds=0.05)
    create_tables(engine)
    yield engine
    engine.dispose()


def _is_complete(engine: Engine) -> bool:
    with reading(engine) as connection:
        return is_complete(connection)


def test_tables_that_are_there_are_found_while_another_writes(engine: Engine) -> None:
    with writing(engine):
        create_tables(engine)


def test_any_table_that_is_missing_is_made(engine: Engine) -> None:
    for name in (*metadata.tables, *made.tables):
        with writing(engine) as connection:
            connection.execute(text(f"DROP TABLE {name}"))
        assert not _is_complete(engine), name
        create_tables(engine)
        assert _is_complete(engine), name


def test_a_trigger_that_is_missing_is_put_back(engine: Engine) -> None:
    with writing(engine) as connection:
        on_log = "" if engine.dialect.name == "sqlite" else " ON log"
        connection.execute(text(f"DROP TRIGGER log_keeps_entries{on_log}"))
    assert not _is_complete(engine)
    create_tables(engine)
    assert _is_complete(engine)


def test_a_column_that_an_older_version_had_not_is_added_to_the_rows_that_are_there(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(text("INSERT INTO token (hash, name, role, created_at) VALUES ('h', 'old', 'member', 1)"))
        connection.execute(text("ALTER TABLE token DROP COLUMN programme"))
    assert not _is_complete(engine)
    create_tables(engine)
    assert _is_complete(engine)
    with reading(engine) as connection:
        assert connection.execute(text("SELECT name, programme FROM token")).all() == [("old", None)]
