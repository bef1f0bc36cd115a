"""Makes the tables of a database that has none yet, and brings those of an older version up to date."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, text

from projections.accounts import accounts, kept_forms, rate_limits, sessions
from projections.database import columns, rectangles, scenario_tables, triggers
from projections.database.connections import reading, writing
from projections.database.tables import log, made, metadata
from projections.read_models import due_dates, search_index

DEFINING = (accounts, due_dates, kept_forms, rate_limits, scenario_tables, sessions)
"""Modules that define tables of their own. They are imported here, so that every command makes the same tables."""

_NAMES = {
    "sqlite": "SELECT name FROM sqlite_master",
    "postgresql": "SELECT relname FROM pg_class WHERE pg_table_is_visible(oid)"
    " UNION ALL SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass('log')",
}
"""The names of tables and triggers that a database has."""


def create_tables(engine: Engine) -> None:
    """Make every table and column of the record that is not there yet, and put the log under guard.

    Where nothing is missing it takes no lock: a command that only reads need not wait for an import.
    """
    with reading(engine) as connection:
        if is_complete(connection):
            return
    with writing(engine) as connection:
        metadata.create_all(connection)
        columns.add_columns(connection, metadata, _column_names(connection))
        create_read_models(connection)
        triggers.create_triggers(connection)


def is_complete(connection: Connection) -> bool:
    """Whether every table and column is there, and every trigger that guards the log."""
    needed = {*metadata.tables, *made.tables, *triggers.NAMES[connection.dialect.name]}
    return needed.issubset(_names(connection)) and columns.column_names(metadata).issubset(_column_names(connection))


def database_exists(engine: Engine) -> bool:
    """Whether the database is there and holds a log. Looking makes no file."""
    file = engine.url.database or ""
    if engine.dialect.name == "sqlite" and not file.startswith("file:") and not Path(file).is_file():
        return False
    with reading(engine) as connection:
        return log.name in _names(connection)


def _names(connection: Connection) -> set[str]:
    return set(connection.scalars(text(_NAMES[connection.dialect.name])))


def _column_names(connection: Connection) -> set[str]:
    return set(connection.scalars(text(columns.NAMES[connection.dialect.name])))


def create_read_models(connection: Connection) -> None:
    """Make the tables that are made from the log."""
    made.create_all(connection, tables=[table for table in made.sorted_tables if "box" not in table.info])
    rectangles.create_rectangles(connection)
    search_index.create_search_index(connection)
