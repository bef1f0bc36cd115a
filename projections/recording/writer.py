"""Recording: what is said is decided upon, becomes an entry, and is appended and projected in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from domain.changes import change as change_
from domain.changes import invariants
from domain.changes.change import DONE, Change
from domain.clashes.incremental import Difference
from domain.kinds.event import PROGRAMME
from domain.log.entry import Entry
from domain.log.payloads import (
    Amendment,
    Body,
    ChangeCorrected,
    ChangeReleased,
    ChangeRestricted,
    ClaimDismissed,
    ClaimRecorded,
    Starting,
)
from domain.refusals import (
    IdTaken,
    NotYet,
    OtherProgramme,
    RecordedOutOfTurn,
    Stale,
    UnknownClaim,
    UnknownSubject,
    VersionTaken,
)
from domain.time import instants
from domain.time.edtf import show
from projections.database.prepared import rows
from projections.database.tables import body as state
from projections.database.tables import log, programme
from projections.log.application import Log
from projections.log.canonical import canonical_body, random_id, without_server_fields
from projections.log.programmes import NoSuchProgramme
from projections.log.streams import SubjectStream
from projections.read_models.projector import Projector
from projections.read_models.restriction import update_audience
from projections.read_models.window import Reach
from projections.recording.effect import describe
from projections.recording.lookups import Shelf

_HEAD = select(
    programme.c.id,
    select(func.max(log.c.position)).scalar_subquery(),
    select(func.max(log.c.recorded_at)).where(log.c.programme == programme.c.id).scalar_subquery(),
    select(func.max(state.c.number)).scalar_subquery(),
).where(programme.c.slug == bindparam("slug"))
_UNTESTED = (ClaimRecorded, ClaimDismissed, ChangeRestricted, ChangeReleased)


@dataclass(frozen=True)
class Who:
    """Whose entry it is, and when."""

    name: str
    now: int
    """The clock's instant."""
    entered_at: int
    """The real clock's."""


@dataclass(frozen=True)
class Recorded:
    """What became of what was said."""

    entry: Entry
    is_new: bool
    effect: dict[str, Any]
    named: list[str]
    """Ids of people whose names stand in its words."""
    basis: str | None = None
    """The basis under which it may open clashes, or clear them; None where it can do neither."""
    clashes: Difference | None = None
    """What became of them, where that has been found out."""


class Desk:
    """Where the entries of one programme are decided upon, one after another, within the writer's transaction."""

    def __init__(self, connection: Connection, log_: Log, programme: str, who: Who, *, telling: bool = True) -> None:
        """Open the desk. Raises NoSuchProgramme."""
        self.connection = connection
        self._slug = programme
        self._programme, self._place, self._last, last_body = _head(connection, programme)
        self._who = who
        self.telling = telling
        """Whether the effect of what is recorded is to be told."""
        self._projector = Projector(connection, log_, last_body)
        self.shelf = Shelf(connection, log_, self._programme, self._projector.flush)

    def flush(self) -> None:
        """Write what is pending. The transaction must not commit before."""
        self._projector.flush()
        self.shelf.clear()

    def record(self, body: Body, if_match: int | None = None) -> Recorded:
        """Decide on one entry and record it. Raises a Refusal, and then nothing of it is stored."""
        known = self.shelf.entry(body.id) if body.id else None
        if known is not None:
            return self._again(known, body)
        recorded_at = self._recorded_at(body)
        if isinstance(body, Starting):
            subject, before, after = self._start(body, if_match)
        else:
            assert isinstance(body, Amendment)
            subject, before, after = self._amend(body, if_match)
        if _newly_done(before, after) and after.when.earliest > instants.london_day(recorded_at):
            raise NotYet(date=after.when.text, day=show(instants.london_day(recorded_at)))
        if before is None and subject.version == 0:
            self._projector.new_subject(subject)
        touched = self._touched(subject, before, after)
        reaches = [(each, self._projector.reach(each, False, before, after)) for each in touched]
        if not isinstance(body, _UNTESTED):
            _test([reach for _, reach in reaches if reach is not None], before, after)
        if body.version not in (None, subject.version + 1):
            raise VersionTaken(said=body.version, version=subject.version + 1)
        if before is None and subject.version == 0:
            self.shelf.subjects.add(subject)
        return self._append(body, subject, reaches, before, after, recorded_at)

    def _again(self, known: Entry, body: Body) -> Recorded:
        """A retry: the entry that is stored already, where it is the same."""
        if isinstance(body, Amendment) and body.change == known.change:
            body = canonical_body(self.shelf.change(body.change), body)
        if without_server_fields(body) != known.body:
            raise IdTaken(id=known.id)
        return Recorded(known, False, {"structure": [], "timeline": []}, [])

    def _recorded_at(self, body: Body) -> int:
        if body.recorded_at is None:
            return max(self._who.now, self._last)
        instant = instants.parse(body.recorded_at)
        fault = (
            "after now" if instant > self._who.now else "before the programme's last" if instant < self._last else None
        )
        if fault:
            last = instants.show(self._last) if self._last else "none yet"
            raise RecordedOutOfTurn(instant=body.recorded_at, fault=fault, last=last)
        return instant

    def _entered_at(self, body: Body) -> int:
        if body.entered_at is None:
            return self._who.entered_at
        instant = instants.parse(body.entered_at)
        if instant > self._who.entered_at:
            raise RecordedOutOfTurn(instant=body.entered_at, fault="after now", last=instants.show(self._last))
        return instant

    def _start(self, body: Starting, if_match: int | None) -> tuple[SubjectStream, None, Change]:
        type_ = body.details.subject_type
        if type_ == PROGRAMME and body.subject != self._slug:
            raise OtherProgramme(programme=self._slug, slug=body.subject)
        self.shelf.load_named([body])
        subject = self.shelf.subjects.find(type_, body.subject)
        _match(if_match, subject.version if subject else 0)
        if subject is None and not body.details.begins and type_ != PROGRAMME:
            raise UnknownSubject(type=type_, slug=body.subject)
        self.shelf.check_references(body.details)
        subject = subject or self.shelf.subjects.plan(type_, body.subject)
        return subject, None, change_.start_change(body, body.id or random_id(), self._place + 1)

    def _amend(self, body: Amendment, if_match: int | None) -> tuple[SubjectStream, Change, Change]:
        before = self.shelf.change(body.change)
        subject = self.shelf.subjects.get(before.type, before.slug)
        _match(if_match, subject.version)
        if isinstance(body, ChangeCorrected | ClaimRecorded):
            event = change_.details_of(before, body)
            if event is not None:
                self.shelf.check_references(event)
        if isinstance(body, ClaimDismissed):
            claim = self.shelf.entry(body.claim)
            if claim is None or claim.change != body.change or not isinstance(claim.body, ClaimRecorded):
                raise UnknownClaim(change=body.change, claim=body.claim)
        return subject, before, change_.amend_change(before, body, self._place + 1)

    def _touched(self, subject: SubjectStream, before: Change | None, after: Change) -> list[SubjectStream]:
        others = dict.fromkeys((*after.touches(), *(before.touches() if before else ())))
        return [subject, *(self.shelf.subjects.get(after.type, slug) for slug in others if slug != subject.slug)]

    def _append(
        self,
        body: Body,
        subject: SubjectStream,
        reaches: list[tuple[SubjectStream, Reach | None]],
        before: Change | None,
        after: Change,
        recorded_at: int,
    ) -> Recorded:
        self._place += 1
        subject.version += 1
        self._last = recorded_at
        entry = Entry(
            originator_id=subject.uuid,
            originator_version=subject.version,
            stream=subject.id,
            place=self._place,
            programme=self._programme,
            id=after.id if before is None else body.id or random_id(),
            change=after.id,
            change_place=after.place,
            body=without_server_fields(canonical_body(before, body)),
            recorded_at=recorded_at,
            entered_at=self._entered_at(body),
            recorded_by=body.recorded_by or self._who.name,
            backfilled=_is_backfilled(body),
        )
        self._projector.entries.append(entry)
        found = self._projector.project_reaches(entry, reaches, before, after, is_hidden=after.restricted)
        self.shelf.put(entry, after)
        if after.restricted or (before is not None and before.restricted):
            update_audience(self._projector, self.shelf.subjects, after)
        if not self.telling:
            return Recorded(entry, True, {}, [])
        basis = None if isinstance(body, _UNTESTED) or subject.type == PROGRAMME else invariants.widest(before, after)
        effect = describe(found, before, after, self.shelf.people.name)
        return Recorded(entry, True, effect, self._names_in(body), basis)

    def _names_in(self, body: Body) -> list[str]:
        words = [body.reason or "", (body.source.quote or "") if body.source else ""]
        return self.shelf.people.named_in("\n".join(words)) if any(words) else []


def _test(reaches: list[Reach], before: Change | None, after: Change) -> None:
    """Whether every history that the entry reaches into can hold it. Raises Impossible or MakesImpossible."""
    bases = invariants.tested_under(before, after)
    for reach in reaches:
        tested: set[tuple[int, int]] = set()
        for basis in bases:
            mask = change_.BASES[basis]
            start = reach.start(mask)
            counting = sum(change.counts_under & mask != 0 for change in reach.new)
            # Bases that have the same past and count the same changes give the same verdict.
            if (id(start), counting) not in tested:
                tested.add((id(start), counting))
                invariants.check(basis, reach.subject.slug, start, reach.new, after)


def _head(connection: Connection, slug: str) -> tuple[int, int, int, int]:
    """The number of a programme, the last place in the log, the last instant recorded in the programme, and the last
    number of a state."""
    row = next(iter(rows(connection, _HEAD, {"slug": slug})), None)
    if row is None:
        raise NoSuchProgramme(slug=slug)
    return row[0], row[1] or 0, row[2] or 0, row[3] or 0


def _is_backfilled(body: Body) -> bool:
    """Whether its recorded instant comes from an old paper: an exported line says so itself, or was entered then."""
    if body.backfilled is not None:
        return body.backfilled
    return body.recorded_at is not None and body.entered_at is None


def _match(if_match: int | None, version: int) -> None:
    if if_match is not None and if_match != version:
        raise Stale(version=version)


def _newly_done(before: Change | None, after: Change) -> bool:
    return after.standing == DONE and (before is None or before.standing != DONE or before.when != after.when)
