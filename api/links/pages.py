"""Where the links in mails lead. To look changes nothing: programs that scan mail follow links, but send no forms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, NamedTuple
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Query, Request, Response
from jinja2 import Environment, PackageLoader, StrictUndefined
from sqlalchemy import Connection

from api.http.bodies import SmallBody, small_body
from api.http.coordinates import service
from api.http.problems import status_of
from api.services.mergerlog import Mergerlog
from domain.refusals import Refusal
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
_templates = Environment(
    loader=PackageLoader("api.links"), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
)
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Robots-Tag": "noindex",
}
_PUT_OFF = (1, 3, 7, 14, 28)
LinkKey = Annotated[str, Query(description="The key of the link.")]


class _Asked(NamedTuple):
    """A reminder that a link is about."""

    about: str
    revision: int
    track: str
    rung: str = ""


@router.get("/item")
def show_item(request: Request, key: LinkKey = "") -> Response:
    """One thing that somebody was told of, and the forms to answer with."""

    def say(mergerlog: Mergerlog, connection: Connection, contact: Contact, link: Link) -> dict[str, Any]:
        number, item = _item(mergerlog, connection, contact, link)
        acknowledged = acknowledgements.acknowledged_on(connection, number, link.about, link.revision)
        can_acknowledge = first_track_of(link.about) == LADDER and acknowledged is None
        return {"item": item, "can_acknowledge": can_acknowledge, "acknowledged": acknowledged, "choices": _PUT_OFF}

    return _page(request, key, "item.html", say)


@router.post("/acknowledge", dependencies=[Depends(small_body)])
def acknowledge(request: Request, key: LinkKey = "") -> Response:
    """It is seen."""

    def do(mergerlog: Mergerlog, connection: Connection, contact: Contact, link: Link) -> dict[str, Any]:
        number, item = _item(mergerlog, connection, contact, link)
        who, now = f"contact {contact.id}", mergerlog.clock.now()
        acknowledgements.acknowledge_change(connection, number, link.about, who, now, link.revision)
        return {"item": item, "done": "Thank you. Nobody above will be told of it unless its date moves."}

    return _page(request, key, "done.html", do, writes=True)


@router.post("/snooze")
def put_off(request: Request, raw: SmallBody, key: LinkKey = "") -> Response:
    """It is not to be heard of for some days."""
    given = parse_qs(raw.decode("ascii", "replace")).get("days", [""])[0]
    days = int(given) if given in map(str, _PUT_OFF) else 1

    def do(mergerlog: Mergerlog, connection: Connection, contact: Contact, link: Link) -> dict[str, Any]:
        number, item = _item(mergerlog, connection, contact, link)
        today = instants.london_day(mergerlog.clock.now())
        acknowledgements.put_off_reminders(connection, number, link.about, contact.id, today + days, today)
        return {"item": item, "done": f"You will hear nothing of it before {wording.day_of(today + days)}."}

    return _page(request, key, "done.html", do, writes=True)


@router.get("/unsubscribe")
def ask_to_unsubscribe(request: Request, key: LinkKey = "") -> Response:
    """Whether somebody wants no more mail."""
    return _page(request, key, "unsubscribe.html", lambda *_: {})


@router.post("/unsubscribe", dependencies=[Depends(small_body)])
def unsubscribe(request: Request, key: LinkKey = "") -> Response:
    """No more mail: by the form, or by one click in a mail program (RFC 8058)."""

    def do(_: Mergerlog, connection: Connection, contact: Contact, __: Link) -> dict[str, Any]:
        contacts.set_unsubscribed(connection, contact.id)
        return {"item": None, "done": "You will get no more of these mails, but for what is escalated to you."}

    return _page(request, key, "done.html", do, writes=True)


def _item(mergerlog: Mergerlog, connection: Connection, contact: Contact, link: Link) -> tuple[int, DigestItem]:
    """The number of the programme, and what the link is about as the contact may see it. Raises NothingOpen."""
    number = programmes.programme_number(connection, link.programme)
    track = first_track_of(link.about)
    reminders, now = mergerlog.reminders, mergerlog.clock.now()
    content = ContentReader(connection, mergerlog.log, reminders.certain_clashes, now)
    found = content.find(number, link.about, link.revision, track)
    if found is None or not contact.belongs_to(number) or not may_see(contact, found[1]):
        raise NothingOpen(about=link.about)
    return number, content.item(number, contact, found[0], [_Asked(link.about, link.revision, track)])


_Say = Callable[[Mergerlog, Connection, Contact, Link], dict[str, Any]]


def _page(request: Request, key: str, template: str, say: _Say, *, writes: bool = False) -> Response:
    mergerlog = service(request)
    status = 200
    try:
        link = mergerlog.reminders.links.read(key)
        with (editing if writes else reading)(mergerlog.engine) as connection:
            contact = contacts.find_contact(connection, link.contact)
            if contact is None:
                raise BadLink
            said = say(mergerlog, connection, contact, link)
    except Refusal as refusal:
        template, status, said = "done.html", status_of(refusal), {"item": None, "done": str(refusal)}
    body = _templates.get_template(template).render(said | {"key": key})
    return Response(body, status, _HEADERS, "text/html")
