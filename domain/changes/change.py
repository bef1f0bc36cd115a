"""A change: what a starting entry says will happen, or did, and what its amendments made of it."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from domain.kinds.event import Event
from domain.kinds.registry import EVENTS
from domain.log import amendments
from domain.log.amendments import Amendment
from domain.log.body import Source
from domain.log.payloads import Starting
from domain.refusals import Malformed, NotAllowed
from domain.time import edtf
from domain.time.edtf import When

PROPOSED: Final = "proposed"
PLANNED: Final = "planned"
DONE: Final = "done"
WITHDRAWN: Final = "withdrawn"
RETRACTED: Final = "retracted"
Lifecycle = Literal["proposed", "planned", "done", "withdrawn", "retracted"]
"""How a change stands."""
ChangeBasis = Literal["done", "planned", "proposed"]
"""Which changes count."""
OPEN = (PROPOSED, PLANNED)

BASES: dict[str, int] = {"done": 1, "planned": 2, "proposed": 4}
"""The bases of a question, each a bit."""
COUNTS_UNDER: dict[Lifecycle, int] = {DONE: 7, PLANNED: 6, PROPOSED: 4, WITHDRAWN: 0, RETRACTED: 0}
"""The bases under which a change of each standing counts, as a mask."""

_ALLOWED: dict[type[Amendment], tuple[str, ...]] = {
    amendments.ChangeConfirmed: (PROPOSED,),
    amendments.ChangeRescheduled: OPEN,
    amendments.ChangeCompleted: OPEN,
    amendments.ChangeWithdrawn: OPEN,
    amendments.ChangeCorrected: (PROPOSED, PLANNED, DONE),
    amendments.ChangeRetracted: (PROPOSED, PLANNED, DONE, WITHDRAWN),
    amendments.ClaimRecorded: (PROPOSED, PLANNED, DONE, WITHDRAWN),
    amendments.ClaimDismissed: (PROPOSED, PLANNED, DONE, WITHDRAWN),
    amendments.ChangeRestricted: (PROPOSED, PLANNED, DONE, WITHDRAWN, RETRACTED),
    amendments.ChangeReleased: (PROPOSED, PLANNED, DONE, WITHDRAWN, RETRACTED),
}


class Change(msgspec.Struct, frozen=True, gc=False):
    """A change as it stands after some of its entries."""

    place: int
    """The place in the log of the entry that started it."""
    id: str
    slug: str
    event: Event
    standing: Lifecycle
    when: When
    restricted: bool
    source: Source | None
    baseline: When | None
    """Its date when it first became planned."""
    detailed: int
    """The place of the entry that last gave its details."""
    moved: bool = False
    """Whether the plan was rescheduled since it has a baseline."""
    dated: int = 0
    """The place of the entry that last gave its date."""
    redated: int = 0
    """How often another date was given."""

    @property
    def type(self) -> str:
        """The type of its subject."""
        return self.event.subject_type

    @property
    def order(self) -> tuple[int, int]:
        """Where it stands in the fold of its subject."""
        return self.when.latest, self.place

    @property
    def counts_under(self) -> int:
        """The bases under which it counts, as a mask."""
        return COUNTS_UNDER[self.standing]

    @property
    def slip(self) -> int | None:
        """Days from the baseline's `latest` to its own; None where it has none or will not happen."""
        if self.baseline is None or self.standing in (WITHDRAWN, RETRACTED):
            return None
        if edtf.END in (self.baseline.latest, self.when.latest):
            return None
        return self.when.latest - self.baseline.latest

    @property
    def slip_earliest(self) -> int | None:
        """The same from the baseline's `earliest` to its own, which tells more where dates are imprecise."""
        if self.baseline is None or self.standing in (WITHDRAWN, RETRACTED):
            return None
        if edtf.BEGINNING in (self.baseline.earliest, self.when.earliest):
            return None
        return self.when.earliest - self.baseline.earliest

    def touches(self) -> tuple[str, ...]:
        """Slugs of every subject that it names as changed: its own first, then those that it ends by merging."""
        return (self.slug, *(slug for slug in self.event.also_ends() if slug != self.slug))

    def is_overdue(self, day: int) -> bool:
        """Whether it is still planned though its last possible day is before this one."""
        return self.standing == PLANNED and self.when.latest < day


def start_change(body: Starting, change_id: str, place: int) -> Change:
    """The change that a starting entry starts."""
    when = edtf.parse(body.effective_on)
    return Change(
        place=place,
        id=change_id,
        slug=body.subject,
        event=body.details,
        standing=body.standing,
        when=when,
        restricted=body.restricted,
        source=body.source,
        baseline=when if body.standing == PLANNED else None,
        detailed=place,
        dated=place,
    )


def is_allowed(amendment: type[Amendment], standing: str) -> bool:
    """Whether a change of this standing may be amended in this way."""
    return standing in _ALLOWED[amendment]


def amend_change(change: Change, body: Amendment, place: int) -> Change:
    """The change after an amendment. Raises NotAllowed where its standing does not allow that, Malformed for
    details that its kind does not have."""
    if not is_allowed(type(body), change.standing):
        raise NotAllowed(change=change.id, standing=change.standing, deed=body.deed)
    edit = msgspec.structs.replace
    match body:
        case amendments.ChangeConfirmed():
            return edit(change, standing=PLANNED, baseline=change.when, moved=False)
        case amendments.ChangeRescheduled():
            return edit(_date(change, body.effective_on, place), moved=True)
        case amendments.ChangeCompleted():
            return edit(_date(change, body.effective_on, place), standing=DONE)
        case amendments.ChangeWithdrawn():
            return edit(change, standing=WITHDRAWN)
        case amendments.ChangeRetracted():
            return edit(change, standing=RETRACTED)
        case amendments.ChangeCorrected():
            return _correct(change, body, place)
        case amendments.ClaimRecorded() | amendments.ClaimDismissed():
            return change
        case amendments.ChangeRestricted() | amendments.ChangeReleased():
            return edit(change, restricted=isinstance(body, amendments.ChangeRestricted))
    raise AssertionError(body)


def _date(change: Change, text: str, place: int) -> Change:
    """The change on the date that an entry gives it."""
    return msgspec.structs.replace(change, when=edtf.parse(text), dated=place, redated=change.redated + 1)


def _correct(change: Change, body: amendments.ChangeCorrected, place: int) -> Change:
    event = details_of(change, body)
    if event is not None:
        change = msgspec.structs.replace(change, event=event, detailed=place)
    if body.source is not None:
        change = msgspec.structs.replace(change, source=body.source)
    if body.effective_on is not None:
        change = _date(change, body.effective_on, place)
        # Before the plan has moved, its date is the baseline: a wrong record of it is no slip.
        if change.baseline is not None and not change.moved and change.standing in OPEN:
            change = msgspec.structs.replace(change, baseline=change.when)
    return change


def details_of(change: Change, body: amendments.ChangeCorrected | amendments.ClaimRecorded) -> Event | None:
    """The details that an amendment gives, read as those of the change's kind; None where it gives none."""
    if not isinstance(body.details, msgspec.Raw):
        return None
    try:
        event = msgspec.json.decode(body.details, type=EVENTS[change.event.kind])
    except (msgspec.MsgspecError, RecursionError) as error:
        raise Malformed(fault=f"in details, {error}") from None
    if change.slug in event.also_ends():
        raise Malformed(fault=f'"{change.slug}" cannot be merged into itself')
    return event
