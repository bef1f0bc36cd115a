"""The writer of one programme's log: it loads, decides, appends and projects, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, select

from domain.changes.change import Change, ChangeBasis
from domain.changes.invariants import widest
from domain.decisions.decide import Decision, Repeated, decide
from domain.decisions.known import Author
from domain.kinds.event import PROGRAMME
from domain.log.amendments import UNTESTED
from domain.log.body import Body
from domain.log.entry import Entry
from projections.database.prepared import rows
from projections.database.tables import body, log, programme
from projections.log.application import Log
from projections.log.programmes import NoSuchProgramme
from projections.log.streams import SubjectStream
from projections.read_models.projector import Effect, Projector
from projections.read_models.restriction import update_audience
from projections.recording.lookups import ClashLookup, Lookups, unchecked

_HEAD = select(
    programme.c.id,
    select(func.max(log.c.position)).scalar_subquery(),
    select(func.max(log.c.recorded_at)).where(log.c.programme == programme.c.id).scalar_subquery(),
    select(func.max(body.c.number)).scalar_subquery(),
).where(programme.c.slug == bindparam("slug"))


class Written(NamedTuple):
    """An entry that stands in the log, and what it made of its change and of the read models."""

    entry: Entry
    is_new: bool
    """False where it was stored already."""
    before: Change | None = None
    after: Change | None = None
    effects: Sequence[Effect] = ()
    basis: ChangeBasis | None = None
    """The basis under which it may open clashes, or clear them; None where it can do neither."""


class Writer:
    """Records the entries of one programme one after another, within the writer's transaction."""

    def __init__(self, connection: Connection, log_: Log, programme: str, author: Author) -> None:
        """Begin after the last entry of the log. Raises NoSuchProgramme."""
        self.connection = connection
        self._author = author
        self._programme, self._place, self._last_recorded, last_state = _head(connection, programme)
        self._projector = Projector(connection, log_, last_state)
        self.lookups = Lookups(connection, log_, programme, self._programme, self._projector)

    def flush(self) -> None:
        """Write what is pending. The transaction must not commit before."""
        self._projector.flush()
        self.lookups.forget_entries()

    def record(self, payload: Body, if_match: int | None = None, find_clash: ClashLookup = unchecked) -> Written:
        """Decide on one entry and record it. Raises a Refusal, and then nothing of it is stored."""
        known = self.lookups.known(payload, self._author, self._place, self._last_recorded, find_clash)
        decision = decide(payload, known, if_match)
        if isinstance(decision, Repeated):
            return Written(decision.entry, is_new=False)
        return self._store(decision)

    def _store(self, decision: Decision) -> Written:
        before, after = decision.before, decision.after
        subject = self._subject(after)
        entry = self._entry(decision, subject)
        subject.version = entry.originator_version
        self._place, self._last_recorded = entry.place, entry.recorded_at
        self._projector.entries.append(entry)
        reaches = [(self.lookups.subjects.get(after.type, slug), reach) for slug, reach in decision.reaches.items()]
        effects = self._projector.project_reaches(entry, reaches, before, after, is_hidden=after.restricted)
        self.lookups.remember(entry, after)
        if after.restricted or (before is not None and before.restricted):
            update_audience(self._projector, self.lookups.subjects, after)
        basis = None if isinstance(decision.payload, UNTESTED) or after.type == PROGRAMME else widest(before, after)
        return Written(entry, True, before, after, effects, basis)

    def _subject(self, change: Change) -> SubjectStream:
        """The subject of a change, which its first entry brings in."""
        subject = self.lookups.subjects.find(change.type, change.slug)
        if subject is None:
            subject = self.lookups.subjects.plan(change.type, change.slug)
            self._projector.new_subject(subject)
            self.lookups.subjects.add(subject)
        return subject

    def _entry(self, decision: Decision, subject: SubjectStream) -> Entry:
        return Entry(
            originator_id=subject.uuid,
            originator_version=decision.version,
            stream=subject.id,
            place=self._place + 1,
            programme=self._programme,
            id=decision.id,
            change=decision.after.id,
            change_place=decision.after.place,
            change_kind=decision.after.event.kind,
            body=decision.payload,
            recorded_at=decision.recorded_at,
            entered_at=decision.entered_at,
            recorded_by=decision.recorded_by,
            backfilled=decision.backfilled,
        )


def _head(connection: Connection, slug: str) -> tuple[int, int, int, int]:
    """The number of a programme, the last place in the log, the last instant recorded in the programme, and the last
    number of a state."""
    row = next(iter(rows(connection, _HEAD, {"slug": slug})), None)
    if row is None:
        raise NoSuchProgramme(slug=slug)
    return row[0], row[1] or 0, row[2] or 0, row[3] or 0
