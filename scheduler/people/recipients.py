"""The recipients of reminders: whom to remind of what in a programme, and by which channel."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Connection

from domain.reminders.schedule import MANAGERS, SENIOR
from projections.questions.due import Post
from scheduler.people import contacts, subscriptions
from scheduler.people.contacts import Contact
from scheduler.people.subscriptions import EMAIL, Subscription

Recipient = tuple[str, str]
"""A contact's id and the channel: "email", or "webhook:" and the id of the subscription."""


@dataclass(frozen=True)
class Topic:
    """What a reminder is about: a subject, its owner, and whether observers may not see it."""

    type: str
    slug: str
    owner: str | None
    restricted: bool


class Audience:
    """The contacts of one programme and their subscriptions."""

    def __init__(self, people: Iterable[Contact], wanted: Iterable[Subscription]) -> None:
        self._contacts = {each.id: each for each in people}
        self._wanted = [each for each in wanted if each.contact in self._contacts]

    @classmethod
    def load(cls, connection: Connection, programme: int) -> Audience:
        """Those of a programme, as they are now."""
        return cls(
            contacts.list_contacts(connection, programme),
            subscriptions.list_in_programme(connection, programme),
        )

    @classmethod
    def load_all(cls, connection: Connection) -> Callable[[int], Audience]:
        """Those of every programme, by its number."""
        people, wanted = contacts.list_contacts(connection), subscriptions.list_all(connection)

        @lru_cache(maxsize=1)
        def of_programme(number: int) -> Audience:
            theirs = [each for each in people if each.belongs_to(number)]
            return cls(theirs, [each for each in wanted if each.programme == number])

        return of_programme

    def has(self, wanted: Callable[[Contact], bool]) -> bool:
        """Whether mail reaches anyone of a sort."""
        return any(wanted(each) and each.email is not None for each in self._contacts.values())

    def is_public(self, contact: str) -> bool:
        """Whether a contact sees what an observer sees."""
        return self._contacts[contact].public

    def recipients(self, track: str, topic: Topic, posts: Mapping[str, Post]) -> list[Recipient]:
        """Whom to remind, each once by each channel, and nobody who may not see it.

        What has no owner goes to the managers from the first. Escalations reach those who have unsubscribed too.
        """
        owners = self._owners(topic, posts)
        if track == SENIOR:
            # Where nobody is the senior responsible officer, it comes back to the managers, and is not lost.
            senior = self._mailed(lambda person: person.senior, topic)
            return senior or self._mailed(is_manager, topic)
        if track == MANAGERS:
            return self._mailed(lambda person: is_manager(person) and (bool(owners) or person.unsubscribed), topic)
        found = owners or self._mailed(lambda person: is_manager(person) and not person.unsubscribed, topic)
        return found + [way for way in self._subscribed(topic) if way not in found]

    def _owners(self, topic: Topic, posts: Mapping[str, Post]) -> list[Recipient]:
        """The contact of the holder of the post that owns it."""
        post = posts.get(topic.owner) if topic.owner is not None else None
        if post is None or post.person is None:
            return []
        return self._mailed(lambda person: person.person == post.person and not person.unsubscribed, topic)

    def _mailed(self, wanted: Callable[[Contact], bool], topic: Topic) -> list[Recipient]:
        return [
            (each.id, EMAIL)
            for each in self._contacts.values()
            if wanted(each) and each.email is not None and may_see(each, topic.restricted)
        ]

    def _subscribed(self, topic: Topic) -> list[Recipient]:
        found: dict[Recipient, None] = {}
        for each in self._wanted:
            whose = self._contacts[each.contact]
            is_off = each.channel == EMAIL and (whose.unsubscribed or whose.email is None)
            if each.wants(topic.type, topic.slug) and may_see(whose, topic.restricted) and not is_off:
                found[whose.id, each.way] = None
        return list(found)


def is_manager(contact: Contact) -> bool:
    """Whether a contact manages the programme."""
    return contact.role == "manager"


def may_see(contact: Contact, restricted: bool) -> bool:
    """Whether a contact may see something."""
    return not (restricted and contact.public)
