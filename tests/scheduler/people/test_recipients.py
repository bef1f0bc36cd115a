"""Whom to remind of what: owners, managers, the senior officer and subscribers, and nobody who may not see it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection

from domain.reminders.schedule import CLASHES, LADDER, MANAGERS, POSTS, SENIOR
from projections.questions.due import Post
from scheduler.people import contacts
from scheduler.people.contacts import Contact
from scheduler.people.recipients import Audience, Recipient, Topic, is_manager, may_see
from scheduler.people.subscriptions import Subscription, add_subscription

TOPIC = Topic("milestone", "go-live", "commander", restricted=False)
SECRET = Topic("milestone", "go-live", "commander", restricted=True)
UNOWNED = Topic("milestone", "go-live", None, restricted=False)
HELD = {"commander": Post(7, "commander", person="p-1"), "deputy": Post(8, "deputy", person="p-2")}
EMPTY = {"commander": Post(7, "commander")}


def person(id_: str, **fields: Any) -> Contact:
    return Contact(**{"id": id_, "name": id_.capitalize(), "email": f"{id_}@example.org"} | fields)


OWNER = person("owner", person="p-1", role="member")
DEPUTY = person("deputy", person="p-2", role="member")
OFFICE = person("office", role="manager")
CHIEF = person("chief", role="member", senior=True)
STAFF = (OWNER, DEPUTY, OFFICE, CHIEF)


def subscription(id_: str, contact: str, **fields: Any) -> Subscription:
    values = {"programme": 1, "subject": None, "channel": "email", "url": None, "secret": None, "off": None}
    return Subscription(**{"id": id_, "contact": contact} | values | fields)


def mailed(*ids: str) -> list[Recipient]:
    return [(id_, "email") for id_ in ids]


@pytest.mark.parametrize(
    ("track", "topic", "posts", "recipients"),
    [
        (LADDER, TOPIC, HELD, mailed("owner")),
        (LADDER, TOPIC, EMPTY, mailed("office")),
        (LADDER, TOPIC, {}, mailed("office")),
        (LADDER, UNOWNED, HELD, mailed("office")),
        (POSTS, UNOWNED, HELD, mailed("office")),
        (CLASHES, UNOWNED, HELD, mailed("office")),
        (MANAGERS, TOPIC, HELD, mailed("office")),
        (MANAGERS, TOPIC, EMPTY, []),  # they had it from the first
        (MANAGERS, UNOWNED, HELD, []),
        (SENIOR, TOPIC, HELD, mailed("chief")),
        (SENIOR, UNOWNED, HELD, mailed("chief")),
    ],
)
def test_each_track_has_its_recipients(
    track: str, topic: Topic, posts: dict[str, Post], recipients: list[Recipient]
) -> None:
    assert Audience(STAFF, ()).recipients(track, topic, posts) == recipients


@pytest.mark.parametrize(
    ("contact", "track", "recipients"),
    [
        (person("owner", person="p-1", role="member", unsubscribed=True), LADDER, mailed("office")),
        (person("owner", person="p-1", role="member", email=None), LADDER, mailed("office")),
        (person("owner", person="p-9", role="member"), LADDER, mailed("office")),
        (person("office", role="manager", unsubscribed=True), MANAGERS, mailed("office")),
        (person("office", role="manager", email=None), MANAGERS, []),
        (person("chief", senior=True, unsubscribed=True), SENIOR, mailed("chief")),
        (person("chief", senior=True, email=None), SENIOR, mailed("office")),
        (person("chief", role="member"), SENIOR, mailed("office")),
    ],
)
def test_a_contact_that_no_mail_can_or_may_reach_is_passed_over(
    contact: Contact, track: str, recipients: list[Recipient]
) -> None:
    staff = [contact if contact.id == known.id else known for known in STAFF]
    assert Audience(staff, ()).recipients(track, TOPIC, HELD) == recipients


def test_a_manager_who_has_unsubscribed_hears_only_of_what_is_escalated() -> None:
    audience = Audience([person("office", role="manager", unsubscribed=True)], ())
    assert audience.recipients(LADDER, UNOWNED, {}) == []
    assert audience.recipients(MANAGERS, UNOWNED, {}) == mailed("office")
    assert audience.recipients(SENIOR, UNOWNED, {}) == mailed("office")


def test_observers_hear_of_nothing_that_is_restricted() -> None:
    observers = [person("owner", person="p-1"), person("office", role="manager"), person("chief", senior=True)]
    audience = Audience(observers, [subscription("s-1", "owner")])
    assert audience.recipients(LADDER, TOPIC, HELD) == mailed("owner")
    assert audience.recipients(LADDER, SECRET, HELD) == mailed("office")
    assert audience.recipients(SENIOR, TOPIC, HELD) == mailed("chief")
    assert audience.recipients(SENIOR, SECRET, HELD) == mailed("office")


WEBHOOK = {"channel": "webhook", "url": "https://hooks.example.org/"}


@pytest.mark.parametrize(
    ("wanted", "more"),
    [
        (subscription("s-1", "deputy"), mailed("deputy")),
        (subscription("s-1", "deputy", subject="milestone/go-live"), mailed("deputy")),
        (subscription("s-1", "deputy", subject="milestone/other"), []),
        (subscription("s-1", "deputy", subject="team/go-live"), []),
        (subscription("s-1", "deputy", **WEBHOOK), [("deputy", "webhook:s-1")]),
        (subscription("s-1", "owner"), []),  # they have it already
        (subscription("s-1", "owner", **WEBHOOK), [("owner", "webhook:s-1")]),
        (subscription("s-1", "stranger"), []),  # of another programme
    ],
)
def test_subscribers_come_after_the_owner_and_once_by_each_channel(wanted: Subscription, more: list[Recipient]) -> None:
    again = subscription("s-2", "deputy", subject="team/other")
    audience = Audience(STAFF, [wanted, wanted, again])
    assert audience.recipients(LADDER, TOPIC, HELD) == mailed("owner") + more


@pytest.mark.parametrize("track", [MANAGERS, SENIOR])
def test_no_subscription_brings_an_escalation(track: str) -> None:
    audience = Audience(STAFF, [subscription("s-1", "deputy")])
    assert ("deputy", "email") not in audience.recipients(track, TOPIC, HELD)


@pytest.mark.parametrize("off", [{"unsubscribed": True}, {"email": None}])
def test_a_webhook_goes_on_where_mail_does_not(off: dict[str, Any]) -> None:
    hooked = person("deputy", role="member", **off)
    audience = Audience([OWNER, hooked], [subscription("s-1", "deputy"), subscription("s-2", "deputy", **WEBHOOK)])
    assert audience.recipients(LADDER, TOPIC, HELD) == [*mailed("owner"), ("deputy", "webhook:s-2")]


@pytest.mark.parametrize(
    ("contact", "has_manager"),
    [(OFFICE, True), (person("office", role="manager", email=None), False), (OWNER, False)],
)
def test_an_audience_has_only_those_whom_mail_reaches(contact: Contact, has_manager: bool) -> None:
    assert Audience([contact], ()).has(is_manager) == has_manager


@pytest.mark.parametrize(("role", "sees_restricted"), [("manager", True), ("member", True), ("observer", False)])
def test_the_role_says_who_may_see_what_is_restricted(role: str, sees_restricted: bool) -> None:
    contact = person("someone", role=role)
    assert may_see(contact, restricted=True) == sees_restricted
    assert may_see(contact, restricted=False)
    assert Audience([contact], ()).is_public("someone") != sees_restricted


def test_the_audience_of_a_programme_is_the_same_however_it_is_loaded(connection: Connection) -> None:
    for contact in (person("everywhere"), person("here", programme=1), person("there", programme=2)):
        contacts.add_contact(connection, contact, 0)
        for programme in (1, 2):
            add_subscription(connection, contact, programme, channel="email", subject=None, url=None, now=0)
    of_programme = Audience.load_all(connection)
    for number, ids in ((1, ("everywhere", "here")), (2, ("everywhere", "there")), (3, ())):
        for audience in (Audience.load(connection, number), of_programme(number)):
            assert sorted(audience.recipients(LADDER, UNOWNED, {})) == mailed(*ids)
