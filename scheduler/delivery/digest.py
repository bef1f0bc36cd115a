"""A digest as it is sent: what of its reminders still holds, for the eyes of whom it is sent to.

All is decided at sending: who may see it, whether the date still stands, and whether anybody still wants to know.
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
    """What one contact is told."""

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
    """What is to be sent under a claim; None where nothing of it holds any more. What does not is marked void."""
    rows = connection.execute(
        select(reminder).where(reminder.c.digest == claim.id, reminder.c.state == WAITING).order_by(reminder.c.id)
    ).all()
    contact = contacts.find_contact(connection, claim.contact)
    way = (
        None if claim.channel == EMAIL else subscriptions.find_subscription(connection, claim.channel.partition(":")[2])
    )
    asleep = _asleep(connection, claim.contact, content.day)
    kept: dict[tuple[int, str], tuple[Cause, list[Row[Any]]]] = {}
    for row in rows:
        found = _ASLEEP if (row.programme, row.about) in asleep else _still(content, contact, way, claim, row)
        if isinstance(found, str):
            _set_aside(connection, row.id, found)
        else:
            kept.setdefault((row.programme, row.about), (found, []))[1].append(row)
    if contact is None or not kept:
        return None
    items = [content.item(number, contact, *together) for (number, _), together in kept.items()]
    numbers = [row.id for _, together in kept.values() for row in together]
    return Digest(claim, contact, way, sorted(items, key=lambda item: item.order), numbers)


_ASLEEP = "snoozed"


def _still(
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
    found = content.find(row.programme, row.about, row.revision, row.track)
    if found is None:
        return "it was moved, done or dropped"
    matter, restricted = found
    if not may_see(contact, restricted):
        return "the contact may not see it"
    if escalates and content.is_acknowledged(row.programme, row.about, row.revision):
        return "it was acknowledged"
    return matter


def _asleep(connection: Connection, contact: str, day: int) -> set[tuple[int, str]]:
    """What the contact does not want to hear of yet."""
    query = select(snooze.c.programme, snooze.c.about).where(snooze.c.contact == contact, snooze.c.until > day)
    return {(programme, about) for programme, about in connection.execute(query)}


def _set_aside(connection: Connection, number: int, fault: str) -> None:
    # What sleeps comes back: it only leaves this digest.
    values: dict[str, Any] = {"digest": None} if fault == _ASLEEP else {"state": VOID, "why": fault}
    connection.execute(update(reminder).where(reminder.c.id == number).values(values))
