"""The comparison of two structures, over HTTP."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from api.http.access import manager_of
from api.http.coordinates import PATTERN, SUPPOSING, Asked, Coordinates, service
from api.http.strict_parameters import strict_parameters
from api.rest.core import openapi, shapes
from api.rest.core.answer import Content, Unsettled, plain
from api.rest.core.read_route import PREFIX, ReadRoute, SupposingView
from api.services.mergerlog import Mergerlog
from api.services.scenarios import Scenarios
from domain.changes.change import BASES
from domain.changes.coordinates import Question
from projections.questions.headings import ComparisonAnswer


class Other:
    """The second side of a comparison."""

    def __init__(
        self,
        to_effective_on: Annotated[str | None, Query(description="The other day.")] = None,
        to_known_on: Annotated[str | None, Query(description="The other known day.")] = None,
        to_known_at: Annotated[str | None, Query(description="The other known instant.")] = None,
        to_basis: Annotated[
            str | None, Query(description="The other basis.", json_schema_extra={"enum": list(BASES)})
        ] = None,
        to_scenario: Annotated[
            str | None,
            Query(
                description="The log as it would be with this draft recorded, on the other side.",
                json_schema_extra={"pattern": PATTERN},
            ),
        ] = None,
    ) -> None:
        self.given = Coordinates(to_effective_on, to_known_on, to_known_at, to_basis).given
        self.scenario = to_scenario

    def question(self, mergerlog: Mergerlog, asked: Coordinates) -> Question:
        """The second question. What it leaves out is as in the first. Raises MalformedQuestion."""
        given = dict(self.given)
        if given["known_on"] is None and given["known_at"] is None:
            given |= {name: asked.given[name] for name in ("known_on", "known_at")}
        for name in ("effective_on", "basis"):
            given[name] = given[name] if given[name] is not None else asked.given[name]
        return mergerlog.ask(**given)


async def _other(to: Annotated[Other, Depends()]) -> Other:
    return to


class CompareRoute(ReadRoute):
    """A read that may suppose a draft on either side, and so enters one side at a time."""

    def read(
        self, request: Request, programme: str, asked: Coordinates, scenario: str | None = None, **given: Any
    ) -> Response:
        """Compare with the drafts that are named, if any is."""
        to: Other = given["to"]
        if scenario is None and to.scenario is None:
            return super().read(request, programme, asked, **given)
        mergerlog = service(request)
        first, second = asked.resolve(mergerlog), to.question(mergerlog, asked)
        by = manager_of(request, mergerlog, programme, SUPPOSING)
        compared = Scenarios(mergerlog, programme, by).compare((scenario, first), (to.scenario, second))
        return plain(mergerlog, first, compared)


router = APIRouter(
    prefix=PREFIX, tags=["structure"], dependencies=[Depends(strict_parameters)], route_class=CompareRoute
)


@router.get("/structure/compare", responses=openapi.read_of(shapes.plain(ComparisonAnswer), "What differs.", 404, 503))
def compare_structures(
    view: SupposingView, request: Request, asked: Asked, to: Annotated[Other, Depends(_other)]
) -> Content | Unsettled:
    """What differs between two structures. What is left out of the second question is as in the first."""
    other = view.asking(to.question(service(request), asked))
    differences = view.compare(other)
    return differences if other.point.settled else Unsettled(differences)
