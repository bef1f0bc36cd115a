"""The pieces of a history: each change of a subject as JSON, kept in memory where no question can alter it any more."""

from __future__ import annotations

from sys import getsizeof
from typing import NamedTuple

import msgspec
from sqlalchemy import BigInteger, Connection, Integer, bindparam, select

from domain.changes.change import PLANNED, Change
from projections.cache.store import MOST_BYTES, BoundedStore
from projections.changes.view import Story, stories
from projections.database.prepared import rows
from projections.database.tables import log
from projections.log.application import Log
from projections.log.as_of import Point
from projections.log.histories import entries_of_changes
from projections.log.visible_versions import Versions

_CHANGE_BYTES = 1000
"""Memory that a change and its key take besides the text, or thereabouts."""
_encode = msgspec.json.Encoder().encode
_PLACES = (
    select(log.c.position, log.c.change)
    .where(log.c.stream == bindparam("subject", type_=Integer), log.c.position <= bindparam("until", type_=BigInteger))
    .order_by(log.c.version)
)

Span = tuple[int, int]
"""The places in the log of the first entry of a change and of the last one that is known. What stands there never
alters, so neither does what was made of it."""


class Piece(NamedTuple):
    """A change as known, how many entries made it so, and its JSON."""

    change: Change
    entries: int
    text: str


ChangeCache = BoundedStore[Span, Piece]


def new_change_cache(most_bytes: int = MOST_BYTES) -> ChangeCache:
    """An empty cache of changes, as someone sees them who may see everything."""
    return BoundedStore(_size, most_bytes)


def _size(_: Span, piece: Piece) -> int:
    return getsizeof(piece.text) + _CHANGE_BYTES


def _is_final(change: Change) -> bool:
    """Whether no day and no basis makes a change overdue, or possibly in effect."""
    return change.standing != PLANNED and (change.when.is_exact or not change.counts_under)


def piece_of(story: Story, point: Point, versions: Versions) -> Piece:
    """The piece of a change, as it answers a question."""
    return Piece(story.change, len(story.entries), _encode(story.telling(point.question, versions)).decode())


def pieces_of_subject(connection: Connection, log_: Log, point: Point, subject: int, cache: ChangeCache) -> list[Piece]:
    """The pieces of every change of a subject's own, for one who may see everything: of the log only that is read of
    which no piece is kept."""
    spans: dict[int, Span] = {}
    for place, first in rows(connection, _PLACES, {"subject": subject, "until": point.position}):
        spans[first or place] = (first or place, place)
    found = dict(zip(spans, cache.get_all(spans.values()), strict=True))
    missing = [first for first, each in found.items() if each is None]
    versions = Versions(connection, public=False)
    final: list[tuple[Span, Piece]] = []
    for story in stories(entries_of_changes(connection, log_, subject, missing, point.position)):
        first = story.change.place
        found[first] = piece = piece_of(story, point, versions)
        if _is_final(piece.change):
            final.append((spans[first], piece))
    cache.put_all(final)
    return [each for each in found.values() if each is not None]
