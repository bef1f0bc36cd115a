"""The reads of the contract."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from api.http.access import bearer, reader, reads_as_public
from api.http.coordinates import Asked, Name, Supposed, service, strict_parameters
from api.http.problems import NoSuchPerson
from api.rest.core import openapi
from api.rest.core.answer import answer, is_in_passing, plain, view
from api.rest.core.answer_cache import NotKept
from api.rest.core.read_route import ReadRoute, brief
from domain.kinds.registry import PLURALS
from domain.refusals import MalformedQuestion
from projections.accounts.people import names_of
from projections.cache.states import TooMany
from projections.database.connections import reading
from projections.log import programmes

_IN_PASSING = 300
"""States that are read at most while nobody else is served."""

router = APIRouter(prefix="/v1", dependencies=[Depends(strict_parameters)], route_class=ReadRoute)


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
def one_programme(request: Request, programme: Name, asked: Asked) -> Response:
    """One programme."""
    mergerlog = service(request)
    question = asked.resolve(mergerlog)
    with reading(mergerlog.engine) as connection:
        number = programmes.programme_number(connection, programme)
        reads_as_public(request, mergerlog, connection, number, programme)
        found = next(each for each in programmes.list_programmes(connection) if each["id"] == programme)
    return plain(mergerlog, question, dict(found))


@router.get("/people/{person}", responses=openapi.read("The person.", 404))
def one_person(request: Request, person: Name, asked: Asked) -> Response:
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


@router.get("/programmes/{programme}/structure", responses=openapi.read("The structure.", 404, 503))
@brief
def whole_structure(request: Request, programme: Name, asked: Asked, scenario: Supposed = None) -> Response:
    """The structure on a day, as known on a day, under a basis."""
    with view(request, programme, asked.resolve(service(request)), scenario) as seen:

        def say() -> str:
            try:
                return seen.structure(most=_IN_PASSING if is_in_passing(request) else None).json()
            except TooMany:
                raise NotKept from None

        return answer(request, seen, say, is_brief=True)


@router.get("/programmes/{programme}/entries", responses=openapi.read("A page of the log.", 404))
def entry_page(
    request: Request,
    programme: Name,
    asked: Asked,
    after: Annotated[str | None, Query(description="`next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=1000, description="How many entries.")] = 100,
    kind: Annotated[str | None, Query(description="Only entries of this kind.")] = None,
    subject: Annotated[str | None, Query(description="Only entries of this subject: its id, or type/id.")] = None,
    change: Annotated[str | None, Query(description="Only entries of this change.")] = None,
) -> Response:
    """The log in order, as known."""
    for text in (after, kind, subject, change):
        if text is not None and "\0" in text:
            raise MalformedQuestion(fault="a parameter holds the character NUL")
    with view(request, programme, asked.resolve(service(request))) as seen:

        def say() -> dict[str, Any]:
            # An empty parameter counts as one that is left out.
            about, of = subject or None, change or None
            return seen.entries(after=after or None, limit=limit, kind=kind or None, subject=about, change=of)

        return answer(request, seen, say)


@router.get("/programmes/{programme}/entries/{entry}", responses=openapi.read("The entry.", 404))
def one_entry(request: Request, programme: Name, entry: Name, asked: Asked) -> Response:
    """One entry."""
    with view(request, programme, asked.resolve(service(request))) as seen:
        return answer(request, seen, lambda: seen.entry(entry))


@router.get("/programmes/{programme}/changes/{change}", responses=openapi.read("The change.", 404))
def one_change(request: Request, programme: Name, change: Name, asked: Asked) -> Response:
    """One change: its standing, every amendment, baseline, forecast, actual and slip."""
    with view(request, programme, asked.resolve(service(request))) as seen:
        return answer(request, seen, lambda: seen.change(change))


@router.get("/programmes/{programme}/areas/{area}/cover", responses=openapi.read("Who answers for it.", 404, 503))
def area_cover(request: Request, programme: Name, area: Name, asked: Asked, scenario: Supposed = None) -> Response:
    """Who answers for a ward or a borough."""
    with view(request, programme, asked.resolve(service(request)), scenario) as seen:
        return answer(request, seen, lambda: seen.cover(area))


def _subject_endpoint(type_: str) -> Callable[..., Response]:
    def one(request: Request, programme: Name, slug: Name, asked: Asked, scenario: Supposed = None) -> Response:
        with view(request, programme, asked.resolve(service(request)), scenario) as seen:
            return answer(request, seen, lambda: seen.subject(type_, slug))

    return one


for _type, _plural in PLURALS.items():
    router.get(
        f"/programmes/{{programme}}/{_plural}/{{slug}}",
        name=f"one_{_type}",
        description=f"One {_type}: its state, the changes in effect in fold order, and its history.",
        responses=openapi.read(f"The {_type}.", 404, 503),
    )(_subject_endpoint(_type))
