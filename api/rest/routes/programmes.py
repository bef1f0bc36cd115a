"""Programmes and people over HTTP: what belongs to no question about one programme's log."""

from __future__ import annotations

from typing import TypedDict

from fastapi import APIRouter, Depends, Request, Response

from api.http.access import reader, reads_as_public
from api.http.coordinates import Asked, PathId, service
from api.http.problems import NoSuchPerson
from api.http.strict_parameters import strict_parameters
from api.rest.core import openapi, shapes
from api.rest.core.answer import plain
from projections.accounts.people import PersonRecord, names_of
from projections.database.connections import reading
from projections.log import programmes
from projections.log.programmes import ProgrammeRecord
from projections.questions.named_people import is_person_named


class ProgrammesAnswer(TypedDict):
    """The programmes that the reader may read, by id."""

    programmes: list[ProgrammeRecord]


router = APIRouter(prefix="/v1", tags=["programmes"], dependencies=[Depends(strict_parameters)])


@router.get("/programmes", responses=openapi.read_of(shapes.plain_answer(ProgrammesAnswer), "The programmes."))
def list_programmes(request: Request, asked: Asked) -> Response:
    """Every programme that the reader may read."""
    mergerlog = service(request)
    question = asked.resolve(mergerlog)
    with reading(mergerlog.engine) as connection:
        who = reader(request, mergerlog, connection)
        found = programmes.list_programmes(connection)
        if who is not None and not mergerlog.settings.anyone_reads:
            found = [
                each for each in found if who.role_in(programmes.programme_number(connection, each["id"])) is not None
            ]
    return plain(mergerlog, question, {"programmes": found})


@router.get(
    "/programmes/{programme}", responses=openapi.read_of(shapes.plain_answer(ProgrammeRecord), "The programme.", 404)
)
def get_programme(request: Request, programme: PathId, asked: Asked) -> Response:
    """One programme."""
    mergerlog = service(request)
    question = asked.resolve(mergerlog)
    with reading(mergerlog.engine) as connection:
        number = programmes.programme_number(connection, programme)
        reads_as_public(request, mergerlog, connection, number, programme)
        found = next(each for each in programmes.list_programmes(connection) if each["id"] == programme)
    return plain(mergerlog, question, found)


@router.get("/people/{person}", responses=openapi.read_of(shapes.plain_answer(PersonRecord), "The person.", 404))
def get_person(request: Request, person: PathId, asked: Asked) -> Response:
    """One person of the register: for managers, and for those who may see an entry that names them."""
    mergerlog = service(request)
    question = asked.resolve(mergerlog)
    with reading(mergerlog.engine) as connection:
        who = reader(request, mergerlog, connection)
        roles = {} if who is None else who.roles
        names = names_of(connection, [person])
        is_known = "manager" in roles.values() or is_person_named(
            connection, mergerlog.log, person, roles, anyone_reads=mergerlog.settings.anyone_reads
        )
    if person not in names or not is_known:
        raise NoSuchPerson(id=person)
    return plain(mergerlog, question, {"id": person, "name": names[person]})
