"""Makes the tables of a database that has none yet, or that an older version left without some."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, text

from projections.accounts import accounts, kept_forms, rate_limits, sessions
from projections.database import rectangles, triggers
from projections.database.connections import reading, writing
from projections.database.tables import made, metadata
from projections.read_models import search_index

ACCOUNTS = (
    accounts.account,
    accounts.account_role,
    sessions.session,
    sessions.pending_sign_in,
    kept_forms.kept_form,
    rate_limits.limit,
)
"""Tables that are made with the log, whether or not the command that makes them has to do with accounts."""

_NAMES = {
    "sqlite": "SELECT name FROM sqlite_master",
    "postgresql": "SELECT relname FROM pg_class WHERE pg_table_is_visible(oid)"
    " UNION ALL SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass('log')",
}
"""The names of tables and triggers that a database has."""


def create_tables(engine: Engine) -> None:
    """Make every table that is not there yet, and put the log under guard.

    Where nothing is missing it takes no lock: a command that only reads need not wait for an import.
    """
    with reading(engine) as connection:
        if is_complete(connection):
            return
    with writing(engine) as connection:
        metadata.create_all(connection)
        create_read_models(connection)
        triggers.create_triggers(connection)


def is_complete(connection: Connection) -> bool:
    """Whether every table is there, and every trigger that guards the log."""
    dialect = connection.dialect.name
    needed = {*metadata.tables, *made.tables, *triggers.NAMES[dialect]}
    return needed.issubset(connection.scalars(text(_NAMES[dialect])))


def create_read_models(connection: Connection) -> None:
    """Make the tables that are made from the log."""
    made.create_all(connection, tables=[table for table in made.sorted_tables if "box" not in table.info])
    rectangles.create_rectangles(connection)
    search_index.create_search_index(connection)
