"""The full-text index of entries, by the search engine of each database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    String,
    Table,
    Text,
    bindparam,
    func,
    literal_column,
    text,
)

from domain.kinds.event import Event
from domain.log.body import Body, Source
from projections.database.tables import made

words = Table(
    "words",
    made,
    Column("rowid", BigInteger, primary_key=True, autoincrement=False),
    Column("said", Text, nullable=False),
    info={"box": True},
)
"""What an entry says in words; `rowid` is its place in the log. On SQLite an FTS5 table that keeps the index alone."""
_WORDS = ("name", "title", "text", "address", "workstream", "rank", "gss_code", "person")
"""The details that are words."""
_WORD = re.compile(r"\w+")
_LONGEST = 12
"""Words of a query that are looked for: a sentence of a paper is found by its beginning."""


def create_search_index(connection: Connection) -> None:
    """Make the table, where it is not there yet."""
    if connection.dialect.name == "sqlite":
        options = "content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2'"
        connection.execute(text(f"CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(said, {options})"))
    else:
        words.create(connection, checkfirst=True)
        connection.execute(
            text("CREATE INDEX IF NOT EXISTS words_said ON words USING gin (to_tsvector('simple', said))")
        )


def words_of(body: Body) -> str:
    """The words of an entry, a line each: names, texts, its reason, its paper, and the person that it names."""
    lines = [body.reason, *_paper(body.source), *_details(getattr(body, "details", None))]
    return "\n".join(line for line in lines if line)


def _paper(source: Source | None) -> tuple[str | None, ...]:
    return () if source is None else (source.document, source.reference, source.quote)


def _details(details: Any) -> Iterator[str | None]:
    if isinstance(details, Event):
        for name in _in_words(type(details)):
            yield getattr(details, name)
    elif isinstance(details, msgspec.Raw):
        # Those of an amendment are whole, and were read as those of its kind before.
        given = msgspec.json.decode(details)
        yield from (given.get(name) for name in _WORDS)


@cache
def _in_words(event: type[Event]) -> tuple[str, ...]:
    return tuple(name for name in _WORDS if name in event.__struct_fields__)


def query_words(query: str) -> list[str]:
    """The words of a query."""
    return _WORD.findall(query.casefold().replace("_", " "))[:_LONGEST]


def holds_words(dialect: str, tokens: list[str], *, phrase: bool = False) -> ColumnElement[bool]:
    """Whether an entry holds words that begin with each of these; or, as a phrase, these words in order."""
    if dialect == "sqlite":
        quoted = f'"{" ".join(tokens)}"' if phrase else " AND ".join(f'"{word}"*' for word in tokens)
        return literal_column("words").op("MATCH")(bindparam("wanted", quoted, unique=True))
    joined = " <-> ".join(f"'{word}'" for word in tokens) if phrase else " & ".join(f"'{word}':*" for word in tokens)
    vector: ColumnElement[Any] = func.to_tsvector(literal_column("'simple'"), words.c.said)
    wanted = bindparam("wanted", joined, String, unique=True)
    return vector.op("@@")(func.to_tsquery(literal_column("'simple'"), wanted))
