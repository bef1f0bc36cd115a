"""The bodies of the calls about contacts: as they are sent, and as they are answered."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

import msgspec

from domain.kinds.event import Slug, Text
from projections.accounts.accounts import GrantedRole
from scheduler.calendars.keys import CalendarKey


class WantedContact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A contact as it is sent."""

    name: Annotated[str, msgspec.Meta(pattern=r"\S", max_length=200)]
    id: Slug | None = None
    email: str | None = None
    person: Slug | None = None
    role: Literal["manager", "member", "observer"] = "observer"
    senior: bool = False
    programme: Slug | None = None
    unsubscribed: bool = False


class WantedSubscription(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A subscription as it is sent."""

    programme: Slug
    channel: Literal["email", "webhook"]
    subject: Annotated[str, msgspec.Meta(pattern=r"^[a-z]+/[a-z0-9-]{1,80}\Z")] | None = None
    url: Annotated[Text, msgspec.Meta(max_length=2000)] | None = None


class ContactRecord(TypedDict):
    """A contact: whom to tell, and how."""

    id: str
    name: str
    email: str | None
    person: str | None
    role: GrantedRole
    senior: bool
    programme: str | None
    unsubscribed: bool


class ContactsAnswer(TypedDict):
    """The contacts that a manager looks after."""

    contacts: list[ContactRecord]


class SubscriptionRecord(TypedDict):
    """A subscription: what a contact is told of besides what they answer for."""

    id: str
    programme: str
    channel: Literal["email", "webhook"]
    subject: str | None
    url: str | None
    off: str | None


class NewSubscription(SubscriptionRecord):
    """A subscription that was made, with the secret of its webhook."""

    secret: NotRequired[str]


class ContactAnswer(ContactRecord):
    """A contact, with its subscriptions and the keys of its calendar."""

    subscriptions: list[SubscriptionRecord]
    calendar_keys: list[CalendarKey]


class ContactCalendarAddress(TypedDict):
    """The address of a contact's calendar."""

    id: str
    address: str
