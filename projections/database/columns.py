"""Columns that a table of an older version lacks: which they are, and how they are added."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, MetaData, text
from sqlalchemy.schema import CreateColumn

NAMES = {
    "sqlite": "SELECT m.name || '.' || p.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS p"
    " WHERE m.type = 'table'",
    "postgresql": "SELECT c.relname || '.' || a.attname FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid"
    " WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND pg_table_is_visible(c.oid)",
}
"""The columns that a database has, each with its table: `token.expires_at`."""


def column_names(metadata: MetaData) -> set[str]:
    """The columns of tables, each with its table, as `NAMES` gives them."""
    return {f"{table.name}.{column.name}" for table in metadata.sorted_tables for column in table.columns}


def add_columns(connection: Connection, metadata: MetaData, names: Iterable[str]) -> None:
    """Add to each table the columns that are not among the names. They are empty in the rows that are there, or have
    their default: a column that is neither nullable nor has a default of the server cannot be added."""
    known = set(names)
    for table in metadata.sorted_tables:
        for column in table.columns:
            if f"{table.name}.{column.name}" not in known:
                definition = CreateColumn(column).compile(dialect=connection.dialect)
                connection.execute(text(f"ALTER TABLE {table.name} ADD COLUMN {definition}"))
