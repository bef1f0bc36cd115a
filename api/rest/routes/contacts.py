"""Contacts over HTTP: whom to tell, of what, and how. Managers look after those of their programme."""

from __future__ import annotations

from typing import Annotated, Any, cast

import msgspec
from fastapi import APIRouter, Depends, Query, Request, Response
from sqlalchemy import Connection

from api.http.access import Bearer, manager
from api.http.bodies import SmallBody, decode, reply
from api.http.coordinates import PathId, service
from api.http.problems import NotYours, WrongRole
from api.http.strict_parameters import strict_parameters
from api.rest.core import openapi, shapes
from api.rest.core.answer import plain
from api.rest.routes.contact_bodies import (
    ContactAnswer,
    ContactCalendarAddress,
    ContactRecord,
    ContactsAnswer,
    NewSubscription,
    SubscriptionRecord,
    WantedContact,
    WantedSubscription,
)
from projections.database.connections import editing, reading
from projections.log import programmes
from scheduler.calendars import keys
from scheduler.calendars.feed import CalendarBuilder
from scheduler.people import contacts, subscriptions
from scheduler.people.contacts import Contact, NoSuchContact
from scheduler.people.subscriptions import Subscription

router = APIRouter(prefix="/v1", tags=["contacts"], dependencies=[Depends(strict_parameters)])
_DEED = "Looking after contacts"


@router.get(
    "/contacts", responses=openapi.answers(200, shapes.plain_answer(ContactsAnswer), "The contacts.", 401, 403, 422)
)
def list_contacts(request: Request) -> Response:
    """The contacts that the manager looks after."""
    mergerlog = service(request)
    with reading(mergerlog.engine) as connection:
        who = manager(request, connection, _DEED)
        slugs = _slugs(connection)
        found = [_shown(each, slugs) for each in contacts.list_contacts(connection) if who.manages(each.programme)]
    return plain(mergerlog, mergerlog.ask(), {"contacts": found})


@router.post(
    "/contacts",
    status_code=201,
    responses=openapi.write_answers(201, ContactRecord, "The contact.", 404, 409),
    openapi_extra=openapi.body(WantedContact),
)
def add_contact(request: Request, raw: SmallBody) -> Response:
    """Put a contact in."""
    return _put(request, raw, None)


@router.get(
    "/contacts/{contact}",
    responses=openapi.answers(200, shapes.plain_answer(ContactAnswer), "The contact.", 401, 403, 404, 422),
)
def get_contact(request: Request, contact: PathId) -> Response:
    """One contact, with its subscriptions and the keys of its calendar."""
    mergerlog = service(request)
    _manager_of(request, contact)
    with reading(mergerlog.engine) as connection:
        found = contacts.get_contact(connection, contact)
        slugs = _slugs(connection)
        wanted = [_shown_subscription(each, slugs) for each in subscriptions.list_of_contact(connection, contact)]
        theirs = keys.list_calendar_keys(connection, contact=contact)
        said: ContactAnswer = {**_shown(found, slugs), "subscriptions": wanted, "calendar_keys": theirs}
    return plain(mergerlog, mergerlog.ask(), said)


@router.put(
    "/contacts/{contact}",
    responses=openapi.answers(200, shapes.plain(ContactRecord), "The contact.", 401, 403, 404, 409, 413, 422, 503),
    openapi_extra=openapi.body(WantedContact),
)
def replace_contact(request: Request, contact: PathId, raw: SmallBody) -> Response:
    """Replace a contact by what is sent, whole."""
    return _put(request, raw, contact)


@router.delete("/contacts/{contact}", status_code=204, responses=openapi.done("It is forgotten.", 404))
def forget_contact(request: Request, contact: PathId) -> Response:
    """Forget a contact. What it was sent stays in the ledger under its id alone."""
    _manager_of(request, contact)
    with editing(service(request).engine) as connection:
        contacts.remove_contact(connection, contact)
    return Response(status_code=204)


@router.post(
    "/contacts/{contact}/subscriptions",
    status_code=201,
    responses=openapi.answers(
        201,
        shapes.plain(NewSubscription),
        "The subscription; the secret of a webhook is shown once.",
        *(401, 403, 404, 413, 422, 503),
    ),
    openapi_extra=openapi.body(WantedSubscription),
)
def add_subscription(request: Request, contact: PathId, raw: SmallBody) -> Response:
    """Have a contact told of more than what they answer for: a programme, or one subject of it."""
    mergerlog = service(request)
    _manager_of(request, contact)
    wanted = decode(raw, WantedSubscription)
    if wanted.url is not None:
        mergerlog.reminders.check_url(wanted.url)
    with editing(mergerlog.engine) as connection:
        whose = contacts.get_contact(connection, contact)
        number = programmes.programme_number(connection, wanted.programme)
        if not whose.belongs_to(number):
            raise NotYours(slug=wanted.programme)
        made = subscriptions.add_subscription(
            connection,
            whose,
            number,
            channel=wanted.channel,
            subject=wanted.subject,
            url=wanted.url,
            now=mergerlog.clock.now(),
        )
        said = _shown_subscription(made, _slugs(connection))
    return reply(201, {**said, **({"secret": made.secret} if made.secret else {})})


@router.delete(
    "/contacts/{contact}/subscriptions/{subscription}", status_code=204, responses=openapi.done("It is ended.", 404)
)
def end_subscription(request: Request, contact: PathId, subscription: PathId) -> Response:
    """End a subscription."""
    _manager_of(request, contact)
    with editing(service(request).engine) as connection:
        subscriptions.end_subscription(connection, contact, subscription)
    return Response(status_code=204)


@router.post(
    "/contacts/{contact}/calendar-keys",
    status_code=201,
    responses=openapi.answers(
        201, shapes.plain(ContactCalendarAddress), "The address of the calendar, shown once.", 401, 403, 404, 422, 503
    ),
)
def add_contact_calendar_key(request: Request, contact: PathId) -> Response:
    """Make an address at which a calendar program finds what the contact answers for or subscribed to."""
    mergerlog = service(request)
    _manager_of(request, contact)
    with editing(mergerlog.engine) as connection:
        whose = contacts.get_contact(connection, contact)
        id_, key = keys.add_calendar_key(connection, mergerlog.clock.now(), contact=whose.id, public=whose.public)
    address = f"{mergerlog.reminders.links.address}/v1/contacts/{whose.id}/calendar.ics?key={key}"
    return reply(201, {"id": id_, "address": address})


@router.delete(
    "/contacts/{contact}/calendar-keys/{key}", status_code=204, responses=openapi.done("It is taken back.", 404)
)
def revoke_contact_calendar_key(request: Request, contact: PathId, key: PathId) -> Response:
    """Take an address of a calendar back."""
    _manager_of(request, contact)
    with editing(service(request).engine) as connection:
        keys.revoke_calendar_key(connection, key, contact=contact)
    return Response(status_code=204)


@router.get("/contacts/{contact}/calendar.ics", response_class=Response, responses=openapi.calendar())
def get_contact_calendar(
    request: Request,
    contact: PathId,
    key: Annotated[str, Query(description="The key that its address was given with.")],
) -> Response:
    """What a contact answers for or subscribed to, as a calendar."""
    mergerlog = service(request)
    with reading(mergerlog.engine) as connection:
        keys.key_is_public(connection, key, contact=contact)
        whose = contacts.get_contact(connection, contact)
        made = CalendarBuilder(connection, mergerlog.log, mergerlog.clock.now())
        body = made.of_contact(whose, programmes.numbered_programmes(connection))
    return Response(body, media_type="text/calendar", headers={"Cache-Control": "private, no-cache"})


def _put(request: Request, raw: bytes, id_: str | None) -> Response:
    mergerlog = service(request)
    who = _manager(request) if id_ is None else _manager_of(request, id_)
    wanted = decode(raw, WantedContact)
    with editing(mergerlog.engine) as connection:
        number = None if wanted.programme is None else programmes.programme_number(connection, wanted.programme)
        if not who.manages(number):
            raise WrongRole(deed="A contact of others", role="manager of all programmes")
        given = msgspec.structs.asdict(wanted) | {"programme": number}
        kept = Contact(**given | {"id": id_ or wanted.id or contacts.random_contact_id()})
        is_new = False
        if id_ is None:
            is_new = contacts.add_contact(connection, kept, mergerlog.clock.now())
        else:
            contacts.alter_contact(connection, kept)
        said = _shown(contacts.get_contact(connection, kept.id), _slugs(connection))
    return reply(201 if is_new else 200, said)


def _manager(request: Request) -> Bearer:
    """The manager who asks, before anything is read or locked for them. Raises what `manager` raises."""
    with reading(service(request).engine) as connection:
        return manager(request, connection, _DEED)


def _manager_of(request: Request, id_: str) -> Bearer:
    """The manager who asks, who looks after a contact. Raises NoSuchContact, and what `manager` raises."""
    with reading(service(request).engine) as connection:
        who = manager(request, connection, _DEED)
        if not who.manages(contacts.get_contact(connection, id_).programme):
            raise NoSuchContact(id=id_)
        return who


def _slugs(connection: Connection) -> dict[int, str]:
    return {number: slug for number, slug, _ in programmes.numbered_programmes(connection)}


def _shown(contact: Contact, slugs: dict[int, str]) -> ContactRecord:
    programme = None if contact.programme is None else slugs[contact.programme]
    shown: Any = msgspec.structs.asdict(contact) | {"programme": programme}
    return cast("ContactRecord", shown)


def _shown_subscription(subscription: Subscription, slugs: dict[int, str]) -> SubscriptionRecord:
    shown = {name: getattr(subscription, name) for name in ("id", "channel", "subject", "url", "off")}
    return cast("SubscriptionRecord", shown | {"programme": slugs[subscription.programme]})
