"""The log: the eventsourcing application whose events are the entries, and the making of its tables."""

from __future__ import annotations

from sqlalchemy import Connection, Engine

from projections.database import rectangles, triggers
from projections.database.connections import writing
from projections.database.tables import made, metadata
from projections.read_models import search_index


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
