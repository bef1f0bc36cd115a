"""Composes a digest: the reminders that still hold when it is sent, as its contact may see them.

Everything is decided at that moment: who may see it, whether the date still stands, and whether anybody still wants it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, select, update

from domain.reminders.schedule import ESCALATIONS
from scheduler.delivery.content import Cause, ContentReader, DigestItem
from scheduler.delivery.queue import VOID, WAITING, ClaimedDigest
from scheduler.people import contacts, subscriptions
from scheduler.people.contacts import Contact
from scheduler.people.recipients import may_see
from scheduler.people.subscriptions import EMAIL, Subscription
from scheduler.tables import reminder, snooze


@dataclass(frozen=True)
class Digest:
    """What one contact is sent on one day by one channel."""

    claim: ClaimedDigest
    contact: Contact
    webhook: Subscription | None
    items: list[DigestItem]
    rows: list[int] = field(default_factory=list)
    """The reminders that it holds."""

    @property
    def can_unsubscribe(self) -> bool:
        """Whether anything in it is more than an escalation."""
        return any(item.escalation is None for item in self.items)


def compose_digest(connection: Connection, content: ContentReader, claim: ClaimedDigest) -> Digest | None:
    """The digest of a claim; None where nothing of it holds any more. Reminders that do not hold are marked void."""
    rows = connection.execute(
        select(reminder).where(reminder.c.digest == claim.id, reminder.c.state == WAITING).order_by(reminder.c.id)
    ).all()
    contact = contacts.find_contact(connection, claim.contact)
    way = (
        None if claim.channel == EMAIL else subscriptions.find_subscription(connection, claim.channel.partition(":")[2])
    )
    put_off = _put_off(connection, claim.contact, content.day)
    kept: dict[tuple[int, str], tuple[Cause, list[Row[Any]]]] = {}
    for row in rows:
        cause = _PUT_OFF if (row.programme, row.about) in put_off else _cause(content, contact, way, claim, row)
        if isinstance(cause, str):
            _set_aside(connection, row.id, cause)
        else:
            kept.setdefault((row.programme, row.about), (cause, []))[1].append(row)
    if contact is None or not kept:
        return None
    items = [content.item(number, contact, *together) for (number, _), together in kept.items()]
    numbers = [row.id for _, together in kept.values() for row in together]
    return Digest(claim, contact, way, sorted(items, key=lambda item: item.order), numbers)


_PUT_OFF = "snoozed"


def _cause(
    content: ContentReader,
    contact: Contact | None,
    way: Subscription | None,
    claim: ClaimedDigest,
    row: Row[Any],
) -> Cause | str:
    """What a reminder is about; or why it is not to be sent."""
    escalates = row.track in ESCALATIONS
    if contact is None or not contact.belongs_to(row.programme):
        return "the contact has left"
    if claim.channel == EMAIL and (contact.email is None or (contact.unsubscribed and not escalates)):
        return "the contact wants no mail"
    if claim.channel != EMAIL and way is None:
        return "the webhook was switched off"
    standing = content.find(row.programme, row.about, row.revision, row.track)
    if standing is None:
        return "it was moved, done or dropped"
    cause, restricted = standing
    if not may_see(contact, restricted):
        return "the contact may not see it"
    if escalates and content.is_acknowledged(row.programme, row.about, row.revision):
        return "it was acknowledged"
    return cause


def _put_off(connection: Connection, contact: str, day: int) -> set[tuple[int, str]]:
    """What the contact has put off beyond a day."""
    query = select(snooze.c.programme, snooze.c.about).where(snooze.c.contact == contact, snooze.c.until > day)
    return {(programme, about) for programme, about in connection.execute(query)}


def _set_aside(connection: Connection, number: int, fault: str) -> None:
    # What was put off comes back: it only leaves this digest.
    here = update(reminder).where(reminder.c.id == number)
    connection.execute(here.values(digest=None) if fault == _PUT_OFF else here.values(state=VOID, why=fault))
