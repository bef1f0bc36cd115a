"""The pieces of a history: each change of a subject as JSON, kept in memory where no question can alter it any more."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock
from typing import NamedTuple

import msgspec
from sqlalchemy import BigInteger, Connection, Integer, bindparam, select

from domain.changes.change import PLANNED, Change
from projections.changes.view import Story, stories
from projections.database.prepared import rows
from projections.database.tables import log
from projections.log.application import Log
from projections.log.as_of import Point
from projections.log.histories import entries_of_changes
from projections.log.visible_versions import Versions

_MOST_BYTES = 64 * 1024 * 1024
_BESIDE = 700
"""Bytes that a change takes in memory beside its text, or thereabouts."""
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


class Pieces:
    """The pieces of a log that were made last, up to so many bytes, as everyone sees them who may see everything. It is
    safe among threads."""

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[Span, Piece] = OrderedDict()
        self._lock = Lock()

    def get(self, spans: Iterable[Span]) -> list[Piece | None]:
        """The piece of each change, where it is kept."""
        return list(map(self._kept.get, spans))

    def keep(self, span: Span, made: Piece) -> None:
        """Keep a piece, if no day and no basis makes it overdue, or possibly in effect."""
        change = made.change
        if change.standing == PLANNED or not (change.when.is_exact or not change.counts_under):
            return
        with self._lock:
            if span not in self._kept:
                self._kept[span] = made
                self._bytes += _size(made)
                while self._bytes > self._most_bytes:
                    self._bytes -= _size(self._kept.popitem(last=False)[1])


def _size(made: Piece) -> int:
    return len(made.text) + _BESIDE


def piece(story: Story, point: Point, versions: Versions) -> Piece:
    """The piece of a change, as it answers a question."""
    return Piece(story.change, len(story.entries), _encode(story.telling(point.question, versions)).decode())


def of_subject(connection: Connection, log_: Log, point: Point, subject: int, kept: Pieces) -> list[Piece]:
    """The pieces of every change of a subject's own, for one who may see everything: of the log only that is read of
    which no piece is kept."""
    spans: dict[int, Span] = {}
    for place, first in rows(connection, _PLACES, {"subject": subject, "until": point.position}):
        spans[first or place] = (first or place, place)
    found = dict(zip(spans, kept.get(spans.values()), strict=True))
    missing = [first for first, each in found.items() if each is None]
    versions = Versions(connection, public=False)
    for story in stories(entries_of_changes(connection, log_, subject, missing, point.position)):
        first = story.change.place
        found[first] = made = piece(story, point, versions)
        kept.keep(spans[first], made)
    return [each for each in found.values() if each is not None]
