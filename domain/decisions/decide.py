"""Whether an entry is stored, and as what: a pure function of the entry and of what is known.

Every refusal of an entry that can be read is raised here, or in what this module calls.
"""

from __future__ import annotations

import msgspec

from domain.changes.change import DONE, Change, amend_change, details_of, start_change
from domain.changes.history import Reach, change_touching, first_day, reach_into
from domain.changes.invariants import check_history
from domain.decisions.known import KnownFacts
from domain.decisions.stored_payload import require_same_entry, stored_payload
from domain.kinds.event import PROGRAMME, Reference
from domain.kinds.programme import ClashAcknowledged
from domain.log.amendments import UNTESTED, Amendment, ChangeCorrected, ClaimDismissed, ClaimRecorded
from domain.log.body import Body
from domain.log.entry import Entry
from domain.log.payloads import Starting
from domain.refusals import (
    ClashOutOfSight,
    NotYet,
    OtherProgramme,
    RecordedOutOfTurn,
    Stale,
    Unknown,
    UnknownChange,
    UnknownClaim,
    UnknownClash,
    UnknownDependency,
    UnknownPerson,
    UnknownSubject,
    VersionTaken,
)
from domain.time import instants
from domain.time.edtf import END, show


class Repeated(msgspec.Struct, frozen=True):
    """The entry is stored already: it was sent a second time."""

    entry: Entry


class Decision(msgspec.Struct, frozen=True, gc=False):
    """The entry is to be stored."""

    id: str
    payload: Body
    """As the log keeps it."""
    before: Change | None
    """The change that it amends, as it was."""
    after: Change
    """The change that it starts or amends, as it becomes."""
    version: int
    """The version of the subject that it makes."""
    recorded_at: int
    entered_at: int
    recorded_by: str
    backfilled: bool
    reaches: dict[str, Reach | None]
    """How far it reaches into the history of each subject that it touches, its own first; None where it alters none."""


def decide(payload: Body, known: KnownFacts, if_match: int | None = None) -> Decision | Repeated:
    """Decide on an entry. `if_match` is the version of the subject that its author last saw. Raises a Refusal."""
    if known.stored is not None:
        require_same_entry(known.stored, known.change, payload)
        return Repeated(known.stored)
    recorded_at = _recorded_at(payload, known)
    if isinstance(payload, Starting):
        before, after = None, _started(payload, known, if_match)
    else:
        assert isinstance(payload, Amendment)
        before, after = _amended(payload, known, if_match)
    _check_day(before, after, recorded_at)
    reaches = _reaches(known, before, after)
    if not isinstance(payload, UNTESTED):
        for slug, reach in reaches.items():
            if reach is not None:
                check_history(slug, known.histories[slug], reach, before, after)
    version = (known.version or 0) + 1
    if payload.version not in (None, version):
        raise VersionTaken(said=payload.version, version=version)
    return Decision(
        id=known.new_id,
        payload=stored_payload(before, payload),
        before=before,
        after=after,
        version=version,
        recorded_at=recorded_at,
        entered_at=_entered_at(payload, known),
        recorded_by=payload.recorded_by or known.author.name,
        backfilled=_is_backfilled(payload),
        reaches=reaches,
    )


def _started(payload: Starting, known: KnownFacts, if_match: int | None) -> Change:
    type_ = payload.details.subject_type
    if type_ == PROGRAMME and payload.subject != known.programme:
        raise OtherProgramme(programme=known.programme, slug=payload.subject)
    _check_version(known.version or 0, if_match)
    if known.version is None and not payload.details.begins and type_ != PROGRAMME:
        raise UnknownSubject(type=type_, slug=payload.subject)
    _check_references(known.missing)
    if isinstance(payload.details, ClashAcknowledged):
        _check_clash(payload.details, known, restricted=payload.restricted)
    return start_change(payload, known.new_id, known.place + 1)


def _amended(payload: Amendment, known: KnownFacts, if_match: int | None) -> tuple[Change, Change]:
    before = known.change
    if before is None:
        raise UnknownChange(change=payload.change)
    _check_version(known.version or 0, if_match)
    if isinstance(payload, ChangeCorrected | ClaimRecorded):
        details_of(before, payload)
        _check_references(known.missing)
    if isinstance(payload, ClaimDismissed):
        claim = known.claim
        if claim is None or claim.change != payload.change or not isinstance(claim.body, ClaimRecorded):
            raise UnknownClaim(change=payload.change, claim=payload.claim)
    return before, amend_change(before, payload, known.place + 1)


def _check_version(version: int, if_match: int | None) -> None:
    if if_match is not None and if_match != version:
        raise Stale(version=version)


def _check_references(missing: tuple[Reference, ...]) -> None:
    if missing:
        raise _unknown(*missing[0])


def _unknown(type_: str, name: str) -> Unknown:
    match type_:
        case "person":
            return UnknownPerson(person=name)
        case "dependency":
            return UnknownDependency(name=name)
    return UnknownSubject(type=type_, slug=name)


def _check_clash(details: ClashAcknowledged, known: KnownFacts, *, restricted: bool) -> None:
    """A clash is acknowledged only while it is there, and only in sight of those who see it."""
    if known.clash == "absent":
        raise UnknownClash(clash=details.clash, mark=details.mark)
    if known.clash == "restricted" and not restricted:
        raise ClashOutOfSight(clash=details.clash)


def _check_day(before: Change | None, after: Change, recorded_at: int) -> None:
    """What an entry says is done, or gives another date, has happened by the day on which it is recorded."""
    if after.standing != DONE:
        return
    is_news = before is None or before.standing != DONE or before.when != after.when
    day = instants.london_day(recorded_at)
    if is_news and after.when.earliest > day:
        raise NotYet(date=after.when.text, day=show(day))


def _reaches(known: KnownFacts, before: Change | None, after: Change) -> dict[str, Reach | None]:
    reaches: dict[str, Reach | None] = {}
    for slug in dict.fromkeys((*after.touches(), *(before.touches() if before else ()))):
        here, there = (change_touching(after.type, slug, change) for change in (before, after))
        day = first_day(here, there)
        is_altered = day != END and after.type != PROGRAMME
        reaches[slug] = reach_into(known.histories[slug], here, there, day) if is_altered else None
    return reaches


def _recorded_at(payload: Body, known: KnownFacts) -> int:
    """The instant of the log: the clock's, unless an import brings one that fits."""
    if payload.recorded_at is None:
        return max(known.author.now, known.last_recorded)
    instant = instants.parse(payload.recorded_at)
    if instant > known.author.now:
        raise _out_of_turn(payload.recorded_at, "after now", known)
    if instant < known.last_recorded:
        raise _out_of_turn(payload.recorded_at, "before the programme's last", known)
    return instant


def _entered_at(payload: Body, known: KnownFacts) -> int:
    """The true instant: the clock's, unless an import brings one that is not after it."""
    if payload.entered_at is None:
        return known.author.entered_at
    instant = instants.parse(payload.entered_at)
    if instant > known.author.entered_at:
        raise _out_of_turn(payload.entered_at, "after now", known)
    return instant


def _out_of_turn(instant: str, fault: str, known: KnownFacts) -> RecordedOutOfTurn:
    last = instants.show(known.last_recorded) if known.last_recorded else "none yet"
    return RecordedOutOfTurn(instant=instant, fault=fault, last=last)


def _is_backfilled(payload: Body) -> bool:
    """Whether its recorded instant comes from an old paper: an exported line says so, or leaves out when it was
    entered."""
    if payload.backfilled is not None:
        return payload.backfilled
    return payload.recorded_at is not None and payload.entered_at is None
