"""What deciding on an entry needs, read from the log: each row once in a transaction."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable

from sqlalchemy import Connection

from domain.changes.change import Change
from domain.changes.history import EmptyHistory, History
from domain.decisions.known import Author, ClashSight, KnownFacts
from domain.decisions.needs import Needs, needs_of
from domain.kinds.event import PROGRAMME, Reference
from domain.kinds.programme import ClashAcknowledged
from domain.log.amendments import Amendment, ClaimDismissed
from domain.log.body import Body
from domain.log.entry import Entry
from domain.log.payloads import Starting
from domain.time.edtf import END
from projections.accounts.people import People
from projections.database.tables import log
from projections.log.application import Log
from projections.log.histories import entries_of_change, evolve_change
from projections.log.ids import random_id
from projections.log.log_rows import ENTRIES
from projections.log.streams import SubjectStream, SubjectStreams
from projections.read_models.projector import Projector

_MOST_CHANGES = 20_000
_CHUNK = 400
_NO_SUBJECTS = ("person", "dependency")
_EMPTY = EmptyHistory()

ClashLookup = Callable[[ClashAcknowledged], ClashSight]
"""Looks up who sees the clash that an entry acknowledges."""


def unchecked(_: ClashAcknowledged) -> ClashSight:
    """Takes an acknowledgement as it comes: an import's were checked when they were first recorded."""
    return "unchecked"


class Lookups:
    """Entries, changes, subjects and people of one programme, as one transaction sees them."""

    def __init__(self, connection: Connection, log_: Log, slug: str, programme: int, projector: Projector) -> None:
        self.people = People(connection)
        self.subjects = SubjectStreams(connection, programme)
        self._connection = connection
        self._log = log_
        self._slug = slug
        self._programme = programme
        self._projector = projector
        self._changes: OrderedDict[str, Change] = OrderedDict()
        self._entries: dict[str, Entry | None] = {}

    def known(
        self, payload: Body, author: Author, place: int, last_recorded: int, find_clash: ClashLookup = unchecked
    ) -> KnownFacts:
        """What is known that bears on an entry; `place` and `last_recorded` are those of the entry before it."""
        stored = self.entry(payload.id) if payload.id else None
        change = self.change(payload.change) if isinstance(payload, Amendment) else None
        new_id = payload.id or random_id()
        if stored is not None:
            return KnownFacts(self._slug, author, place, last_recorded, new_id, stored, change)
        needs = needs_of(payload, change)
        if isinstance(payload, Starting):
            type_, slug = payload.details.subject_type, payload.subject
            self._load_subjects(type_, needs)
        elif change is not None:
            type_, slug = change.type, change.slug
        else:
            return KnownFacts(self._slug, author, place, last_recorded, new_id)
        subject = self.subjects.find(type_, slug)
        return KnownFacts(
            self._slug,
            author,
            place,
            last_recorded,
            new_id,
            None,
            change,
            None if subject is None else subject.version,
            tuple(reference for reference in needs.references if not self._knows(reference)),
            self.entry(payload.claim) if isinstance(payload, ClaimDismissed) else None,
            self._clash(payload, find_clash),
            {} if type_ == PROGRAMME or needs.day == END else self._histories(type_, subject, needs),
        )

    def _histories(self, type_: str, subject: SubjectStream | None, needs: Needs) -> dict[str, History]:
        """The histories that an entry reaches into, as far as the log knows their subjects."""
        own = _EMPTY if subject is None else self._projector.window(subject, False, needs.day)
        histories: dict[str, History] = {needs.slugs[0]: own}
        for slug in needs.slugs[1:]:
            other = self.subjects.find(type_, slug)
            if other is not None:
                histories[slug] = self._projector.window(other, False, needs.day)
        return histories

    def _clash(self, payload: Body, find_clash: ClashLookup) -> ClashSight:
        if isinstance(payload, Starting) and isinstance(payload.details, ClashAcknowledged):
            return find_clash(payload.details)
        return "unchecked"

    def prefetch(self, payloads: Iterable[Body]) -> None:
        """Look up in a few questions what deciding on many entries will ask for."""
        payloads = list(payloads)
        ids = {payload.id for payload in payloads if payload.id}
        ids |= {payload.change for payload in payloads if isinstance(payload, Amendment)}
        wanted = sorted(id_ for id_ in ids if id_ not in self._entries and id_ not in self._changes)
        self._entries |= dict.fromkeys(wanted)
        for start in range(0, len(wanted), _CHUNK):
            self._entries |= {entry.id: entry for entry in self._by_id(wanted[start : start + _CHUNK])}
        starting = [payload for payload in payloads if isinstance(payload, Starting)]
        names = {(payload.details.subject_type, payload.subject) for payload in starting}
        for payload in starting:
            names.update(name for name in payload.details.references() if name[0] not in _NO_SUBJECTS)
        self.subjects.load(names)

    def _load_subjects(self, type_: str, needs: Needs) -> None:
        """Look up in one question every subject that an entry names."""
        named = [name for name in needs.references if name[0] not in _NO_SUBJECTS]
        self.subjects.load([(type_, needs.slugs[0]), *named])

    def entry(self, id_: str) -> Entry | None:
        """An entry by its id, or None."""
        if id_ not in self._entries:
            self._entries[id_] = next(iter(self._by_id([id_])), None)
        return self._entries[id_]

    def _by_id(self, ids: list[str]) -> list[Entry]:
        query = ENTRIES.where(log.c.programme == self._programme, log.c.id.in_(ids))
        return list(self._log.entries(self._connection, query))

    def change(self, id_: str) -> Change | None:
        """A change by its id, or None."""
        change = self._changes.get(id_)
        if change is not None:
            return change
        entry = self.entry(id_)
        if entry is None or entry.change != id_:
            return None
        self._projector.flush()
        for row in entries_of_change(self._connection, self._log, entry.place):
            change = evolve_change(change, row)
        assert change is not None
        self._remember(change)
        return change

    def _remember(self, change: Change) -> None:
        self._changes[change.id] = change
        self._changes.move_to_end(change.id)
        if len(self._changes) > _MOST_CHANGES:
            self._changes.popitem(last=False)

    def _knows(self, reference: Reference) -> bool:
        """Whether the log knows what an entry names."""
        type_, name = reference
        if type_ == "person":
            return self.people.knows(name)
        if type_ != "dependency":
            return self.subjects.find(type_, name) is not None
        if self.subjects.find("milestone", name) is not None or name in self._changes:
            return True
        entry = self.entry(name)
        return entry is not None and entry.change == name

    def remember(self, entry: Entry, change: Change) -> None:
        """Keep a new entry, and the change as it left it."""
        self._entries[entry.id] = entry
        self._remember(change)

    def forget_entries(self) -> None:
        """Let go of entries: they are in the database now."""
        self._entries.clear()
