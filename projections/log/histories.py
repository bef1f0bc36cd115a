"""Histories: the entries of one change, and of every change that ever touched a subject, read from the log."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import BigInteger, Connection, Integer, bindparam, or_, select, union_all

from domain.changes.change import Change, amend_change, start_change
from domain.log.amendments import Amendment
from domain.log.entry import Entry
from domain.log.payloads import Starting
from projections.database.prepared import rows
from projections.database.tables import log, merger
from projections.log.application import Log
from projections.log.log_rows import ENTRIES

_PLACE = bindparam("place", type_=BigInteger)
_OF_CHANGE = union_all(ENTRIES.where(log.c.position == _PLACE), ENTRIES.where(log.c.change == _PLACE)).order_by(
    "position"
)
# Versions of a subject go with places in the log, and its index has them in order.
_SUBJECT, _UNTIL = bindparam("subject", type_=Integer), bindparam("until", type_=BigInteger)
_OF_SUBJECT = ENTRIES.where(log.c.stream == _SUBJECT, log.c.position <= _UNTIL).order_by(log.c.version)
_SINCE = _OF_SUBJECT.where(log.c.position >= bindparam("first", type_=BigInteger))
MERGERS = select(merger.c.change).where(merger.c.subject == _SUBJECT)
_OF_MERGERS = ENTRIES.where(
    or_(log.c.position.in_(MERGERS), log.c.change.in_(MERGERS)), log.c.stream != _SUBJECT, log.c.position <= _UNTIL
)


def entries_of_change(connection: Connection, log_: Log, place: int) -> list[Entry]:
    """The entry that started a change and its amendments, in the order of the log."""
    return list(log_.entries(connection, _OF_CHANGE, {"place": place}))


def evolve_change(before: Change | None, entry: Entry) -> Change:
    """The change after one more of its entries."""
    if isinstance(entry.body, Starting):
        return start_change(entry.body, entry.id, entry.place)
    assert before is not None
    assert isinstance(entry.body, Amendment)
    return amend_change(before, entry.body, entry.place)


def ever_touched(entries: Iterable[Entry]) -> set[str]:
    """Slugs of every subject that a change touched after any of its entries."""
    change: Change | None = None
    slugs: set[str] = set()
    for entry in entries:
        change = evolve_change(change, entry)
        slugs.update(change.touches())
    return slugs


def entries_of_changes(
    connection: Connection, log_: Log, subject: int, changes: Collection[int], until: int
) -> list[Entry]:
    """The entries of some changes of a subject, given by the places of their first ones, in the order of the log."""
    if not changes:
        return []
    values = {"subject": subject, "first": min(changes), "until": until}
    return [entry for entry in log_.entries(connection, _SINCE, values) if entry.change_place in changes]


def entries_touching(connection: Connection, log_: Log, subject: int, until: int | None = None) -> list[Entry]:
    """Every entry of every change that ever touched a subject, in the order of the log."""
    values = {"subject": subject, "until": 2**62 if until is None else until}
    entries = list(log_.entries(connection, _OF_SUBJECT, values))
    if rows(connection, MERGERS, values):
        entries += log_.entries(connection, _OF_MERGERS, values)
        entries.sort(key=lambda entry: entry.place)
    return entries
