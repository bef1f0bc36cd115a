"""The tables: first the record (the log, its streams, people, tokens), then the read models made from it.

Days are ordinals, recorded time is the place in the log, instants are microseconds. A half-open interval ends at
`edtf.END` where it has no end.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
    text,
)

from projections.database.partial_index import partial_index

metadata = MetaData()

PLACE = BigInteger().with_variant(Integer, "sqlite")
"""A place in the log. As the key of a table of SQLite it is the number of the row, and needs no index."""
WORD = String().with_variant(String(collation="C"), "postgresql")
"""Slugs and ids sort by their bytes on every database."""

programme = Table(
    "programme",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("slug", WORD, nullable=False, unique=True),
    Column("name", Text, nullable=False),
)

person = Table(
    "person",
    metadata,
    Column("id", WORD, primary_key=True),
    Column("name", Text),
)
"""The register. A name that was erased is null."""
_erased = person.c.name.is_(None)
partial_index("person_erased", person.c.id, where=_erased)

token = Table(
    "token",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("programme", Integer),
    Column("created_at", BigInteger, nullable=False),
)

stream = Table(
    "stream",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("uuid", LargeBinary(16), nullable=False, unique=True),
    Column("programme", Integer),
    Column("type", WORD),
    Column("slug", WORD),
    Column("split", SmallInteger, nullable=False, server_default=text("0")),
    UniqueConstraint("programme", "type", "slug"),
)
"""The stream of a subject. `split`: an observer's view of it is folded apart, since something of it is restricted."""
IS_SPLIT: ColumnElement[bool] = stream.c.split == literal_column("1")
partial_index("stream_split", stream.c.programme, where=IS_SPLIT)
OF_PROGRAMME: ColumnElement[bool] = stream.c.type == literal_column("'programme'")
"""The few streams that are of a programme itself."""
partial_index("stream_programme", stream.c.programme, where=OF_PROGRAMME)

log = Table(
    "log",
    metadata,
    Column("position", PLACE, primary_key=True, autoincrement=False),
    Column("stream", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("topic", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("programme", Integer),
    Column("id", WORD),
    Column("change", BigInteger),
    Column("recorded_at", BigInteger),
    Column("entered_at", BigInteger),
    Column("recorded_by", Text),
    Column("backfilled", Boolean),
    UniqueConstraint("stream", "version"),
    UniqueConstraint("programme", "id"),
)
"""The record. `change`: for an amendment, the place of the entry that started the change."""
# An index of SQLite ends in the place anyhow, and would hold it twice.
Index("log_recorded", log.c.programme, log.c.recorded_at).ddl_if(dialect="sqlite")
Index("log_recorded", log.c.programme, log.c.recorded_at, log.c.position).ddl_if(dialect="postgresql")
partial_index("log_amendments", log.c.change, where=log.c.change.is_not(None))
CLAIM: ColumnElement[str] = literal_column("'claim-recorded/1'")
"""The topic of a claim, as the index of claims says it."""
_is_claim = log.c.topic == CLAIM
partial_index("log_claims", log.c.programme, log.c.change, where=_is_claim)

made = MetaData()
"""The read models: `rebuild` makes them again from the log."""

touch = Table(
    "touch",
    made,
    Column("subject", Integer, primary_key=True),
    Column("latest", Integer, primary_key=True),
    Column("change", BigInteger, primary_key=True),
    Column("earliest", Integer, nullable=False),
    Column("standing", SmallInteger, nullable=False),
    Column("told", BigInteger, nullable=False),
    Column("known_from", BigInteger, nullable=False),
    Column("programme", Integer),
    sqlite_with_rowid=False,
)
"""The changes that count now, under each subject that they touch, in fold order. `standing` is the mask of bases under
which the change counts; `programme` is null under a subject that the change only ends."""
_planned = touch.c.standing == literal_column("6")
_imprecise = touch.c.earliest < touch.c.latest
partial_index("touch_imprecise", touch.c.programme, touch.c.latest, where=_imprecise)
partial_index("touch_planned", touch.c.programme, touch.c.latest, where=_planned)

body = Table(
    "body",
    made,
    Column("number", PLACE, primary_key=True, autoincrement=False),
    Column("life", SmallInteger, nullable=False),
    Column("item", Text),
    Column("extra", Text),
    Column("person", WORD),
)
"""A state of a subject as answers show it, in the order in which states came to be: states of one time lie close
together. `person` is the holder of a post, whose name is the register's."""

segment = Table(
    "segment",
    made,
    Column("key", Integer, primary_key=True),
    Column("day", Integer, primary_key=True),
    Column("mask", SmallInteger, primary_key=True),
    Column("known_from", BigInteger, nullable=False),
    Column("body", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""Current knowledge: from `day` until the next row of the same basis, and known so since `known_from`. `key` is twice
the stream's id, plus one for an observer's own view."""

tail = Table(
    "tail",
    made,
    Column("key", Integer, primary_key=True),
    Column("known_to", BigInteger, primary_key=True),
    Column("mask", SmallInteger, primary_key=True),
    Column("day", Integer, nullable=False),
    Column("known_from", BigInteger, nullable=False),
    Column("body", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""Closed knowledge of the last state of all: from `day` on for ever, known from `known_from` to `known_to`. These never
overlap in recorded time, so an ordinary index finds the one; the rest of closed knowledge is in boxes."""

hidden = Table(
    "hidden",
    made,
    Column("subject", Integer, primary_key=True),
    Column("change", BigInteger, primary_key=True),
    sqlite_with_rowid=False,
)
"""Changes that are restricted now, under each subject that they ever touched."""

merger = Table(
    "merger",
    made,
    Column("subject", Integer, primary_key=True),
    Column("change", BigInteger, primary_key=True),
    sqlite_with_rowid=False,
)
"""Changes of other subjects that ever touched this one."""

backfill = Table(
    "backfill",
    made,
    Column("programme", Integer, primary_key=True, autoincrement=False),
    Column("first", BigInteger, nullable=False),
)
"""The place of a programme's first entry whose recorded instant was brought by an import."""
