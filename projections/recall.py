"""Every change that counts, as known at a point: kept in memory, and read again of subjects where the log went on."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from operator import attrgetter
from threading import Lock
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Connection, Select, bindparam, exists, select

from domain.changes import Change
from domain.clashes.memory import Memory
from domain.clashes.spells import Spells
from domain.clashes.world import Known, Subject
from domain.events import PROGRAMME
from projections.log import ENTRIES, Log
from projections.points import Point
from projections.ready import rows
from projections.stories import stories
from projections.tables import hidden, log, stream, touch
from projections.windows import change_of, changes_columns

_MOST_CHANGES = 200_000
_MOST_SPELLS = 50_000
_CHUNK = 400

Streams = dict[int, list[Change]]
"""Changes in fold order, by the number of their own subject's stream."""


class _Kept(NamedTuple):
    """What is known of a programme after an entry, as one sort of viewer may know it."""

    position: int
    streams: Streams
    known: Known


_NOTHING = _Kept(0, {}, {})


class Recall:
    """What is known of programmes, as of the last time that each was asked about. It is safe among threads: what it
    keeps is never altered, only replaced."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[tuple[int, bool], _Kept] = OrderedDict()
        self._memories: dict[tuple[int, bool, str], tuple[Lock, Memory]] = {}
        self._spells: dict[tuple[Any, ...], tuple[Spells, tuple[Change, ...]]] = {}

    def known(self, connection: Connection, log_: Log, point: Point, *, keep: bool = True) -> Known:
        """The changes that count under any basis, as known at a point and as its viewer may see them. What may yet be
        undone is not to be kept."""
        now = self._now(connection, log_, point, keep=keep)
        if point.is_current:
            return now.known
        later = list(connection.scalars(_SINCE, {"programme": point.programme, "position": point.position}))
        return _moved(now, point.position, _then(connection, log_, point, later)).known

    @contextmanager
    def memory(self, point: Point) -> Iterator[Memory]:
        """What the rules found for such a question before, to one thread at a time."""
        key = (point.programme, point.public, point.question.basis)
        with self._lock:
            lock, memory = self._memories.setdefault(key, (Lock(), Memory()))
        with lock:
            yield memory

    def spells(self, slug: str, field: str, changes: Sequence[Change]) -> Spells:
        """The timeline that changes make; the same changes make the same one."""
        key = (slug, field, *map(id, changes))
        found = self._spells.get(key)
        if found is None:
            if len(self._spells) > _MOST_SPELLS:
                self._spells = {}
            # The changes are held beside it: while they are, no others can come to have their numbers.
            found = self._spells[key] = Spells(slug, field, changes), tuple(changes)
        return found[0]

    def _now(self, connection: Connection, log_: Log, point: Point, *, keep: bool) -> _Kept:
        key, head = (point.programme, point.public), point.head.position
        with self._lock:
            kept = self._kept.get(key, _NOTHING)
        if kept.position > head:  # another has asked since, of a log that this question may not know
            return _moved(_NOTHING, head, _read(connection, log_, point, None))
        if kept.position < head:
            since = None
            if kept.position:
                since = list(connection.scalars(_SINCE, {"programme": point.programme, "position": kept.position}))
            kept = _moved(kept, head, _read(connection, log_, point, since))
            if not keep:
                return kept
            with self._lock:
                self._kept[key] = kept
                self._kept.move_to_end(key)
                self._trim()
        return kept

    def _trim(self) -> None:
        """Let go of what was asked about longest ago, so that memory stays bounded."""
        total = sum(len(changes) for kept in self._kept.values() for changes in kept.streams.values())
        while total > _MOST_CHANGES and self._kept:
            (programme, public), kept = self._kept.popitem(last=False)
            total -= sum(map(len, kept.streams.values()))
            for basis in ("done", "planned", "proposed"):
                self._memories.pop((programme, public, basis), None)
            self._spells = {}


def _moved(kept: _Kept, position: int, news: Streams) -> _Kept:
    """What is known after some streams were read again; of every other subject it is the same list as before."""
    streams = kept.streams | news
    altered: set[Subject] = set()
    for number in news:
        for change in (*kept.streams.get(number, ()), *news[number]):
            altered.update((change.type, slug) for slug in change.touches())
    found: dict[Subject, list[Change]] = defaultdict(list)
    for changes in streams.values():
        for change in changes:
            ends = change.event.also_ends()
            for slug in change.touches() if ends else (change.slug,):
                if (change.type, slug) in altered:
                    found[change.type, slug].append(change)
    for changes in found.values():
        changes.sort(key=attrgetter("order"))
    stays = {subject: changes for subject, changes in kept.known.items() if subject not in altered}
    return _Kept(position, streams, stays | found)


_SINCE = (
    select(log.c.stream)
    .where(log.c.programme == bindparam("programme"), log.c.position > bindparam("position", type_=BigInteger))
    .distinct()
)


def _read(connection: Connection, log_: Log, point: Point, streams: Sequence[int] | None) -> Streams:
    """The changes that count now, of some streams or of all of a programme."""
    values = {"programme": point.programme}
    kept: Streams = {number: [] for number in streams or ()}
    if streams is None:
        found: Iterable[Any] = rows(connection, _counting(point.public, one=False), values)
    else:
        statement = _counting(point.public, one=True)
        found = [row for number in streams for row in rows(connection, statement, values | {"stream": number})]
    for number, *row in found:
        kept.setdefault(number, []).append(change_of(log_, row))
    return kept


@lru_cache(maxsize=4)
def _counting(public: bool, *, one: bool) -> Select[Any]:
    query = (
        changes_columns(touch.c.subject)
        .where(stream.c.programme == bindparam("programme"), stream.c.type != PROGRAMME)
        .where(touch.c.programme.is_not(None))
    )
    if one:
        query = query.where(touch.c.subject == bindparam("stream"))
    if public:
        here = (hidden.c.subject == touch.c.subject, hidden.c.change == touch.c.change)
        query = query.where(~exists().where(*here))
    return query


def _then(connection: Connection, log_: Log, point: Point, streams: Sequence[int]) -> Streams:
    """The changes of some streams that counted at a point in the past."""
    kept: Streams = {number: [] for number in streams}
    for start in range(0, len(streams), _CHUNK):
        some = streams[start : start + _CHUNK]
        query = ENTRIES.where(log.c.stream.in_(some), log.c.position <= point.position)
        query = query.where(stream.c.type != PROGRAMME).order_by(log.c.position)
        entries = [log_.entry(row) for row in connection.execute(query)]
        if point.public:
            out_of_sight = set(connection.scalars(select(hidden.c.change).where(hidden.c.subject.in_(some))))
            entries = [entry for entry in entries if entry.change_place not in out_of_sight]
        for story in stories(entries):
            if story.change.counts_under:
                kept[story.entries[0].stream].append(story.change)
    return kept
