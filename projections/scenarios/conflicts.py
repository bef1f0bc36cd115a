"""Conflicts: entries that were recorded since a draft was decided upon, about the same subjects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import Connection, or_, select, tuple_

from domain.changes.change import Change
from domain.kinds.event import PROGRAMME
from domain.log.entry import Entry
from domain.refusals import Unknown
from projections.database.tables import log, merger, stream
from projections.log.application import Log
from projections.log.log_rows import ENTRIES
from projections.log.recorder import last_position
from projections.scenarios.drafts import Draft, move_ground

SubjectName = tuple[str, str]
"""A type and a slug."""
_NO_SUBJECTS = ("person", "dependency")
_CHUNK = 400


class UnseenEntry(Unknown):
    """The log holds no entry "{id}" that could have been seen. Look at the scenario, and send its `seen` again."""


@dataclass(frozen=True)
class Conflict:
    """An entry of the log that was recorded under a draft's feet."""

    entry: Entry
    subject: SubjectName
    under: tuple[str, ...]
    """The entries of the draft that rest on what it is about."""


def rests_on(*changes: Change | None) -> tuple[SubjectName, ...]:
    """The subjects that an entry changes or names, by the change that it acts on, before and after it."""
    found: set[SubjectName] = set()
    for change in filter(None, changes):
        if change.type != PROGRAMME:
            found |= {(change.type, slug) for slug in change.touches()}
            found |= {reference for reference in change.event.references() if reference[0] not in _NO_SUBJECTS}
    return tuple(sorted(found))


def find_conflicts(connection: Connection, log_: Log, draft: Draft) -> list[Conflict]:
    """Entries of the log since the ground of a draft's, about subjects that these rest on, in the order of the log."""
    numbers = _numbers(connection, draft)
    if not numbers:
        return []
    since = min(each.ground for each in draft.entries)
    merged = _merged(connection, list(numbers))
    entries = _entries(connection, log_, draft, since, numbers, merged)
    found = [_under(draft, entry, numbers, merged) for entry in entries]
    return [each for each in found if each.under]


def accept_conflicts(connection: Connection, log_: Log, draft: Draft, last_seen: str | None) -> list[Conflict]:
    """Have a draft stand on the log as it is, or as it was up to an entry that was seen. Returns what that accepts.

    Raises ScenarioClosed or UnseenEntry.
    """
    draft.require_open()
    place: int | None = last_position(connection)
    if last_seen is not None:
        place = connection.scalar(
            select(log.c.position).where(log.c.programme == draft.programme, log.c.id == last_seen)
        )
    if place is None:
        raise UnseenEntry(id=last_seen)
    changed = [each for each in find_conflicts(connection, log_, draft) if each.entry.place <= place]
    move_ground(connection, draft, place)
    return changed


def _numbers(connection: Connection, draft: Draft) -> dict[int, SubjectName]:
    """The streams of the subjects that a draft rests on, as far as the log has them."""
    names = sorted(set(chain.from_iterable(each.rests_on for each in draft.entries)))
    found: dict[int, SubjectName] = {}
    for start in range(0, len(names), _CHUNK):
        query = select(stream.c.id, stream.c.type, stream.c.slug).where(
            stream.c.programme == draft.programme,
            tuple_(stream.c.type, stream.c.slug).in_(names[start : start + _CHUNK]),
        )
        found |= {number: (type_, slug) for number, type_, slug in connection.execute(query)}
    return found


def _merged(connection: Connection, numbers: list[int]) -> dict[int, list[int]]:
    """By its place, each merger that touched some of these subjects as one that it ends, and which."""
    found: dict[int, list[int]] = defaultdict(list)
    for start in range(0, len(numbers), _CHUNK):
        query = select(merger).where(merger.c.subject.in_(numbers[start : start + _CHUNK]))
        for subject, change in connection.execute(query):
            found[change].append(subject)
    return found


def _entries(
    connection: Connection,
    log_: Log,
    draft: Draft,
    since: int,
    numbers: dict[int, SubjectName],
    merged: dict[int, list[int]],
) -> Iterator[Entry]:
    places, streams = list(merged), list(numbers)
    about = or_(log.c.stream.in_(streams), log.c.position.in_(places), log.c.change.in_(places))
    query = ENTRIES.where(log.c.programme == draft.programme, log.c.position > since, about)
    return log_.entries(connection, query.order_by(log.c.position))


def _under(draft: Draft, entry: Entry, numbers: dict[int, SubjectName], merged: dict[int, list[int]]) -> Conflict:
    about = {numbers[number] for number in (entry.stream, *merged.get(entry.change_place, ())) if number in numbers}
    under = [each.id for each in draft.entries if each.ground < entry.place and not about.isdisjoint(each.rests_on)]
    return Conflict(entry, min(about), tuple(under))
