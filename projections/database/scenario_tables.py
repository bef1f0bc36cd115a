"""The tables of drafts. They are part of the record, like the log: `rebuild` leaves them alone."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, Table, Text, UniqueConstraint

from projections.database.tables import log, metadata

_Word = log.c.id.type

scenario = Table(
    "scenario",
    metadata,
    Column("programme", Integer, primary_key=True, autoincrement=False),
    Column("id", _Word, primary_key=True),
    Column("name", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("closed_by", _Word),
)
"""A draft. `closed_by`: the entry of the log that says that it was committed, or discarded."""

scenario_entry = Table(
    "scenario_entry",
    metadata,
    Column("programme", Integer, primary_key=True, autoincrement=False),
    Column("scenario", _Word, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("id", _Word, nullable=False),
    Column("said", Text, nullable=False),
    Column("rests_on", Text, nullable=False),
    Column("ground", BigInteger, nullable=False),
    Column("added_by", Text, nullable=False),
    Column("added_at", BigInteger, nullable=False),
    UniqueConstraint("programme", "scenario", "id"),
)
"""An entry of a draft, as it would be sent. `rests_on`: the subjects that it changes or names; `ground`: the place in
the log up to which a manager has seen what happened to them."""
