"""Questions of reminders: which planned changes may be due, and who held which post on a day.

The answers come from the two small tables of `projections/read_models/due_dates.py`, without reading any log.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Connection,
    Integer,
    Select,
    bindparam,
    select,
)

from domain.reminders.schedule import Plan
from projections.database.prepared import rows
from projections.database.tables import hidden, log, stream
from projections.read_models.due_dates import ABOLISHED, CREATED, DONE_MASK, OPEN_PLANS, PLANNED_MASK, plan, tenancy


@dataclass(frozen=True, slots=True)
class Planned:
    """A change that is or was planned."""

    programme: int
    change: str
    type: str
    slug: str
    subject: int
    standing: int
    redated: int
    detailed: int
    owner: str | None
    restricted: bool
    plan: Plan

    @property
    def is_open(self) -> bool:
        """Whether it is still to happen."""
        return self.standing == PLANNED_MASK


_HIDDEN = select(hidden.c.change).where(hidden.c.subject == plan.c.subject, hidden.c.change == plan.c.change).exists()
_EVER = (
    select(
        *(log.c.id, stream.c.type, stream.c.slug, plan.c.subject, plan.c.standing, plan.c.redated, plan.c.told),
        *(plan.c.owner, _HIDDEN, plan.c.change, plan.c.dated, plan.c.earliest, plan.c.latest),
    )
    .select_from(plan)
    .join(stream, stream.c.id == plan.c.subject)
    .join(log, log.c.position == plan.c.change)
    .where(plan.c.programme == bindparam("programme"))
    .order_by(plan.c.latest, plan.c.change)
)
_OPEN = _EVER.where(OPEN_PLANS, plan.c.earliest <= bindparam("day", type_=Integer))
_ONE = _EVER.where(log.c.programme == bindparam("programme"), log.c.id == bindparam("change"))


def open_plans(connection: Connection, programme: int, day: int) -> list[Planned]:
    """The open plans of a programme that can happen by a day, by date: nothing else of it can be due before it."""
    return _planned(connection, programme, _OPEN, day=day)


def ever_planned(connection: Connection, programme: int) -> list[Planned]:
    """Every change of a programme that is or was planned, by date."""
    return _planned(connection, programme, _EVER)


def one_plan(connection: Connection, programme: int, change: str) -> Planned | None:
    """One change, by its id, that is or was planned."""
    return next(iter(_planned(connection, programme, _ONE, change=change)), None)


def _planned(connection: Connection, programme: int, query: Select[Any], **values: Any) -> list[Planned]:
    found = rows(connection, query, {"programme": programme} | values)
    return [Planned(*(programme, *row[:8], bool(row[8]), Plan(*row[9:]))) for row in found]


@dataclass(slots=True)
class Post:
    """A post on a day, as far as it is done."""

    subject: int
    slug: str
    change: int = 0
    """The place of the change that made its holder what it is."""
    since: int = 0
    standing: bool = False
    person: str | None = None
    tenure: str | None = None
    ends: bool = False
    """Whether it is planned that the holder leaves or that another comes."""


_TENANCIES = (
    select(
        tenancy.c.subject,
        stream.c.slug,
        tenancy.c.change,
        tenancy.c.latest,
        tenancy.c.standing,
        tenancy.c.kind,
        tenancy.c.person,
        tenancy.c.tenure,
        select(hidden.c.change)
        .where(hidden.c.subject == tenancy.c.subject, hidden.c.change == tenancy.c.change)
        .exists(),
    )
    .select_from(tenancy)
    .join(stream, stream.c.id == tenancy.c.subject)
    .where(tenancy.c.programme == bindparam("programme"))
    .order_by(tenancy.c.subject, tenancy.c.latest, tenancy.c.change)
)


def tenancies(connection: Connection, programme: int) -> list[tuple[Any, ...]]:
    """Every change that alters who holds a post, in fold order of each; the last column says if it is restricted."""
    return rows(connection, _TENANCIES, {"programme": programme})


def posts(tenancies: Iterable[tuple[Any, ...]], day: int, *, public: bool = False) -> dict[str, Post]:
    """Every post that stands on a day, by its slug, and who holds it; from tenancies."""
    known: dict[int, Post] = {}
    for subject, slug, change, latest, standing, kind, person, tenure, restricted in tenancies:
        if public and restricted:
            continue
        post = known.setdefault(subject, Post(subject, slug))
        if standing == DONE_MASK and latest <= day:
            post.change, post.since, post.person, post.tenure = change, latest, person, tenure
            post.standing = kind != ABOLISHED
        elif kind != CREATED:
            post.ends = True
    return {post.slug: post for post in known.values() if post.standing}
