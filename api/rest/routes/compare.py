"""Two structures beside each other, over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api.http.access import manager_of
from api.http.coordinates import PATTERN, SUPPOSING, Asked, Coordinates, Name, Supposed, service, strict_parameters
from api.rest.core import openapi
from api.rest.core.answer import answer, plain, view
from api.services.scenarios import Scenarios

router = APIRouter(prefix="/v1", dependencies=[Depends(strict_parameters)])


class _To:
    """The second point of a comparison."""

    def __init__(
        self,
        to_effective_on: Annotated[str | None, Query(description="The other day.")] = None,
        to_known_on: Annotated[str | None, Query(description="The other known day.")] = None,
        to_known_at: Annotated[str | None, Query(description="The other known instant.")] = None,
        to_basis: Annotated[str | None, Query(description="The other basis.")] = None,
    ) -> None:
        self.coordinates = Coordinates(to_effective_on, to_known_on, to_known_at, to_basis)


ToSupposed = Annotated[
    str | None,
    Query(
        description="The log as it would be with this draft recorded, on the other side.",
        json_schema_extra={"pattern": PATTERN},
    ),
]


async def _to(to: Annotated[_To, Depends()]) -> Coordinates:
    return to.coordinates


@router.get("/programmes/{programme}/structure/compare", responses=openapi.read("What differs.", 404, 503))
def compared(
    request: Request,
    programme: Name,
    asked: Asked,
    to: Annotated[Coordinates, Depends(_to)],
    scenario: Supposed = None,
    to_scenario: ToSupposed = None,
) -> Response:
    """What differs between two structures. What is left out of the second question is as in the first."""
    mergerlog = service(request)
    first = asked.resolve(mergerlog)
    given = dict(to.given)
    if given["known_on"] is None and given["known_at"] is None:
        given |= {name: asked.given[name] for name in ("known_on", "known_at")}
    for name in ("effective_on", "basis"):
        given[name] = given[name] if given[name] is not None else asked.given[name]
    second = mergerlog.ask(**given)
    if scenario is not None or to_scenario is not None:
        by = manager_of(request, mergerlog, programme, SUPPOSING)
        said = Scenarios(mergerlog, programme, by).compare((scenario, first), (to_scenario, second))
        return plain(mergerlog, first, said)
    with view(request, programme, first) as seen:
        other = seen.asking(second)
        return answer(request, seen, lambda: seen.compare(other), settled=seen.point.settled and other.point.settled)
