"""The read models of reminders: every change that was ever planned, and who held which post.

Two small read models, kept in the transaction that appends an entry. The question of what can be due is answered from
them, without reading the log.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    SmallInteger,
    Table,
    literal_column,
)

from domain.changes.change import COUNTS_UNDER, DONE, PLANNED, Change
from domain.kinds.event import PROGRAMME
from domain.kinds.milestones import MilestoneSet
from domain.kinds.posts import LeaderAppointed, PostAbolished, PostCreated, PostVacated
from projections.database.partial_index import partial_index
from projections.database.tables import PLACE, WORD, made
from projections.database.write_buffer import Buffer

plan = Table(
    "plan",
    made,
    Column("change", PLACE, primary_key=True, autoincrement=False),
    Column("programme", Integer, nullable=False),
    Column("subject", Integer, nullable=False),
    Column("standing", SmallInteger, nullable=False),
    Column("earliest", Integer, nullable=False),
    Column("latest", Integer, nullable=False),
    Column("dated", BigInteger, nullable=False),
    Column("redated", Integer, nullable=False),
    Column("told", BigInteger, nullable=False),
    Column("owner", WORD),
)
"""A change that is or was planned. `standing` is the mask of bases under which it counts, none where it was dropped.
`dated` and `told`: the places of the entries that last gave its date and its details; `redated`: how often its date was
changed. `owner`: the post that answers for a milestone."""
OPEN_PLANS = plan.c.standing == literal_column("6")
partial_index("plan_open", plan.c.programme, plan.c.earliest, where=OPEN_PLANS)
Index("plan_programme", plan.c.programme)

tenancy = Table(
    "tenancy",
    made,
    Column("change", PLACE, primary_key=True, autoincrement=False),
    Column("programme", Integer, nullable=False),
    Column("subject", Integer, nullable=False),
    Column("latest", Integer, nullable=False),
    Column("standing", SmallInteger, nullable=False),
    Column("kind", SmallInteger, nullable=False),
    Column("person", WORD),
    Column("tenure", WORD),
)
"""A change, done or planned, that alters who holds a post. `standing` is the mask of bases under which it counts."""
Index("tenancy_programme", tenancy.c.programme)

CREATED, APPOINTED, VACATED, ABOLISHED = range(4)
_KINDS = {PostCreated: CREATED, LeaderAppointed: APPOINTED, PostVacated: VACATED, PostAbolished: ABOLISHED}
DONE_MASK, PLANNED_MASK = COUNTS_UNDER[DONE], COUNTS_UNDER[PLANNED]


class Agenda:
    """Keeps both in step with the log within one transaction; the projector writes its `buffers`."""

    def __init__(self) -> None:
        self._plan = Buffer(plan, *plan.columns.keys())
        self._tenancy = Buffer(tenancy, *tenancy.columns.keys())
        self.buffers = (self._plan, self._tenancy)

    def follow(self, programme: int, subject: int, before: Change | None, after: Change) -> None:
        """Write what an entry makes of a change; `subject` is the number of its own subject's stream."""
        for buffer, row_of in ((self._plan, _plan_row), (self._tenancy, tenancy_row)):
            was = None if before is None else row_of(programme, subject, before)
            now = row_of(programme, subject, after)
            if was == now:
                continue
            if was is not None:
                buffer.delete(was[0])
            if now is not None:
                buffer.insert(*now)


def _plan_row(programme: int, subject: int, change: Change) -> tuple[Any, ...] | None:
    # Entries about the record itself are nobody's task.
    if change.baseline is None or change.type == PROGRAMME:
        return None
    owner = change.event.owner if isinstance(change.event, MilestoneSet) else None
    days = change.when.earliest, change.when.latest
    return (
        *(change.place, programme, subject, change.counts_under, *days),
        *(change.dated, change.redated, change.detailed, owner),
    )


def tenancy_row(programme: int, subject: int, change: Change) -> tuple[Any, ...] | None:
    """The row of a change that alters who holds a post; None for any other."""
    kind = _KINDS.get(type(change.event))
    if kind is None or change.standing not in (DONE, PLANNED):
        return None
    person = tenure = None
    if isinstance(change.event, LeaderAppointed):
        person, tenure = change.event.person, change.event.tenure
    return change.place, programme, subject, change.when.latest, change.counts_under, kind, person, tenure
