"""The log: the eventsourcing application whose events are the entries, and the making of its tables."""

from __future__ import annotations

from sqlalchemy import Connection, Engine

from projections.accounts import accounts, kept_forms, rate_limits, sessions
from projections.database import rectangles, triggers
from projections.database.connections import writing
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


def create_tables(engine: Engine) -> None:
    """Make every table that is not there yet, and put the log under guard."""
    with writing(engine) as connection:
        metadata.create_all(connection)
        create_read_models(connection)
        triggers.create_triggers(connection)


def create_read_models(connection: Connection) -> None:
    """Make the tables that are made from the log."""
    made.create_all(connection, tables=[table for table in made.sorted_tables if "box" not in table.info])
    rectangles.create_rectangles(connection)
    search_index.create_search_index(connection)
