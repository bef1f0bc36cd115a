"""A rehearsal: which digests would have been sent on the days of a span, or will be. Nothing is sent or kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from domain.changes.change import PLANNED, Change
from domain.kinds.event import PROGRAMME
from domain.kinds.milestones import MilestoneSet
from domain.kinds.reminder_policy import DEFAULT, ReminderPolicy, ReminderPolicySet
from domain.log.entry import Entry
from domain.reminders.schedule import ESCALATIONS, Plan
from domain.time.edtf import show
from projections.accounts.people import list_people, names_of
from projections.database.tables import log
from projections.log import programmes
from projections.log.application import ENTRIES, Log
from projections.log.as_of import read_head
from projections.log.histories import evolve_change
from projections.questions import due as due_
from projections.questions.due import Planned, Post
from projections.read_models import due_dates
from scheduler import wording
from scheduler.delivery.clash_names import replace_ids
from scheduler.due import working_hours
from scheduler.due.new_clashes import ClashesByView, ClashWatch, update_certain
from scheduler.due.rules import CertainClash, Due, due_clashes, due_plans, due_posts
from scheduler.people import contacts, subscriptions
from scheduler.people.contacts import Contact
from scheduler.people.recipients import Audience

_BATCH = 500
_Key = tuple[str, int, str, str]
Look = Callable[[int], ClashesByView]
"""Which clashes are certain by what was recorded before an instant."""


@dataclass(frozen=True)
class Rehearsed:
    """A digest: the day, the contact and the way it goes, and a sentence for each thing that it tells of."""

    day: int
    contact: str
    channel: str
    sentences: list[str]


@dataclass
class _World:
    """A programme as far as it is known."""

    number: int
    changes: dict[int, Change] = field(default_factory=dict)
    streams: dict[int, int] = field(default_factory=dict)
    stirred: dict[str, CertainClash] = field(default_factory=dict)
    last: int = 0
    """The place of the last entry known."""
    names: dict[tuple[str, str], str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    """The register: names by id."""

    def learn(self, entry: Entry) -> None:
        """One more entry."""
        self.last = entry.place
        change = evolve_change(self.changes.get(entry.change_place), entry)
        self.changes[entry.change_place] = change
        self.streams[entry.change_place] = entry.stream
        name = getattr(change.event, "name", None) or getattr(change.event, "title", None)
        if name is not None:
            self.names[change.type, change.slug] = name

    def named(self, says: str) -> str:
        """What a clash says, with names in the place of ids."""
        return replace_ids(says, [*((slug, name) for (_, slug), name in self.names.items()), *self.people.items()])

    def plans(self) -> Iterator[Planned]:
        """What is planned, by date."""
        found = [each for each in self.changes.values() if each.standing == PLANNED and each.type != PROGRAMME]
        for each in sorted(found, key=lambda change: change.order):
            owner = each.event.owner if isinstance(each.event, MilestoneSet) else None
            plan = Plan(each.place, each.dated, each.when.earliest, each.when.latest)
            here = (self.number, each.id, each.type, each.slug, self.streams[each.place], each.counts_under)
            yield Planned(*here, each.redated, each.detailed, owner, each.restricted, plan)

    def tenancies(self) -> list[tuple[Any, ...]]:
        """What alters who holds a post."""
        rows = []
        for change in sorted(self.changes.values(), key=lambda change: change.order):
            row = due_dates.tenancy_row(self.number, self.streams[change.place], change)
            if row is not None:
                place, _, subject, *rest = row
                rows.append((subject, change.slug, place, *rest, change.restricted))
        return rows

    def policy(self, day: int) -> ReminderPolicy:
        """The policy in effect on a day."""
        decided = [
            each
            for each in self.changes.values()
            if isinstance(each.event, ReminderPolicySet) and each.counts_under & 2 and each.when.latest <= day
        ]
        last = max(decided, key=lambda change: change.order, default=None)
        return DEFAULT if last is None or not isinstance(last.event, ReminderPolicySet) else last.event.policy


def digests(
    connection: Connection,
    log_: Log,
    first: int,
    last: int,
    programme: str | None = None,
    clashes: ClashWatch | None = None,
) -> list[dict[str, Any]]:
    """Every digest of a span of days, of all programmes or one, by day and name. Raises NoSuchProgramme.

    Where a programme has no contacts yet, whoever would have to be one stands in. `clashes` looks for those that have
    become certain.
    """
    wanted = programmes.numbered_programmes(connection)
    if programme is not None:
        number = programmes.programme_number(connection, programme)
        wanted = [each for each in wanted if each[0] == number]
    found: dict[tuple[int, str, str, str], list[str]] = {}
    register = list_people(connection)
    for number, slug, name in wanted:
        people = contacts.list_contacts(connection, number) or _stand_ins(connection, number)
        audience = Audience(people, subscriptions.list_in_programme(connection, number))
        names = {each.id: each.name for each in people}
        look = _nothing if clashes is None else _looking(connection, clashes, slug)
        for digest in rehearse(number, _entries(connection, log_, number), audience, first, last, look, register):
            key = (digest.day, names[digest.contact], digest.contact, digest.channel)
            said = [f"{sentence} [{name}]" if len(wanted) > 1 else sentence for sentence in digest.sentences]
            found.setdefault(key, []).extend(said)
    return [
        {"day": show(day), "name": name, "contact": contact, "channel": channel.partition(":")[0], "sentences": said}
        for (day, name, contact, channel), said in sorted(found.items())
    ]


def _entries(connection: Connection, log_: Log, number: int) -> Iterator[Entry]:
    query = ENTRIES.where(log.c.programme == number).order_by(log.c.recorded_at, log.c.position)
    return (log_.entry(row) for row in connection.execute(query, execution_options={"yield_per": _BATCH}))


def _nothing(_: int) -> ClashesByView:
    return {}, {}


def _looking(connection: Connection, clashes: ClashWatch, slug: str) -> Look:
    at = read_head(connection, slug)
    return lambda opening: clashes.certain(connection, at, opening, until=opening)


def _stand_ins(connection: Connection, number: int) -> list[Contact]:
    """Whoever holds a post, the managers, and the senior responsible officer."""
    holders = sorted({row[6] for row in due_.tenancies(connection, number) if row[6] is not None})
    names = names_of(connection, holders)
    found = [
        Contact(
            id=each, name=names.get(each) or "[name erased]", email=f"{each}@example.org", person=each, role="member"
        )
        for each in holders
    ]
    managers = Contact(id="managers", name="The programme managers", email="managers@example.org", role="manager")
    senior = Contact(
        id="senior",
        name="The senior responsible officer",
        email="senior@example.org",
        role="member",
        senior=True,
    )
    return [*found, managers, senior]


def rehearse(
    number: int,
    entries: Iterable[Entry],
    audience: Audience,
    first: int,
    last: int,
    look: Look = _nothing,
    register: Iterable[tuple[str, str]] = (),
) -> Iterator[Rehearsed]:
    """The digests of every working day of a span, at the hour at which sending begins, from entries in order.

    Each day goes by what was recorded before that hour; nobody answers, and nothing fails. `look` says which clashes
    are certain at an instant; `register`, what people are called, by id.
    """
    world, told, coming, looked_at = _World(number, people=dict(register)), set[_Key](), iter(entries), 0
    entry = next(coming, None)
    for day in range(first, last + 1):
        opening = working_hours.opening(day)
        if opening is None:
            continue
        while entry is not None and entry.recorded_at < opening:
            world.learn(entry)
            entry = next(coming, None)
        if world.last != looked_at:
            world.stirred, looked_at = update_certain(world.stirred, world.last, day, look(opening)), world.last
        yield from _day(world, audience, told, day)


def _day(world: _World, audience: Audience, told: set[_Key], day: int) -> Iterator[Rehearsed]:
    tenancies, rules = world.tenancies(), world.policy(day)
    posts = due_.posts(tenancies, day)
    due = [*due_plans(world.plans(), rules, working_hours.working_days(), day, ()), *due_posts(tenancies, rules, day)]
    due += due_clashes(world.stirred.values(), day)
    found: dict[tuple[str, str], dict[str, list[Due]]] = defaultdict(dict)
    for each in due:
        for recipient in audience.recipients(each.rung.track, each.matter, posts):
            key = (each.about, each.revision, each.rung.name, "/".join(recipient))
            if key not in told:
                told.add(key)
                found[recipient].setdefault(each.about, []).append(each)
    for (contact, channel), items in sorted(found.items()):
        public = audience.is_public(contact)
        said = sorted(_sentence(world, posts, together, day, public=public) for together in items.values())
        yield Rehearsed(day, contact, channel, [sentence for _, sentence in said])


def _sentence(
    world: _World, posts: dict[str, Post], dues: Sequence[Due], day: int, *, public: bool
) -> tuple[tuple[int, int, int, str], str]:
    """Where it stands among others, and what is said of it."""
    first = dues[0]
    if first.about.startswith("clash:"):
        stirred = world.stirred[first.about.removeprefix("clash:")]
        says = wording.clash_clause(world.named((stirred.says_publicly or "") if public else stirred.says))
        return (1, stirred.day, 0, says), f"{wording.STIRRED}: {says}, {wording.since_day(stirred.day)}"
    if first.about.startswith("post:"):
        post = posts[first.matter.slug]
        title = wording.one_line(world.names.get(("post", first.matter.slug), first.matter.slug))
        said = wording.post_lead(post.person is not None, day - post.since)
        return (2, post.since, 0, title), f"{said}: {title}, {wording.since_day(post.since)}"
    change = next(each for each in world.changes.values() if each.id == first.about)
    window = all(each.rung.name == "window" for each in dues)
    title = wording.title(change.event, world.names.get((change.type, change.slug), change.slug))
    said = f"{wording.lead(change.when, day, window=window)}: {title}, {wording.date_of(change.when)}"
    escalated = all(each.rung.track in ESCALATIONS for each in dues)
    return (0, change.when.latest, wording.rank(change.event), title), said + (" (escalated)" if escalated else "")
