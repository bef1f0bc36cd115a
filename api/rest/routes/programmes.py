"""Programmes and people over HTTP: what belongs to no question about one programme's log."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request, Response

from api.http.access import bearer, reader, reads_as_public
from api.http.coordinates import Asked, PathId, service, strict_parameters
from api.http.problems import NoSuchPerson
from api.rest.core import openapi
from api.rest.core.answer import plain
from projections.accounts.people import names_of
from projections.database.connections import reading
from projections.log import programmes

router = APIRouter(prefix="/v1", dependencies=[Depends(strict_parameters)])


@router.get("/programmes", responses=openapi.read("The programmes."))
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


@router.get("/programmes/{programme}", responses=openapi.read("The programme.", 404))
def one_programme(request: Request, programme: PathId, asked: Asked) -> Response:
    """One programme."""
    mergerlog = service(request)
    question = asked.resolve(mergerlog)
    with reading(mergerlog.engine) as connection:
        number = programmes.programme_number(connection, programme)
        reads_as_public(request, mergerlog, connection, number, programme)
        found = next(each for each in programmes.list_programmes(connection) if each["id"] == programme)
    return plain(mergerlog, question, dict(found))


@router.get("/people/{person}", responses=openapi.read("The person.", 404))
def one_person(request: Request, person: PathId, asked: Asked) -> Response:
    """One person of the register."""
    mergerlog = service(request)
    question = asked.resolve(mergerlog)
    with reading(mergerlog.engine) as connection:
        if bearer(request, connection) is None:
            reader(request, mergerlog, connection)
        names = names_of(connection, [person])
    if person not in names:
        raise NoSuchPerson(id=person)
    return plain(mergerlog, question, {"id": person, "name": names[person]})
