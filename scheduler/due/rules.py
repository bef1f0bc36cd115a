"""What is due in a programme on a day: a pure function of its plans, posts and clashes as known, and its policy."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from domain.kinds.reminder_policy import ReminderPolicy
from domain.reminders.schedule import CLASHES, POSTS, Rung, rungs
from domain.time.working_days import WorkingDays
from projections.questions.due import Planned, Post, posts
from scheduler.due.certain_clash import CertainClash
from scheduler.people.recipients import Topic

RevisionKey = tuple[str, int]
"""What a reminder is about, and the place of the entry that last gave its date or brought the clash."""


@dataclass(frozen=True)
class Due:
    """A reminder that is due: what it is about, and which rung of its ladder."""

    about: str
    revision: int
    rung: Rung
    topic: Topic


def due_plans(
    plans: Iterable[Planned],
    policy: ReminderPolicy,
    working: WorkingDays,
    day: int,
    acknowledged: Collection[RevisionKey],
) -> Iterator[Due]:
    """The rungs that planned changes have reached."""
    for planned in plans:
        is_acknowledged = (planned.change, planned.plan.dated) in acknowledged
        topic = Topic(planned.type, planned.slug, planned.owner, planned.restricted)
        for rung in rungs(planned.plan, policy, working, day, acknowledged=is_acknowledged):
            yield Due(planned.change, planned.plan.dated, rung, topic)


def due_posts(tenancies: Collection[tuple[Any, ...]], policy: ReminderPolicy, day: int) -> Iterator[Due]:
    """Posts that have been vacant for too long, and acting holders for whom no end is planned.

    Observers are reminded of a post as they see it; those who see more, of what observers do not see.
    """
    public = posts(tenancies, day, public=True)
    for slug, post in posts(tenancies, day).items():
        rung = _due_post(post, policy, day)
        shown = public.get(slug)
        is_public = shown is not None and _due_post(shown, policy, day) == rung
        if rung is not None:
            yield Due(f"post:{slug}", post.change, rung, Topic("post", slug, None, not is_public))


def _due_post(post: Post, policy: ReminderPolicy, day: int) -> Rung | None:
    if post.person is None:
        name, after = "vacant", policy.vacant_after
    elif post.tenure == "acting" and not post.ends:
        name, after = "acting", policy.acting_after
    else:
        return None
    return Rung(post.since + after, POSTS, name) if post.since + after <= day else None


def due_clashes(clashes: Iterable[CertainClash], day: int) -> Iterator[Due]:
    """Clashes that have become certain, due once each."""
    for clash in clashes:
        if clash.day <= day:
            topic = Topic(clash.type, clash.slug, None, clash.restricted)
            yield Due(f"clash:{clash.clash}", clash.since, Rung(clash.day, CLASHES, "certain"), topic)
