"""Subscriptions: what a contact is reminded of besides what they own, by email or by webhook."""

from __future__ import annotations

import base64
import secrets
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from domain.refusals import Malformed, Refusal
from projections.database.prepared import rows
from projections.database.tables import stream
from projections.questions.subject import NoSuchSubject
from scheduler.people.contacts import Contact
from scheduler.tables import subscription

EMAIL, WEBHOOK = "email", "webhook"


class NoSuchSubscription(Refusal):
    """The contact has no subscription "{id}"."""


class Subscription(msgspec.Struct, frozen=True, kw_only=True):
    """A subscription."""

    id: str
    contact: str
    programme: int
    subject: str | None
    channel: str
    url: str | None
    secret: str | None
    off: str | None

    @property
    def way(self) -> str:
        """The channel as the ledger names it: each webhook is one of its own."""
        return EMAIL if self.channel == EMAIL else f"{WEBHOOK}:{self.id}"

    def wants(self, type_: str, slug: str) -> bool:
        """Whether it is about a subject."""
        return self.subject in (None, f"{type_}/{slug}")


_COLUMNS = tuple(subscription.c[name] for name in Subscription.__struct_fields__)
_ALL = select(*_COLUMNS).where(subscription.c.off.is_(None)).order_by(subscription.c.id)


def add_subscription(
    connection: Connection,
    whose: Contact,
    programme: int,
    *,
    channel: str,
    subject: str | None,
    url: str | None,
    now: int,
) -> Subscription:
    """Subscribe a contact. Raises Malformed, or NoSuchSubject for one that no entry that they may see names."""
    if channel == EMAIL and whose.email is None:
        raise Malformed(fault="the contact has no email address: give it one first")
    if (channel == WEBHOOK) != (url is not None):
        raise Malformed(fault="a webhook has a url, and an email subscription has none")
    if subject is not None:
        _check_subject(connection, programme, subject)
    made = Subscription(
        id=f"s-{secrets.token_hex(6)}",
        contact=whose.id,
        programme=programme,
        subject=subject,
        channel=channel,
        url=url,
        secret=None if url is None else f"whsec_{base64.b64encode(secrets.token_bytes(24)).decode()}",
        off=None,
    )
    connection.execute(insert(subscription), [msgspec.structs.asdict(made) | {"created_at": now}])
    return made


def _check_subject(connection: Connection, programme: int, subject: str) -> None:
    type_, slash, slug = subject.partition("/")
    here = (stream.c.programme == programme, stream.c.type == type_, stream.c.slug == slug)
    if not slash or connection.scalar(select(stream.c.id).where(*here)) is None:
        raise NoSuchSubject(type=type_, slug=slug)


def end_subscription(connection: Connection, whose: str, id_: str) -> None:
    """End a subscription. Raises NoSuchSubscription."""
    here = (subscription.c.contact == whose, subscription.c.id == id_)
    if connection.execute(delete(subscription).where(*here)).rowcount == 0:
        raise NoSuchSubscription(id=id_)


def switch_off_webhook(connection: Connection, id_: str, why: str) -> None:
    """Send nothing more to a webhook."""
    connection.execute(update(subscription).where(subscription.c.id == id_).values(off=why))


def find_subscription(connection: Connection, id_: str) -> Subscription | None:
    """A subscription that is on, or None."""
    row = connection.execute(select(*_COLUMNS).where(subscription.c.id == id_, subscription.c.off.is_(None))).first()
    return None if row is None else _subscription(row)


def list_of_contact(connection: Connection, whose: str) -> list[Subscription]:
    """A contact's subscriptions, those switched off too."""
    query = select(*_COLUMNS).where(subscription.c.contact == whose).order_by(subscription.c.id)
    return [_subscription(row) for row in connection.execute(query)]


def list_in_programme(connection: Connection, programme: int) -> list[Subscription]:
    """The subscriptions to a programme that are on."""
    query = select(*_COLUMNS).where(subscription.c.programme == programme, subscription.c.off.is_(None))
    return [_subscription(row) for row in connection.execute(query.order_by(subscription.c.id))]


def list_all(connection: Connection) -> list[Subscription]:
    """Every subscription that is on."""
    return [_subscription(row) for row in rows(connection, _ALL, {})]


def _subscription(row: Any) -> Subscription:
    return Subscription(**dict(zip(Subscription.__struct_fields__, row, strict=True)))
