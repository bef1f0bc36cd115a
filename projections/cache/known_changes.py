"""Every change that can have to do with a clash, as known at a point: kept in memory, and read again of subjects where
the log went on."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from operator import attrgetter, itemgetter
from threading import Lock
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Connection, Select, bindparam, exists, literal_column, or_, select

from domain.changes.change import COUNTS_UNDER, DONE, Change
from domain.clashes.engine.knowledge import IMMATERIAL, KnownChanges, SubjectKey, is_known
from domain.clashes.engine.timeline import Spells
from domain.clashes.incremental import ClashMemory
from domain.kinds.event import PROGRAMME
from domain.log.entry import Entry
from projections.changes.view import stories
from projections.database.prepared import rows
from projections.database.tables import hidden, log, stream, touch
from projections.log.application import Log
from projections.log.as_of import Point, is_visible
from projections.log.log_rows import ENTRIES, ORIGIN
from projections.read_models.current_changes import change_of, changes_columns

_IMMATERIAL: list[ColumnElement[str]] = [literal_column(f"'{kind}/1'") for kind in sorted(IMMATERIAL)]
"""The topics of what need not be read. In another form of the same kind it is read all the same."""
_MOST_CHANGES = 200_000
_MOST_SPELLS = 50_000
_CHUNK = 400

Streams = dict[int, list[Change]]
"""Changes in fold order, by the number of their own subject's stream."""


class _Kept(NamedTuple):
    """What is known of a programme after an entry, as one sort of viewer may know it."""

    position: int
    streams: Streams
    mergers: Streams
    """Of those changes, the ones that end other subjects too."""
    known: KnownChanges


_NOTHING = _Kept(0, {}, {}, {})
_ORDER = attrgetter("order")


class KnownChangesCache:
    """What is known of programmes, as of the last time that each was asked about. It is safe among threads: what it
    keeps is never altered, only replaced."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._count = 0
        self._kept: OrderedDict[tuple[int, bool], _Kept] = OrderedDict()
        self._memories: dict[tuple[int, bool, str], tuple[Lock, ClashMemory]] = {}
        self._spells: dict[tuple[Any, ...], tuple[Spells, tuple[Change, ...]]] = {}

    def known(self, connection: Connection, log_: Log, point: Point, *, keep: bool = True) -> KnownChanges:
        """The changes that count under any basis and are material, as known at a point and as its viewer may see them.
        What may yet be undone is not to be kept."""
        now = self._now(connection, log_, point, keep=keep)
        if point.is_current:
            return now.known
        return _moved(now, point.position, _then(connection, log_, point, now.streams)).known

    @contextmanager
    def memory(self, point: Point) -> Iterator[ClashMemory]:
        """What the rules found for such a question before, to one thread at a time."""
        key = (point.programme, point.public, point.question.basis)
        with self._lock:
            lock, memory = self._memories.setdefault(key, (Lock(), ClashMemory()))
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
                self._count += _count(kept) - _count(self._kept.get(key, _NOTHING))
                self._kept[key] = kept
                self._kept.move_to_end(key)
                self._trim()
        return kept

    def _trim(self) -> None:
        """Let go of what was asked about longest ago, so that memory stays bounded."""
        while self._count > _MOST_CHANGES and self._kept:
            (programme, public), kept = self._kept.popitem(last=False)
            self._count -= _count(kept)
            for basis in ("done", "planned", "proposed"):
                self._memories.pop((programme, public, basis), None)
            self._spells = {}


def _count(kept: _Kept) -> int:
    """How many changes are kept."""
    return sum(map(len, kept.streams.values()))


def _moved(kept: _Kept, position: int, news: Streams) -> _Kept:
    """What is known after some streams were read again; of every other subject it is the same list as before."""
    streams = kept.streams | news
    mergers = {number: changes for number, changes in kept.mergers.items() if number not in news}
    mergers |= {number: found for number, each in news.items() if (found := [c for c in each if c.event.also_ends()])}
    altered: set[SubjectKey] = set()
    for number in news:
        for streams_, mergers_ in ((kept.streams, kept.mergers), (streams, mergers)):
            altered.update((change.type, change.slug) for change in streams_.get(number, ())[:1])
            altered.update((change.type, slug) for change in mergers_.get(number, ()) for slug in change.touches())
    own = {(changes[0].type, changes[0].slug): changes for changes in streams.values() if changes}
    known = {subject: changes for subject, changes in kept.known.items() if subject not in altered}
    for type_, slug in altered:
        changes = own.get((type_, slug), [])
        ended = [c for each in mergers.values() for c in each if (c.type, c.slug) != (type_, slug)]
        ended = [change for change in ended if change.type == type_ and slug in change.event.also_ends()]
        if changes or ended:
            known[type_, slug] = sorted([*changes, *ended], key=_ORDER) if ended else changes
    return _Kept(position, streams, mergers, known)


_SINCE = (
    select(log.c.stream)
    .where(log.c.programme == bindparam("programme"), log.c.position > bindparam("position", type_=BigInteger))
    .distinct()
)


_AMENDED_SINCE = (
    select(log.c.change)
    .where(log.c.programme == bindparam("programme"), log.c.position > bindparam("position", type_=BigInteger))
    .where(log.c.change <= bindparam("position", type_=BigInteger))
    .distinct()
)


_IN_FOLD_ORDER = itemgetter(0, 3, 1)
"""Of a row: the stream, the last possible day and the place of the change."""


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
    for changes in kept.values():
        changes.sort(key=_ORDER)
    return kept


_OWN = stream.alias("own")


@lru_cache(maxsize=4)
def _counting(public: bool, *, one: bool) -> Select[Any]:
    query = (
        changes_columns(touch.c.subject)
        # Without the list of its subjects, PostgreSQL reads what was touched in every programme.
        .where(touch.c.subject.in_(select(_OWN.c.id).where(_OWN.c.programme == bindparam("programme"))))
        .where(stream.c.type != PROGRAMME, touch.c.programme.is_not(None))
        .where(or_(touch.c.standing != COUNTS_UNDER[DONE], ORIGIN.c.topic.not_in(_IMMATERIAL)))
    )
    if one:
        query = query.where(touch.c.subject == bindparam("stream"))
    if public:
        here = (hidden.c.subject == touch.c.subject, hidden.c.change == touch.c.change)
        query = query.where(~exists().where(*here))
    return query


def _then(connection: Connection, log_: Log, point: Point, now: Streams) -> Streams:
    """The changes of the streams that were altered since a point in the past, as they were then. Those that were
    started later are left out, and those that were amended later are made again of their entries."""
    here = {"programme": point.programme, "position": point.position}
    amended = set(connection.scalars(_AMENDED_SINCE, here))
    kept = {
        number: [
            change for change in now.get(number, ()) if change.place <= point.position and change.place not in amended
        ]
        for number in connection.scalars(_SINCE, here)
    }
    for entries in _in_chunks(connection, log_, sorted(amended), point):
        for story in stories(entries):
            if is_known(story.change):
                kept[story.entries[0].stream].append(story.change)
    for changes in kept.values():
        changes.sort(key=_ORDER)
    return kept


def _in_chunks(connection: Connection, log_: Log, places: Sequence[int], point: Point) -> Iterator[list[Entry]]:
    """The entries of changes up to a point, by the places of those that started them."""
    for start in range(0, len(places), _CHUNK):
        some = places[start : start + _CHUNK]
        query = ENTRIES.where(or_(log.c.position.in_(some), log.c.change.in_(some)), log.c.position <= point.position)
        query = query.where(stream.c.type != PROGRAMME).order_by(log.c.position)
        if point.public:
            query = query.where(is_visible())
        yield list(log_.entries(connection, query))
