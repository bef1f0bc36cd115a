"""Contacts: whom a programme's reminders go to, and what else they are told of. Kept outside the log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import msgspec
from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection

from api.pages.core import downloads
from api.pages.core.page import Page, opened
from api.pages.core.question_address import SeeOther
from api.pages.core.rate_limit import Exporting
from api.pages.core.viewer import require_manager
from api.pages.forms.form import Form
from api.pages.forms.kept import KeptForm
from api.pages.forms.read_form import SentForm
from api.pages.words.labels import ROLES, SUBJECTS
from domain.kinds.registry import TYPES
from domain.refusals import IdTaken, Malformed, Refusal, UnknownPerson
from projections.accounts import people
from projections.database.connections import editing
from scheduler.delivery.allowed_hosts import BadUrl
from scheduler.people import contacts, subscriptions
from scheduler.people.contacts import Contact, NoSuchContact

router = APIRouter()
_DEED = "Looking after contacts"
_SUBJECTS = [type_ for type_ in dict.fromkeys(("milestone", "site", "team", "unit", "post", *TYPES)) if type_ != "area"]
"""The types of which a contact may follow a subject: those that are asked for most come first."""


class ContactIncomplete(Malformed):
    """Enter the contact's name, and choose what it may be told."""


@router.get("/programmes/{programme}/contacts")
def contacts_page(request: Request, programme: str, kept: KeptForm) -> Response:
    """Everyone who is told, with a form to add one and to change each."""
    with opened(request, programme, timed=False) as page:
        require_manager(request, page.viewer, page.role, _DEED)
        return _page(page, kept or Form(), {})


@router.get("/programmes/{programme}/contacts.csv", dependencies=[Exporting])
def contacts_csv(request: Request, programme: str) -> Response:
    """The same as a table."""
    with opened(request, programme, timed=False) as page:
        require_manager(request, page.viewer, page.role, _DEED)
        rows = [_row(card) for card in _cards(page, Form(), dict(people.list_people(page.view.connection)))]
    heads = ["name", "email", "may be told what is seen by", "in every merger", "is the person"]
    heads += ["senior responsible officer", "unsubscribed", "is told of"]
    return downloads.csv(f"{programme}-contacts", heads, rows)


def _row(card: ContactCard) -> list[str | None]:
    contact = card.contact
    cells = [contact.name, contact.email, ROLES[contact.role], _yes(contact.programme is None), card.person]
    wants = [f"{wish.what} by {wish.way}" for wish in card.wants]
    return [*cells, _yes(contact.senior), _yes(contact.unsubscribed), "; ".join(wants)]


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"


class ContactFields(NamedTuple):
    """What the form of a contact holds."""

    name: str
    email: str | None
    role: str
    person: str | None
    senior: bool
    unsubscribed: bool


class Wish(NamedTuple):
    """A subscription in words: what its contact wants to be told of, and by which way."""

    id: str
    what: str
    way: str
    url: str | None
    off: str | None


@dataclass(frozen=True)
class ContactCard:
    """A contact as the page shows it, with its forms as they were filled in."""

    contact: Contact
    person: str
    is_ours: bool
    wants: list[Wish]
    fields: ContactFields
    subject: str
    url: str
    is_open: bool


def _cards(page: Page, form: Form, called: dict[str, str]) -> list[ContactCard]:
    """Every contact; `called` are the names of people, and `form` is what was typed into the form of one of them."""
    return [
        _card(page, form if form.text("contact") == contact.id else Form(), contact, called)
        for contact in contacts.list_contacts(page.view.connection, page.view.point.programme)
    ]


def _card(page: Page, form: Form, contact: Contact, called: dict[str, str]) -> ContactCard:
    stored = ContactFields(
        contact.name, contact.email, contact.role, contact.person, contact.senior, contact.unsubscribed
    )
    return ContactCard(
        contact,
        called.get(contact.person or "", ""),
        is_ours(page, contact),
        [_wish(page, wanted) for wanted in subscriptions.list_of_contact(page.view.connection, contact.id)],
        _fields(form) if form.text("deed") == "alter" else stored,
        form.text("subject"),
        form.text("url"),
        is_open=bool(form.fields),
    )


def _page(page: Page, form: Form, errors: dict[str, str], secret: str = "") -> Response:
    view = page.view
    called = dict(people.list_people(view.connection))
    subjects = [
        (f"{type_}/{slug}", f"{name} ({SUBJECTS[type_].lower()})")
        for type_ in _SUBJECTS
        for slug, name in view.named_subjects(type_)
    ]
    return page.render(
        "reminders/contacts.html",
        status=422 if errors else 200,
        api="/v1/contacts",
        everyone=_cards(page, form, called),
        people=list(called.items()),
        subjects=subjects,
        roles=ROLES,
        has_webhooks=page.mergerlog.reminders.webhook_hosts is not None,
        typed=form.fields if form.text("deed") == "add" else {},
        errors=errors,
        secret=secret,
    )


def is_ours(page: Page, contact: Contact) -> bool:
    """Whether the viewer may change a contact: one of all programmes is for a manager of them all."""
    account, token = page.viewer.account, page.viewer.token
    of_all = page.viewer.manages_all if account is not None else token is not None and token.programme is None
    return of_all or contact.programme == page.view.point.programme


def _wish(page: Page, subscription: subscriptions.Subscription) -> Wish:
    if subscription.programme != page.view.point.programme:
        what = "another merger"
    elif subscription.subject is None:
        what = "everything here"
    else:
        type_, _, slug = subscription.subject.partition("/")
        page.names.look_up(page.view, [(type_, slug)])
        what = page.names.name_of(type_, slug)
    return Wish(subscription.id, what, subscription.channel, subscription.url, subscription.off)


@router.post("/programmes/{programme}/contacts")
def change_contacts(request: Request, programme: str, form: SentForm) -> Response:
    """Add a contact, change or forget one, or say what else one is told of."""
    secret = ""
    with opened(request, programme, timed=False) as page:
        require_manager(request, page.viewer, page.role, _DEED)
        try:
            with editing(page.mergerlog.engine) as connection:
                secret = _change(page, connection, form)
        except Refusal as refusal:
            return _page(page, form, {_field_of(form, refusal): str(refusal)})
    if not secret:
        raise SeeOther(f"/programmes/{programme}/contacts")
    with opened(request, programme, timed=False) as page:
        return _page(page, Form(), {}, secret)


def _change(page: Page, connection: Connection, form: Form) -> str:
    """Do what was asked. The secret of a new webhook, which is shown once."""
    deed, number, now = form.text("deed"), page.view.point.programme, page.mergerlog.clock.now()
    if deed == "add":
        contacts.add_contact(connection, _typed(form, contacts.random_contact_id(), number), now)
        return ""
    whose = contacts.get_contact(connection, form.text("contact"))
    if not whose.belongs_to(number) or not is_ours(page, whose):
        raise NoSuchContact(id=whose.id)
    match deed:
        case "alter":
            contacts.alter_contact(connection, _typed(form, whose.id, whose.programme))
        case "forget":
            contacts.remove_contact(connection, whose.id)
        case "end":
            subscriptions.end_subscription(connection, whose.id, form.text("subscription"))
        case "subscribe":
            url = form.text("url") or None
            if url is not None:
                page.mergerlog.reminders.check_url(url)
            channel, subject = "email" if url is None else "webhook", form.text("subject") or None
            made = subscriptions.add_subscription(
                connection, whose, number, channel=channel, subject=subject, url=url, now=now
            )
            return made.secret or ""
    return ""


def _typed(form: Form, id_: str, programme: int | None) -> Contact:
    fields = _fields(form)
    if not fields.name or fields.role not in ROLES:
        raise ContactIncomplete
    return msgspec.convert({"id": id_, "programme": programme, **fields._asdict()}, Contact)


def _fields(form: Form) -> ContactFields:
    return ContactFields(
        form.text("name"),
        form.text("email") or None,
        form.text("role"),
        form.text("person") or None,
        form.text("senior") == "yes",
        form.text("unsubscribed") == "yes",
    )


def _field_of(form: Form, refusal: Refusal) -> str:
    if form.text("deed") != "add":
        return "everyone"
    if isinstance(refusal, ContactIncomplete):
        return "name" if not form.text("name") else "role"
    if isinstance(refusal, UnknownPerson):
        return "person"
    return "email" if isinstance(refusal, Malformed | IdTaken) and not isinstance(refusal, BadUrl) else "name"
