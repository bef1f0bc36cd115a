"""Subscriptions: what a contact can subscribe to and how, and which of them are on."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from msgspec import structs
from sqlalchemy import Connection, insert, select

from domain.refusals import Malformed
from projections.database.tables import stream
from projections.questions.subject import NoSuchSubject
from scheduler.people import subscriptions
from scheduler.people.contacts import Contact
from scheduler.people.subscriptions import NoSuchSubscription, Subscription
from scheduler.tables import subscription

NOW = 1_528_099_200_000_000
ROSE = Contact(id="rose", name="Rose", email="rose@example.org")
URL = "https://hooks.example.org/hook"


def subscribe(connection: Connection, whose: Contact = ROSE, programme: int = 1, **how: Any) -> Subscription:
    fields = {"channel": "email", "subject": None, "url": None, "now": NOW} | how
    return subscriptions.add_subscription(connection, whose, programme, **fields)


def test_a_subscription_by_email_is_kept_without_url_or_secret(connection: Connection) -> None:
    made = subscribe(connection)
    assert made == Subscription(
        id=made.id, contact="rose", programme=1, subject=None, channel="email", url=None, secret=None, off=None
    )
    assert made.id.startswith("s-")
    assert subscriptions.find_subscription(connection, made.id) == made
    assert made.way == "email"
    assert connection.scalar(select(subscription.c.created_at)) == NOW


def test_a_webhook_has_a_secret_of_its_own(connection: Connection) -> None:
    one, two = (subscribe(connection, channel="webhook", url=URL) for _ in range(2))
    assert one.url == two.url == URL
    assert one.secret != two.secret
    head, _, body = str(one.secret).partition("_")
    assert (head, len(base64.b64decode(body))) == ("whsec", 24)
    assert one.way == f"webhook:{one.id}"


@pytest.mark.parametrize(
    ("email", "how", "fault"),
    [
        (None, {"channel": "email"}, "the contact has no email address"),
        ("rose@example.org", {"channel": "webhook"}, "a webhook has a url"),
        ("rose@example.org", {"channel": "email", "url": URL}, "an email subscription has none"),
    ],
)
def test_a_subscription_that_nothing_could_be_sent_by_is_refused(
    connection: Connection, email: str | None, how: dict[str, Any], fault: str
) -> None:
    with pytest.raises(Malformed, match=fault):
        subscribe(connection, structs.replace(ROSE, email=email), **how)
    assert subscriptions.list_all(connection) == []


def test_a_contact_without_an_address_can_have_a_webhook(connection: Connection) -> None:
    made = subscribe(connection, structs.replace(ROSE, email=None), channel="webhook", url=URL)
    assert subscriptions.list_all(connection) == [made]


@pytest.mark.parametrize(
    ("subject", "is_known"),
    [
        ("team/response", True),
        ("team/other", False),
        ("site/response", False),
        ("team", False),
        ("team/", False),
        ("", False),
        ("team/elsewhere", False),  # of another programme
    ],
)
def test_a_subject_is_one_that_an_entry_of_the_programme_names(
    connection: Connection, subject: str, is_known: bool
) -> None:
    streams = [(1, 1, "team", "response"), (2, 2, "team", "elsewhere")]
    columns = ("id", "programme", "type", "slug")
    rows = [dict(zip(columns, row, strict=True)) | {"uuid": bytes([row[0]]) * 16} for row in streams]
    connection.execute(insert(stream), rows)
    if is_known:
        assert subscribe(connection, subject=subject).subject == subject
    else:
        with pytest.raises(NoSuchSubject):
            subscribe(connection, subject=subject)


@pytest.mark.parametrize(
    ("subject", "type_", "slug", "wants"),
    [
        (None, "team", "response", True),
        ("team/response", "team", "response", True),
        ("team/response", "team", "response-b", False),
        ("team/response", "site", "response", False),
    ],
)
def test_a_subscription_wants_its_subject_or_all(subject: str | None, type_: str, slug: str, wants: bool) -> None:
    fields: dict[str, Any] = {"id": "s-1", "contact": "rose", "programme": 1, "channel": "email"}
    made = Subscription(**fields, subject=subject, url=None, secret=None, off=None)
    assert made.wants(type_, slug) == wants


def test_a_webhook_that_is_switched_off_is_listed_for_its_contact_alone(connection: Connection) -> None:
    off = subscribe(connection, channel="webhook", url=URL)
    on = subscribe(connection, channel="webhook", url=URL)
    subscriptions.switch_off_webhook(connection, off.id, "410 Gone")
    assert subscriptions.find_subscription(connection, off.id) is None
    assert subscriptions.list_all(connection) == [on]
    assert subscriptions.list_in_programme(connection, 1) == [on]
    mine = sorted((off, on), key=lambda made: made.id)
    expected = [structs.replace(made, off="410 Gone") if made == off else made for made in mine]
    assert subscriptions.list_of_contact(connection, "rose") == expected


def test_each_list_has_its_own_subscriptions_by_id(connection: Connection) -> None:
    other = structs.replace(ROSE, id="other")
    here, there = subscribe(connection), subscribe(connection, programme=2)
    theirs = subscribe(connection, other)

    def by_id(*made: Subscription) -> list[Subscription]:
        return sorted(made, key=lambda one: one.id)

    assert subscriptions.list_all(connection) == by_id(here, there, theirs)
    assert subscriptions.list_in_programme(connection, 1) == by_id(here, theirs)
    assert subscriptions.list_of_contact(connection, "rose") == by_id(here, there)


def test_only_the_contact_that_has_a_subscription_ends_it(connection: Connection) -> None:
    made, other = subscribe(connection), subscribe(connection)
    with pytest.raises(NoSuchSubscription, match=f'The contact has no subscription "{made.id}"'):
        subscriptions.end_subscription(connection, "other", made.id)
    subscriptions.end_subscription(connection, "rose", made.id)
    assert subscriptions.list_all(connection) == [other]
    with pytest.raises(NoSuchSubscription):
        subscriptions.end_subscription(connection, "rose", made.id)
