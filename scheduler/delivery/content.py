"""The content of a digest: what its reminders are about, as that stands now, in words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Protocol

import msgspec
from sqlalchemy import Connection, select

from domain.changes.change import Change
from domain.reminders.schedule import CLASHES, ESCALATIONS, LADDER, MANAGERS, POSTS, SENIOR
from domain.time import instants
from projections.database.tables import programme
from projections.log.application import Log
from projections.log.head import Head, read_head
from projections.log.histories import entries_of_change, evolve_change
from projections.questions import due
from projections.questions.current_name import current_name
from projections.questions.due import Planned, Post
from projections.questions.reminder_policy import policy_on
from scheduler import wording
from scheduler.delivery.clash_names import with_names
from scheduler.due import enqueue
from scheduler.due.certain_clash import CertainClash
from scheduler.due.rules import due_posts
from scheduler.people.contacts import Contact

_PAGES = {"": "changes", "post": "posts", "clash": "clashes"}


class DigestItem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a digest reminds of."""

    programme: str
    programme_name: str
    about: str
    revision: int
    lead: str
    title: str
    when: str
    escalation: str | None
    """Why it comes to somebody above its owner."""
    order: tuple[int, int, int, str]
    """The most pressing first."""

    @property
    def path(self) -> str:
        """Where its own page is, below the address of the deployment."""
        sort, _, id_ = self.about.rpartition(":")
        return f"programmes/{self.programme}/{_PAGES[sort]}/{id_}"

    @property
    def heading(self) -> str:
        """How pressing it is, and what it is."""
        return f"{self.lead}: {self.title}"

    @property
    def sentence(self) -> str:
        """All of it in a line."""
        return f"{self.heading}, {self.when}"


Cause = Planned | Post | CertainClash
"""What a reminder can be about: a planned change, a post, or a clash."""


class QueuedReminder(Protocol):
    """What the words for a reminder need to know of it."""

    @property
    def about(self) -> str:
        """The id of a change or a clash."""

    @property
    def revision(self) -> int:
        """The place of the entry that gave its date."""

    @property
    def track(self) -> str:
        """Which recipients it is for."""

    @property
    def rung(self) -> str:
        """Which rung of its ladder it is."""


def first_track_of(about: str) -> str:
    """The track of the first reminders about a change, a post or a clash."""
    return {"post": POSTS, "clash": CLASHES}.get(about.partition(":")[0] if ":" in about else "", LADDER)


class ContentReader:
    """Finds what reminders are about, and words it, in one transaction and at one instant."""

    def __init__(self, connection: Connection, log: Log, certain_clashes: enqueue.CertainClashes, now: int) -> None:
        self._connection = connection
        self._log = log
        self._certain_clashes = certain_clashes
        self._now = now
        self.day = instants.london_day(now)
        self._heads: dict[str, Head] = {}
        self._programmes: dict[int, tuple[str, str]] = {}

    def find(self, programme: int, about: str, revision: int, track: str) -> tuple[Cause, bool] | None:
        """What a reminder is about and whether that is restricted; None where it no longer stands as it did when the
        reminder was stored."""
        if track == POSTS:
            return self._post(programme, about, revision)
        if track == CLASHES:
            for clash in self._certain_clashes(self._connection, programme, self.day):
                if (f"clash:{clash.clash}", clash.since) == (about, revision):
                    return clash, clash.restricted
            return None
        planned = due.one_plan(self._connection, programme, about)
        if planned is None or not planned.is_open or planned.plan.dated != revision:
            return None
        return planned, planned.restricted

    def _post(self, programme: int, about: str, revision: int) -> tuple[Post, bool] | None:
        tenancies = due.tenancies(self._connection, programme)
        policy = policy_on(self._connection, self._log, programme, self.day)
        for entry in due_posts(tenancies, policy, self.day):
            if (entry.about, entry.revision) == (about, revision):
                return due.posts(tenancies, self.day)[entry.topic.slug], entry.topic.restricted
        return None

    def is_acknowledged(self, programme: int, about: str, revision: int) -> bool:
        """Whether somebody has acknowledged it."""
        return (about, revision) in self._acknowledged[programme]

    @cached_property
    def _acknowledged(self) -> dict[int, set[tuple[str, int]]]:
        return enqueue.acknowledged_revisions(self._connection)

    def item(self, programme: int, contact: Contact, cause: Cause, rows: Sequence[QueuedReminder]) -> DigestItem:
        """The item about one thing, for which several reminders may be due."""
        slug, name = self._programme(programme)
        lead, title, when, order = self._words(slug, cause, rows, public=contact.public)
        tracks = {row.track for row in rows}
        above = next((wording.ESCALATED[track] for track in (SENIOR, MANAGERS) if track in tracks), None)
        return DigestItem(
            programme=slug,
            programme_name=name,
            about=rows[0].about,
            revision=rows[0].revision,
            lead=lead,
            title=title,
            when=when,
            # The owner reads it as the owner, even if they are a manager or the senior officer too.
            escalation=above if tracks <= set(ESCALATIONS) else None,
            order=(*order, title),
        )

    def _words(
        self, slug: str, cause: Cause, rows: Sequence[QueuedReminder], *, public: bool
    ) -> tuple[str, str, str, tuple[int, int, int]]:
        """How pressing it is, what it is, when, and its place among other items."""
        at = self._head(slug)
        if isinstance(cause, CertainClash):
            clash = cause.public if public else cause.full
            assert clash is not None
            says = with_names(self._connection, self._log, at, clash.says, self._now, public=public)
            days = wording.clash_days(clash.first, clash.until)
            return wording.NEW_CLASH, wording.clash_clause(says), days, (1, clash.first, 0)
        if isinstance(cause, Post):
            post = current_name(self._connection, self._log, at, "post", cause.slug, self._now, public=public)
            held = wording.post_lead(cause.person is not None, self.day - cause.since)
            return held, wording.one_line(post), wording.since_day(cause.since), (2, cause.since, 0)
        change = self.change(cause)
        subject = (change.type, change.slug)
        name = current_name(self._connection, self._log, at, *subject, self._now, public=public, by=change.when.latest)
        window = all(row.rung == "window" for row in rows)
        lead = wording.lead(change.when, self.day, window=window)
        order = (0, change.when.latest, wording.rank(change.event))
        return lead, wording.title(change.event, name), wording.date_of(change.when), order

    def change(self, planned: Planned) -> Change:
        """The change, as it stands now."""
        change: Change | None = None
        for entry in entries_of_change(self._connection, self._log, planned.plan.place):
            change = evolve_change(change, entry)
        assert change is not None
        return change

    def _head(self, slug: str) -> Head:
        if slug not in self._heads:
            self._heads[slug] = read_head(self._connection, slug)
        return self._heads[slug]

    def _programme(self, number: int) -> tuple[str, str]:
        if number not in self._programmes:
            row = self._connection.execute(select(programme).where(programme.c.id == number)).one()
            self._programmes[number] = row.slug, wording.one_line(row.name)
        return self._programmes[number]
