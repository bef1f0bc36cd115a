"""Reminders over HTTP: what is due, who was told what and when, what people answer, and the programme's calendar."""

from __future__ import annotations

from typing import Annotated, Literal, TypedDict

import msgspec
from fastapi import APIRouter, Depends, Path, Query, Request, Response

from api.http.access import Bearer, reads_as_public, staff
from api.http.bodies import SmallBody, decode, reply
from api.http.coordinates import PathId, service
from api.http.strict_parameters import strict_parameters
from api.rest.core import openapi, shapes
from api.rest.core.answer import plain
from domain.kinds.event import Slug
from domain.time import instants
from projections.database.connections import editing, reading
from projections.log import programmes
from scheduler import report
from scheduler.calendars import keys
from scheduler.calendars.feed import CalendarBuilder
from scheduler.calendars.keys import CalendarKey
from scheduler.delivery import queue
from scheduler.people import acknowledgements, contacts
from scheduler.people.contacts import NoSuchContact
from scheduler.report import ReminderReport

router = APIRouter(prefix="/v1/programmes/{programme}", tags=["reminders"], dependencies=[Depends(strict_parameters)])
_SEEING = ("manager", "member")
_KEYS = "Looking after calendar keys"
_About = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9:-]{1,100}\Z")]


class Acknowledged(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody has seen: the id of a change."""

    about: _About


class PutOff(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a contact is not to hear of before a day."""

    about: _About
    contact: Slug
    until: str


class WantedKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose eyes a calendar is for."""

    role: Annotated[str, msgspec.Meta(pattern=r"^(member|observer)\Z")] = "observer"


class AcknowledgedChange(TypedDict):
    """A change that was acknowledged."""

    about: str
    acknowledged: bool


class RetriedDigest(TypedDict):
    """A digest that is tried again."""

    digest: int
    state: str


class CalendarKeysAnswer(TypedDict):
    """The keys of a programme's calendar."""

    calendar_keys: list[CalendarKey]


class CalendarAddress(TypedDict):
    """The address of a programme's calendar, and as whom it is seen there."""

    id: str
    role: Literal["member", "observer"]
    address: str


@router.get(
    "/reminders",
    responses=openapi.answers(
        200,
        shapes.plain_answer(ReminderReport, name="RemindersAnswer"),
        "What is due, sent and failed.",
        401,
        403,
        404,
        422,
    ),
)
def get_reminders(
    request: Request,
    programme: PathId,
    limit: Annotated[int, Query(ge=1, le=1000, description="How many of those sent.")] = 100,
    before: Annotated[int | None, Query(ge=1, le=2**31 - 1, description="`next` of the page before.")] = None,
) -> Response:
    """What is due and who is to be told, who was told what and when (the last first), and what failed."""
    mergerlog = service(request)
    with reading(mergerlog.engine) as connection:
        number = programmes.programme_number(connection, programme)
        staff(request, connection, number, programme, "Reading who was told what", _SEEING)
        certain, now = mergerlog.reminders.certain_clashes, mergerlog.clock.now()
        said = report.reminder_report(connection, mergerlog.log, certain, number, now, limit=limit, before=before)
    return plain(mergerlog, mergerlog.ask(), dict(said))


@router.post(
    "/reminders/acknowledge",
    responses=openapi.answers(200, shapes.plain(AcknowledgedChange), "It is noted.", 401, 403, 404, 413, 422, 503),
    openapi_extra=openapi.body(Acknowledged),
)
def acknowledge_change(request: Request, programme: PathId, raw: SmallBody) -> Response:
    """Say that it is seen that a change is overdue: nobody above is told, until its date moves."""
    mergerlog = service(request)
    number, who = _staff(request, programme, "Acknowledging", _SEEING)
    said = decode(raw, Acknowledged)
    with editing(mergerlog.engine) as connection:
        acknowledgements.acknowledge_change(connection, number, said.about, who.name, mergerlog.clock.now())
    return reply(200, {"about": said.about, "acknowledged": True})


@router.post(
    "/reminders/snooze",
    responses=openapi.answers(200, shapes.plain(PutOff), "It is noted.", 401, 403, 404, 413, 422, 503),
    openapi_extra=openapi.body(PutOff),
)
def snooze_reminders(request: Request, programme: PathId, raw: SmallBody) -> Response:
    """Have a contact told nothing of a change before a day, at most 28 days on."""
    mergerlog = service(request)
    number, _ = _staff(request, programme, "Putting a reminder off")
    said = decode(raw, PutOff)
    with editing(mergerlog.engine) as connection:
        if not contacts.get_contact(connection, said.contact).belongs_to(number):
            raise NoSuchContact(id=said.contact)
        until, today = instants.parse_day(said.until), instants.london_day(mergerlog.clock.now())
        acknowledgements.put_off_reminders(connection, number, said.about, said.contact, until, today)
    return reply(200, {"about": said.about, "contact": said.contact, "until": said.until})


@router.post(
    "/reminders/digests/{digest}/retry",
    responses=openapi.answers(200, shapes.plain(RetriedDigest), "It is tried again.", 401, 403, 404, 422, 503),
)
def retry_digest(
    request: Request,
    programme: PathId,
    digest: Annotated[int, Path(ge=1, le=2**31 - 1, description="The number of a digest that failed.")],
) -> Response:
    """Have a digest that failed for good tried again."""
    mergerlog = service(request)
    number, _ = _staff(request, programme, "Trying again what failed")
    with editing(mergerlog.engine) as connection:
        queue.retry_digest(connection, number, digest, mergerlog.clock.now())
    return reply(200, {"digest": digest, "state": queue.OPEN})


@router.get("/calendar.ics", response_class=Response, responses=openapi.calendar())
def get_calendar(
    request: Request,
    programme: PathId,
    key: Annotated[str | None, Query(description="A calendar key, in the place of a token.")] = None,
) -> Response:
    """What is planned in a programme, and what came of it, as a calendar."""
    mergerlog = service(request)
    with reading(mergerlog.engine) as connection:
        number = programmes.programme_number(connection, programme)
        if key is None:
            public = reads_as_public(request, mergerlog, connection, number, programme)
        else:
            public = keys.key_is_public(connection, key, programme=number)
        named = next(each for each in programmes.numbered_programmes(connection) if each[0] == number)
        made = CalendarBuilder(connection, mergerlog.log, mergerlog.clock.now())
        body = made.of_programme(named, public=public)
    headers = {"Cache-Control": "private, no-cache", "Vary": "Authorization"}
    return Response(body, media_type="text/calendar", headers=headers)


@router.get(
    "/calendar-keys",
    responses=openapi.answers(200, shapes.plain_answer(CalendarKeysAnswer), "The keys.", 401, 403, 404, 422),
)
def list_calendar_keys(request: Request, programme: PathId) -> Response:
    """The calendar keys of a programme, without what opens the calendar."""
    mergerlog = service(request)
    number, _ = _staff(request, programme, _KEYS)
    with reading(mergerlog.engine) as connection:
        theirs = keys.list_calendar_keys(connection, programme=number)
    return plain(mergerlog, mergerlog.ask(), {"calendar_keys": theirs})


@router.post(
    "/calendar-keys",
    status_code=201,
    responses=openapi.answers(
        201, shapes.plain(CalendarAddress), "The address of the calendar, shown once.", 401, 403, 404, 413, 422, 503
    ),
    openapi_extra=openapi.body(WantedKey),
)
def add_calendar_key(request: Request, programme: PathId, raw: SmallBody) -> Response:
    """Make an address at which calendar programs find the programme, as a member or an observer sees it."""
    mergerlog = service(request)
    number, _ = _staff(request, programme, _KEYS)
    wanted = decode(raw, WantedKey)
    with editing(mergerlog.engine) as connection:
        public = wanted.role == "observer"
        id_, key = keys.add_calendar_key(connection, mergerlog.clock.now(), programme=number, public=public)
    address = f"{mergerlog.reminders.links.address}/v1/programmes/{programme}/calendar.ics?key={key}"
    return reply(201, {"id": id_, "role": wanted.role, "address": address})


@router.delete("/calendar-keys/{key}", status_code=204, responses=openapi.done("It is taken back.", 404))
def revoke_calendar_key(request: Request, programme: PathId, key: PathId) -> Response:
    """Take an address of the programme's calendar back."""
    number, _ = _staff(request, programme, _KEYS)
    with editing(service(request).engine) as connection:
        keys.revoke_calendar_key(connection, key, programme=number)
    return Response(status_code=204)


def _staff(request: Request, slug: str, deed: str, roles: tuple[str, ...] = ("manager",)) -> tuple[int, Bearer]:
    """The number of a programme, and the token of one of its staff, before anything is read or locked for them."""
    with reading(service(request).engine) as connection:
        number = programmes.programme_number(connection, slug)
        return number, staff(request, connection, number, slug, deed, roles)
