"""Calendars: addresses for calendar programs. Each has a key in it, and can be taken back."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.pages.core import downloads
from api.pages.core.page import Page, opened
from api.pages.core.question_address import SeeOther
from api.pages.core.rate_limit import Exporting
from api.pages.core.viewer import require_manager
from api.pages.forms.form import Form
from api.pages.forms.kept import KeptForm
from api.pages.forms.read_form import SentForm
from api.pages.reminders.contacts import is_ours
from domain.refusals import Refusal
from projections.database.connections import editing
from scheduler.calendars import keys
from scheduler.calendars.keys import CalendarKey, NoSuchKey
from scheduler.people import contacts
from scheduler.people.contacts import Contact, NoSuchContact

router = APIRouter()
_DEED = "Giving out calendars"
_SHOWS = {"observer": "what an observer sees: nothing restricted", "member": "what a member sees"}


class GivenCalendar(CalendarKey):
    """A calendar key that was given out, and the calendar that it opens."""

    what: str
    contact: str
    shows: str


@router.get("/programmes/{programme}/calendars")
def calendars_page(request: Request, programme: str, kept: KeptForm) -> Response:
    """The addresses that were given out, and forms to give out another and to take one back."""
    with opened(request, programme, timed=False) as page:
        require_manager(request, page.viewer, page.role, _DEED)
        return _page(page, kept or Form())


@router.get("/programmes/{programme}/calendars.csv", dependencies=[Exporting])
def calendars_csv(request: Request, programme: str) -> Response:
    """The same as a table; the addresses themselves are known to nobody here."""
    with opened(request, programme, timed=False) as page:
        require_manager(request, page.viewer, page.role, _DEED)
        rows = [[key["what"], key["shows"], key["created_at"]] for key in _given_out(page)]
    return downloads.csv(f"{programme}-calendars", ["what", "it shows", "given out at"], rows)


def _theirs(page: Page) -> list[Contact]:
    """The contacts whose calendars are the viewer's to give out."""
    listed = contacts.list_contacts(page.view.connection, page.view.point.programme)
    return [contact for contact in listed if is_ours(page, contact)]


def _given_out(page: Page) -> list[GivenCalendar]:
    """Every address that was given out."""
    connection, number = page.view.connection, page.view.point.programme
    given = [
        _given(key, "Everything planned here", "") for key in keys.list_calendar_keys(connection, programme=number)
    ]
    for contact in _theirs(page):
        theirs = keys.list_calendar_keys(connection, contact=contact.id)
        given += [_given(key, f"What {contact.name} answers for, or is told of", contact.id) for key in theirs]
    return given


def _page(page: Page, form: Form, address: str = "", errors: dict[str, str] | None = None) -> Response:
    theirs = [(contact.id, f"What {contact.name} is told of") for contact in _theirs(page)]
    return page.render(
        "reminders/calendars.html",
        status=422 if errors else 200,
        api=page.api("calendar-keys"),
        given=_given_out(page),
        whose=[("", "Everything planned here"), *theirs],
        shows=list(_SHOWS.items()),
        address=address,
        typed=form.fields,
        errors=errors or {},
    )


def _given(key: CalendarKey, what: str, contact: str) -> GivenCalendar:
    return {**key, "what": what, "contact": contact, "shows": _SHOWS["observer" if key["public"] else "member"]}


@router.post("/programmes/{programme}/calendars")
def change_calendars(request: Request, programme: str, form: SentForm) -> Response:
    """Give an address out, which is shown once, or take one back."""
    address = ""
    with opened(request, programme, timed=False) as page:
        require_manager(request, page.viewer, page.role, _DEED)
        try:
            if form.text("deed") == "revoke":
                _revoke(page, form)
            else:
                address = _add(page, form)
        except Refusal as refusal:
            return _page(page, form, errors={"whose": str(refusal)})
    if not address:
        raise SeeOther(f"/programmes/{programme}/calendars")
    with opened(request, programme, timed=False) as page:
        return _page(page, Form(), address)


def _add(page: Page, form: Form) -> str:
    mergerlog, now = page.mergerlog, page.mergerlog.clock.now()
    root, number = f"{mergerlog.reminders.links.address}/v1", page.view.point.programme
    with editing(mergerlog.engine) as connection:
        if not form.text("whose"):
            public = form.text("role") != "member"
            _, key = keys.add_calendar_key(connection, now, programme=number, public=public)
            return f"{root}/programmes/{page.programme['id']}/calendar.ics?key={key}"
        whose = contacts.get_contact(connection, form.text("whose"))
        if not whose.belongs_to(number) or not is_ours(page, whose):
            raise NoSuchContact(id=whose.id)
        _, key = keys.add_calendar_key(connection, now, contact=whose.id, public=whose.public)
    return f"{root}/contacts/{whose.id}/calendar.ics?key={key}"


def _revoke(page: Page, form: Form) -> None:
    id_, contact = form.text("key"), form.text("contact")
    with editing(page.mergerlog.engine) as connection:
        if not contact:
            keys.revoke_calendar_key(connection, id_, programme=page.view.point.programme)
        elif is_ours(page, contacts.get_contact(connection, contact)):
            keys.revoke_calendar_key(connection, id_, contact=contact)
        else:
            raise NoSuchKey(id=id_)
