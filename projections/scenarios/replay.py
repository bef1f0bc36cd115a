"""The log as it would be if the entries of a draft were recorded now.

They are recorded, in a savepoint of the writer's transaction, which is then taken back. So a draft foretells what its
entries will do by having them do it, and there is no second way of deciding or projecting that could differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection

from domain.decisions.known import Author
from domain.refusals import Refusal
from projections.log.application import Log
from projections.recording.writer import Writer, Written
from projections.scenarios.drafts import Draft, DraftEntry


@dataclass(frozen=True)
class Replayed:
    """What became of an entry of a draft: it was recorded, or refused."""

    entry: DraftEntry
    recorded: Written | None
    refusal: Refusal | None


@contextmanager
def rolling_back(connection: Connection) -> Iterator[None]:
    """A part of a transaction that leaves nothing behind."""
    savepoint = connection.begin_nested()
    try:
        yield
    finally:
        savepoint.rollback()


def replay_entries(writer: Writer, entries: Sequence[DraftEntry]) -> list[Replayed]:
    """Record entries one after another; one that is refused is left out, and the next are decided upon without it."""
    writer.lookups.prefetch(entry.body for entry in entries)
    return [_one(writer, entry) for entry in entries]


def _one(writer: Writer, entry: DraftEntry) -> Replayed:
    try:
        return Replayed(entry, writer.record(entry.body), None)
    except Refusal as refusal:
        return Replayed(entry, None, refusal)


@contextmanager
def supposing_draft(
    connection: Connection, log_: Log, programme: str, draft: Draft, author: Author
) -> Iterator[list[Replayed]]:
    """The log as it would be with the draft: the connection sees it until the end, and then nothing of it is left."""
    with rolling_back(connection):
        writer = Writer(connection, log_, programme, author)
        played = replay_entries(writer, draft.entries)
        writer.flush()
        yield played
