"""A digest holds what still holds when it is sent; what does not is void, and the reason is in the ledger."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from msgspec import structs
from sqlalchemy import insert, select

from domain.reminders.schedule import CLASHES, LADDER, MANAGERS, POSTS, SENIOR
from scheduler.delivery.digest import Digest, compose_digest
from scheduler.delivery.queue import ClaimedDigest
from scheduler.people import acknowledgements, contacts, subscriptions
from scheduler.tables import reminder
from tests.scheduler.merger import DAY, NOW, Merger, two_clashes

DIGEST = 77


def remind(merger: Merger, about: str, track: str = LADDER, contact: str = "manager", **fields: Any) -> int:
    """Put a reminder into the digest; its number."""
    number = 1000 + len(merger.connection.execute(select(reminder.c.id)).all())
    revision = 3 if track == CLASHES else merger.revision(about)
    key = {"programme": merger.number, "about": about, "revision": revision, "rung": f"rung-{number}"}
    state = {"due_on": DAY, "noted_at": NOW, "state": "waiting", "digest": DIGEST, "channel": "email"}
    row = key | state | {"id": number, "track": track, "contact": contact} | fields
    merger.connection.execute(insert(reminder), [row])
    return number


def compose(merger: Merger, contact: str = "manager", channel: str = "email") -> Digest | None:
    claim = ClaimedDigest(DIGEST, 1, 0, contact, channel, DAY, "0a1b", NOW)
    return compose_digest(merger.connection, merger.content(two_clashes), claim)


def ledger(merger: Merger) -> list[tuple[str, str | None, int | None]]:
    rows = merger.connection.execute(select(reminder).order_by(reminder.c.id))
    return [(row.state, row.why, row.digest) for row in rows]


def alter(merger: Merger, contact: str, **fields: Any) -> None:
    known = contacts.get_contact(merger.connection, contact)
    contacts.alter_contact(merger.connection, structs.replace(known, **fields))


def test_a_digest_has_the_most_pressing_first_and_knows_its_reminders(merger: Merger) -> None:
    numbers = [
        remind(merger, about, track)
        for about, track in (("post:deputy", POSTS), ("clash:x-1", CLASHES), ("near", LADDER), ("late", LADDER))
    ]
    digest = compose(merger)
    assert digest is not None
    assert [item.about for item in digest.items] == ["late", "near", "clash:x-1", "post:deputy"]
    assert digest.rows == numbers
    assert (digest.contact.id, digest.claim.id, digest.webhook) == ("manager", DIGEST, None)
    assert ledger(merger) == [("waiting", None, DIGEST)] * 4


def test_several_reminders_of_one_thing_are_one_item(merger: Merger) -> None:
    first, second, third = remind(merger, "late"), remind(merger, "near"), remind(merger, "late", MANAGERS)
    digest = compose(merger)
    assert digest is not None
    assert [item.about for item in digest.items] == ["late", "near"]
    assert digest.rows == [first, third, second]


def test_only_what_waits_in_this_digest_is_in_it(merger: Merger) -> None:
    remind(merger, "late", digest=DIGEST + 1)
    remind(merger, "late", state="void", why="before")
    assert compose(merger) is None
    assert ledger(merger) == [("waiting", None, DIGEST + 1), ("void", "before", DIGEST)]


Change = Callable[[Merger], object]


@pytest.mark.parametrize(
    ("change", "track", "why"),
    [
        (lambda m: contacts.remove_contact(m.connection, "manager"), LADDER, "the contact has left"),
        (lambda m: alter(m, "manager", programme=m.number + 1), LADDER, "the contact has left"),
        (lambda m: alter(m, "manager", email=None), LADDER, "the contact wants no mail"),
        (lambda m: alter(m, "manager", email=None), MANAGERS, "the contact wants no mail"),
        (lambda m: alter(m, "manager", unsubscribed=True), LADDER, "the contact wants no mail"),
        (lambda m: alter(m, "manager", unsubscribed=True), SENIOR, None),
        (lambda m: alter(m, "manager", role="observer"), LADDER, None),
        (lambda m: alter(m, "manager", programme=m.number), LADDER, None),
        (
            lambda m: acknowledgements.acknowledge_change(m.connection, m.number, "late", "someone", NOW),
            MANAGERS,
            "it was acknowledged",
        ),
        (lambda m: acknowledgements.acknowledge_change(m.connection, m.number, "late", "someone", NOW), LADDER, None),
    ],
)
def test_a_reminder_that_does_not_hold_is_void_and_says_why(
    merger: Merger, change: Change, track: str, why: str | None
) -> None:
    remind(merger, "late", track)
    change(merger)
    assert (compose(merger) is None) == (why is not None)
    assert ledger(merger) == [("waiting" if why is None else "void", why, DIGEST)]


@pytest.mark.parametrize("moved", [-1, 1])
def test_a_reminder_of_another_date_is_void(merger: Merger, moved: int) -> None:
    remind(merger, "late", revision=merger.revision("late") + moved)
    assert compose(merger) is None
    assert ledger(merger) == [("void", "it was moved, done or dropped", DIGEST)]


@pytest.mark.parametrize(("about", "track"), [("secret", LADDER), ("secret", MANAGERS), ("clash:x-2", CLASHES)])
@pytest.mark.parametrize(("contact", "sees_it"), [("owner", False), ("manager", True), ("senior", True)])
def test_what_an_observer_may_not_see_is_void_for_them(
    merger: Merger, about: str, track: str, contact: str, sees_it: bool
) -> None:
    remind(merger, about, track, contact)
    assert (compose(merger, contact) is not None) == sees_it
    why = None if sees_it else "the contact may not see it"
    assert ledger(merger) == [("waiting" if sees_it else "void", why, DIGEST)]


@pytest.mark.parametrize(("until", "is_put_off"), [(DAY + 1, True), (DAY, False)])
def test_what_was_put_off_leaves_the_digest_and_waits(merger: Merger, until: int, is_put_off: bool) -> None:
    for about in ("late", "near"):
        remind(merger, about)
    acknowledgements.put_off_reminders(merger.connection, merger.number, "late", "manager", until, until - 1)
    digest = compose(merger)
    assert digest is not None
    assert [item.about for item in digest.items] == (["near"] if is_put_off else ["late", "near"])
    assert ledger(merger)[0] == ("waiting", None, None if is_put_off else DIGEST)


def test_a_webhook_goes_on_while_it_is_on(merger: Merger) -> None:
    whose = contacts.get_contact(merger.connection, "manager")
    how = {"channel": "webhook", "subject": None, "url": "https://hooks.example.org/"}
    webhook = subscriptions.add_subscription(merger.connection, whose, merger.number, **how, now=NOW)  # type: ignore[arg-type]
    alter(merger, "manager", email=None, unsubscribed=True)
    remind(merger, "late", channel=webhook.way)
    digest = compose(merger, channel=webhook.way)
    assert digest is not None
    assert digest.webhook == webhook
    subscriptions.switch_off_webhook(merger.connection, webhook.id, "410 Gone")
    assert compose(merger, channel=webhook.way) is None
    assert ledger(merger) == [("void", "the webhook was switched off", DIGEST)]


@pytest.mark.parametrize(
    ("tracks", "can_unsubscribe"),
    [([MANAGERS], False), ([SENIOR, MANAGERS], False), ([LADDER], True), ([MANAGERS, LADDER], True)],
)
def test_nobody_unsubscribes_from_a_digest_of_escalations_alone(
    merger: Merger, tracks: list[str], can_unsubscribe: bool
) -> None:
    for track in tracks:
        remind(merger, "late", track)
    digest = compose(merger)
    assert digest is not None
    assert digest.can_unsubscribe == can_unsubscribe
