"""The pages behind the links in mails: one item and the forms to answer it, and the way to stop the mails.

Only a form changes anything: programs that scan mail follow links, but send no forms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Annotated, NamedTuple
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Query, Request, Response
from sqlalchemy import Connection, Engine

from api.http.bodies import SmallBody, small_body
from api.http.coordinates import service
from api.links.render import html_page, message_page
from api.services.mergerlog import Mergerlog
from domain.reminders.schedule import LADDER
from domain.time import instants
from projections.database.connections import editing, reading
from projections.log import programmes
from scheduler import wording
from scheduler.delivery.content import ContentReader, DigestItem, first_track_of
from scheduler.people import acknowledgements, contacts
from scheduler.people.acknowledgements import NothingOpen
from scheduler.people.contacts import Contact
from scheduler.people.recipients import may_see
from scheduler.people.signed_links import BadLink, Link

router = APIRouter(prefix="/reminders", include_in_schema=False)
_PUT_OFF = (1, 3, 7, 14, 28)
"""Days for which somebody can put a reminder off."""
LinkKey = Annotated[str, Query(description="The key of the link.")]


class _Visit(NamedTuple):
    """A request whose key is good, in a transaction."""

    mergerlog: Mergerlog
    connection: Connection
    contact: Contact
    link: Link


class _Reminder(NamedTuple):
    """The reminder that a link is about."""

    about: str
    revision: int
    track: str
    rung: str = ""


@router.get("/item")
def show_item(request: Request, key: LinkKey = "") -> Response:
    """One item of a mail, and the forms to answer it."""
    with _visit(request, key, reading) as visit:
        number, item = _item(visit)
        about, revision = visit.link.about, visit.link.revision
        acknowledged = acknowledgements.acknowledged_on(visit.connection, number, about, revision)
    can_acknowledge = first_track_of(about) == LADDER and acknowledged is None
    answered = {"acknowledged": acknowledged, "can_acknowledge": can_acknowledge, "choices": _PUT_OFF}
    return html_page("item.html", {"key": key, "item": item} | answered)


@router.post("/acknowledge", dependencies=[Depends(small_body)])
def acknowledge(request: Request, key: LinkKey = "") -> Response:
    """Acknowledge a change."""
    with _visit(request, key, editing) as visit:
        number, item = _item(visit)
        who, now = f"contact {visit.contact.id}", visit.mergerlog.clock.now()
        acknowledgements.acknowledge_change(visit.connection, number, visit.link.about, who, now, visit.link.revision)
    return message_page("Thank you. We will not escalate it unless its date changes.", heading=item.heading)


@router.post("/snooze")
def put_off(request: Request, raw: SmallBody, key: LinkKey = "") -> Response:
    """Put the reminders of an item off for some days."""
    given = parse_qs(raw.decode("ascii", "replace")).get("days", [""])[0]
    days = int(given) if given in map(str, _PUT_OFF) else 1
    with _visit(request, key, editing) as visit:
        number, item = _item(visit)
        today = instants.london_day(visit.mergerlog.clock.now())
        acknowledgements.put_off_reminders(
            visit.connection, number, visit.link.about, visit.contact.id, today + days, today
        )
    return message_page(f"We will not remind you of it before {wording.day_of(today + days)}.", heading=item.heading)


@router.get("/unsubscribe")
def ask_to_unsubscribe(request: Request, key: LinkKey = "") -> Response:
    """Ask whether a contact wants no more mail."""
    with _visit(request, key, reading):
        return html_page("unsubscribe.html", {"key": key})


@router.post("/unsubscribe", dependencies=[Depends(small_body)])
def unsubscribe(request: Request, key: LinkKey = "") -> Response:
    """Stop a contact's mail: by the form, or by one click in a mail program (RFC 8058)."""
    with _visit(request, key, editing) as visit:
        contacts.set_unsubscribed(visit.connection, visit.contact.id)
    return message_page("You will get no more of these mails, except when something late is escalated to you.")


@contextmanager
def _visit(
    request: Request, key: str, transaction: Callable[[Engine], AbstractContextManager[Connection]]
) -> Iterator[_Visit]:
    """Read the key of a request, in a transaction. Raises BadLink."""
    mergerlog = service(request)
    link = mergerlog.reminders.links.read(key)
    with transaction(mergerlog.engine) as connection:
        contact = contacts.find_contact(connection, link.contact)
        if contact is None:
            raise BadLink
        yield _Visit(mergerlog, connection, contact, link)


def _item(visit: _Visit) -> tuple[int, DigestItem]:
    """The number of the programme, and the item as the contact may see it. Raises NothingOpen."""
    mergerlog, connection, contact, link = visit
    number = programmes.programme_number(connection, link.programme)
    track = first_track_of(link.about)
    content = ContentReader(connection, mergerlog.log, mergerlog.reminders.certain_clashes, mergerlog.clock.now())
    cause = content.find(number, link.about, link.revision, track)
    if cause is None or not contact.belongs_to(number) or not may_see(contact, cause[1]):
        raise NothingOpen(about=link.about)
    return number, content.item(number, contact, cause[0], [_Reminder(link.about, link.revision, track)])
