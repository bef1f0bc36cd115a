"""The shelf: what the log holds already, as deciding on an entry asks for it, each looked up once in a transaction."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable

from sqlalchemy import Connection, bindparam

from domain.changes.change import Change
from domain.kinds.event import Event
from domain.log.entry import Entry
from domain.log.payloads import Amendment, Body, Starting
from domain.refusals import UnknownChange, UnknownDependency, UnknownSubject
from projections.accounts.people import People
from projections.database.tables import log
from projections.log.application import ENTRIES, Log
from projections.log.histories import entries_of_change, evolve_change
from projections.log.streams import SubjectStreams

_MOST_CHANGES = 20_000
_CHUNK = 400
_BY_ID = ENTRIES.where(log.c.programme == bindparam("programme"), log.c.id.in_(bindparam("ids", expanding=True)))
_NO_SUBJECTS = ("person", "dependency")


class Shelf:
    """Entries, changes, subjects and people of one programme. `flush` writes what is pending, before it is read."""

    def __init__(self, connection: Connection, log_: Log, programme: int, flush: Callable[[], None]) -> None:
        self.people = People(connection)
        self.subjects = SubjectStreams(connection, programme)
        self._connection = connection
        self._log = log_
        self._programme = programme
        self._flush = flush
        self._changes: OrderedDict[str, Change] = OrderedDict()
        self._entries: dict[str, Entry | None] = {}

    def prefetch(self, bodies: Iterable[Body]) -> None:
        """Look up in a few questions what deciding on many entries will ask for."""
        bodies = list(bodies)
        ids = {body.id for body in bodies if body.id} | {b.change for b in bodies if isinstance(b, Amendment)}
        wanted = sorted(id_ for id_ in ids if id_ not in self._entries and id_ not in self._changes)
        self._entries |= dict.fromkeys(wanted)
        for start in range(0, len(wanted), _CHUNK):
            ids_here = {"programme": self._programme, "ids": wanted[start : start + _CHUNK]}
            for row in self._connection.execute(_BY_ID, ids_here):
                self._entries[row.id] = self._log.entry(row)
        self.load_named([body for body in bodies if isinstance(body, Starting)])

    def load_named(self, bodies: list[Starting]) -> None:
        """Look up every subject that entries name."""
        names = {(body.details.subject_type, body.subject) for body in bodies}
        for body in bodies:
            names.update(name for name in body.details.references() if name[0] not in _NO_SUBJECTS)
        self.subjects.load(names)

    def entry(self, id_: str) -> Entry | None:
        """An entry by its id, or None."""
        if id_ not in self._entries:
            row = self._connection.execute(_BY_ID, {"programme": self._programme, "ids": [id_]}).one_or_none()
            self._entries[id_] = None if row is None else self._log.entry(row)
        return self._entries[id_]

    def change(self, id_: str) -> Change:
        """A change by its id. Raises UnknownChange."""
        change = self._changes.get(id_)
        if change is not None:
            return change
        entry = self.entry(id_)
        if entry is None or entry.change != id_:
            raise UnknownChange(change=id_)
        self._flush()
        for each in entries_of_change(self._connection, self._log, entry.place):
            change = evolve_change(change, each)
        assert change is not None
        self.remember(change)
        return change

    def remember(self, change: Change) -> None:
        """Keep a change as it is now."""
        self._changes[change.id] = change
        self._changes.move_to_end(change.id)
        if len(self._changes) > _MOST_CHANGES:
            self._changes.popitem(last=False)

    def check_references(self, event: Event) -> None:
        """Whether the log knows all that an event names. Raises Unknown."""
        for type_, name in event.references():
            if type_ == "person":
                self.people.name(name)
            elif type_ == "dependency":
                self._check_dependency(name)
            elif self.subjects.find(type_, name) is None:
                raise UnknownSubject(type=type_, slug=name)

    def _check_dependency(self, name: str) -> None:
        if self.subjects.find("milestone", name) is not None or name in self._changes:
            return
        entry = self.entry(name)
        if entry is None or entry.change != name:
            raise UnknownDependency(name=name)

    def put(self, entry: Entry, change: Change) -> None:
        """Put a new entry on the shelf, and the change as it left it."""
        self._entries[entry.id] = entry
        self.remember(change)

    def clear(self) -> None:
        """Let go of entries: they are in the database now."""
        self._entries.clear()
