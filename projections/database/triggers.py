"""Triggers by which the database itself refuses to change or delete an entry."""

from __future__ import annotations

from sqlalchemy import Connection, text

_SENTENCE = "an entry of the log is immutable"

_SQLITE = (
    f"""CREATE TRIGGER IF NOT EXISTS log_keeps_entries BEFORE UPDATE ON log
        BEGIN SELECT RAISE(ABORT, '{_SENTENCE}'); END""",
    f"""CREATE TRIGGER IF NOT EXISTS log_loses_nothing BEFORE DELETE ON log
        BEGIN SELECT RAISE(ABORT, '{_SENTENCE}'); END""",
    # INSERT OR REPLACE deletes without firing a delete trigger: this looks for the row that it would replace.
    f"""CREATE TRIGGER IF NOT EXISTS log_replaces_nothing BEFORE INSERT ON log
        WHEN EXISTS (SELECT 1 FROM log WHERE position = NEW.position)
          OR EXISTS (SELECT 1 FROM log WHERE stream = NEW.stream AND version = NEW.version)
          OR EXISTS (SELECT 1 FROM log WHERE programme = NEW.programme AND id = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: {_SENTENCE}'); END""",
)

_POSTGRESQL = (
    f"""CREATE OR REPLACE FUNCTION log_is_immutable() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{_SENTENCE}'; END $$""",
    """CREATE OR REPLACE TRIGGER log_keeps_entries BEFORE UPDATE OR DELETE OR TRUNCATE ON log
        FOR EACH STATEMENT EXECUTE FUNCTION log_is_immutable()""",
)


NAMES = {
    "sqlite": ("log_keeps_entries", "log_loses_nothing", "log_replaces_nothing"),
    "postgresql": ("log_keeps_entries",),
}
"""The triggers of each database. One that comes to say something else takes another name, so that it is made."""


def create_triggers(connection: Connection) -> None:
    """Put the triggers in place."""
    for statement in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL:
        connection.execute(text(statement))
