"""What is due in a programme on a day: a pure function of its plans and posts as known, its policy, and the day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from domain.kinds.reminder_policy import ReminderPolicy
from domain.reminders.schedule import CLASHES, POSTS, Rung, rungs
from domain.time.working_days import WorkingDays
from projections.questions.due import Planned, Post, posts
from scheduler.people.recipients import Topic

RevisionKey = tuple[str, int]
"""The id of a change or of a clash, and the place of the entry that gave its date, or that stirred it."""


@dataclass(frozen=True)
class Due:
    """A rung that something stands on."""

    about: str
    revision: int
    rung: Rung
    matter: Topic


class CertainClash(msgspec.Struct, frozen=True):
    """A clash that has become certain."""

    clash: str
    since: int
    """The place of the last entry of the log when that was first seen."""
    day: int
    """The day of that."""
    type: str
    slug: str
    says: str
    says_publicly: str | None
    """What an observer reads of it; None where they do not see it."""

    @property
    def restricted(self) -> bool:
        """Whether observers do not see it."""
        return self.says_publicly is None


def due_plans(
    plans: Iterable[Planned],
    policy: ReminderPolicy,
    working: WorkingDays,
    day: int,
    acknowledged: Collection[RevisionKey],
) -> Iterator[Due]:
    """The rungs that planned changes stand on."""
    for each in plans:
        is_known = (each.change, each.plan.dated) in acknowledged
        matter = Topic(each.type, each.slug, each.owner, each.restricted)
        for rung in rungs(each.plan, policy, working, day, acknowledged=is_known):
            yield Due(each.change, each.plan.dated, rung, matter)


def due_posts(tenancies: Collection[tuple[Any, ...]], policy: ReminderPolicy, day: int) -> Iterator[Due]:
    """Posts that are vacant for too long, and acting holders for whom no end is planned.

    Observers are told of a post as they see it; who sees more is told of what observers do not see.
    """
    public = posts(tenancies, day, public=True)
    for slug, post in posts(tenancies, day).items():
        told = _due_post(post, policy, day)
        seen = public.get(slug)
        for_everyone = seen is not None and _due_post(seen, policy, day) == told
        if told is not None:
            yield Due(f"post:{slug}", post.change, told, Topic("post", slug, None, not for_everyone))


def _due_post(post: Post, policy: ReminderPolicy, day: int) -> Rung | None:
    if post.person is None:
        name, after = "vacant", policy.vacant_after
    elif post.tenure == "acting" and not post.ends:
        name, after = "acting", policy.acting_after
    else:
        return None
    return Rung(post.since + after, POSTS, name) if post.since + after <= day else None


def due_clashes(stirred: Iterable[CertainClash], day: int) -> Iterator[Due]:
    """Clashes that have newly become certain, told once."""
    for each in stirred:
        if each.day <= day:
            matter = Topic(each.type, each.slug, None, each.restricted)
            yield Due(f"clash:{each.clash}", each.since, Rung(each.day, CLASHES, "certain"), matter)
