from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from projections.database.connections import Busy, connect_database, editing, reading, trying, writing


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    """An engine that waits for a lock for a moment only."""
    engine = connect_database(database, busy_seconds=0.05)
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE kept (number integer)"))
    yield engine
    engine.dispose()


def _numbers(engine: Engine) -> list[int]:
    with reading(engine) as connection:
        return list(connection.scalars(text("SELECT number FROM kept ORDER BY number")))


def _insert(engine: Engine, number: int) -> None:
    with writing(engine) as connection:
        connection.execute(text("INSERT INTO kept VALUES (:number)"), {"number": number})


def test_a_second_writer_is_told_that_the_log_is_busy(engine: Engine) -> None:
    with writing(engine):
        with pytest.raises(Busy, match="The log is being written to by someone else"):
            _insert(engine, 1)
        with pytest.raises(Busy, match="Nothing was stored: try again"), trying(engine):
            pass
    assert _numbers(engine) == []


def test_a_busy_log_can_be_written_to_when_its_writer_is_done(engine: Engine) -> None:
    with writing(engine), pytest.raises(Busy):
        _insert(engine, 1)
    _insert(engine, 2)
    assert _numbers(engine) == [2]


def test_a_busy_log_can_be_read(engine: Engine) -> None:
    _insert(engine, 1)
    with writing(engine):
        assert _numbers(engine) == [1]


def test_tables_beside_the_log_wait_for_its_writer_on_sqlite_alone(engine: Engine) -> None:
    with writing(engine):
        if engine.dialect.name == "sqlite":
            with pytest.raises(Busy, match="The database is being written to by someone else"), editing(engine):
                pass
        else:
            with editing(engine) as connection:
                connection.execute(text("INSERT INTO kept VALUES (3)"))
    assert _numbers(engine) == ([] if engine.dialect.name == "sqlite" else [3])


def test_a_fault_within_a_transaction_is_not_taken_for_a_lock(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), writing(engine) as connection:
        connection.execute(text("INSERT INTO kept VALUES (4)"))
        raise ZeroDivisionError
    assert _numbers(engine) == []


def test_a_trial_leaves_nothing_behind(engine: Engine) -> None:
    with trying(engine) as connection:
        connection.execute(text("INSERT INTO kept VALUES (5)"))
    assert _numbers(engine) == []
