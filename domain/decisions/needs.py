"""What must be looked up before an entry is decided on."""

from __future__ import annotations

import msgspec

from domain.changes.change import Change, details_of
from domain.kinds.event import Event, Reference
from domain.log.amendments import Amendment, ChangeCompleted, ChangeCorrected, ChangeRescheduled, ClaimRecorded
from domain.log.body import Body
from domain.log.payloads import Starting
from domain.refusals import Malformed
from domain.time import edtf


class Needs(msgspec.Struct, frozen=True, gc=False):
    """The names that an entry gives, and the histories that it reaches into."""

    references: tuple[Reference, ...]
    """Everything that its details name."""
    slugs: tuple[str, ...]
    """The subjects that it touches, its own first."""
    day: int
    """The day from which their histories are needed; END where they are not."""


def needs_of(payload: Body, change: Change | None) -> Needs:
    """What an entry needs; `change` is the change that an amendment acts on, where the log knows it."""
    if isinstance(payload, Starting):
        slugs = (payload.subject, *payload.details.also_ends())
        return Needs(tuple(payload.details.references()), slugs, edtf.parse(payload.effective_on).earliest)
    assert isinstance(payload, Amendment)
    if change is None:
        return Needs((), (), edtf.END)
    event = _details(change, payload)
    references = () if event is None else tuple(event.references())
    slugs = change.touches()
    if event is not None and isinstance(payload, ChangeCorrected):
        slugs = (*slugs, *(slug for slug in event.also_ends() if slug not in slugs))
    return Needs(references, slugs, _first_day(change, payload))


def _first_day(change: Change, payload: Amendment) -> int:
    """The first day that an amendment can alter: of the date that the change has, or of the one that it is given."""
    day = change.when.earliest if change.counts_under else edtf.END
    if isinstance(payload, ChangeRescheduled | ChangeCompleted | ChangeCorrected) and payload.effective_on is not None:
        day = min(day, edtf.parse(payload.effective_on).earliest)
    return day


def _details(change: Change, payload: Amendment) -> Event | None:
    """The details that an amendment gives; None where it gives none, or none that can be read: deciding refuses it."""
    if not isinstance(payload, ChangeCorrected | ClaimRecorded):
        return None
    try:
        return details_of(change, payload)
    except Malformed:
        return None
