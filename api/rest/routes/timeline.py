"""The timeline over HTTP: changes by their dates, milestones, what a slip carries with it, and how forecasts moved."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api.http.coordinates import Asked, Coordinates, Name, Supposed, service, strict_parameters
from api.rest.core import openapi
from api.rest.core.answer import answer, view
from domain.refusals import MalformedQuestion
from projections.questions.timeline import Span, span

router = APIRouter(prefix="/v1", dependencies=[Depends(strict_parameters)])


class Between:
    """Which changes are asked for."""

    def __init__(
        self,
        from_: Annotated[
            str | None, Query(alias="from", description="Not those that are over before this day.")
        ] = None,
        to: Annotated[str | None, Query(description="Not those that cannot begin by this day.")] = None,
        subject: Annotated[str | None, Query(description="Only of this subject: its id, or type/id.")] = None,
        kind: Annotated[str | None, Query(description="Only changes of this kind.")] = None,
    ) -> None:
        self.first, self.last, self.subject, self.kind = from_, to, subject or None, kind or None

    def span(self, asked: Coordinates) -> Span:
        """The span. A basis that is left out leaves nothing out. Raises Malformed."""
        return span(self.first, self.last, self.subject, self.kind, asked.given["basis"])


async def _between(between: Annotated[Between, Depends()]) -> Between:
    return between


Wanted = Annotated[Between, Depends(_between)]


@router.get("/programmes/{programme}/timeline", responses=openapi.read("Changes by their dates.", 404, 503))
def whole_timeline(
    request: Request,
    programme: Name,
    asked: Asked,
    between: Wanted,
    scenario: Supposed = None,
    after: Annotated[str | None, Query(description="`next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=1000, description="How many changes.")] = 1000,
) -> Response:
    """Changes in the order of their dates, with what became of their plans."""
    # Without a basis, whatever stands in the log, withdrawn changes too; with one, the changes that count under it.
    question = asked.resolve(service(request))
    within = between.span(asked)
    if after is not None and "\0" in after:
        raise MalformedQuestion(fault="a parameter holds the character NUL")
    with view(request, programme, question, scenario) as seen:
        return answer(request, seen, lambda: seen.timeline(within, limit=limit, after=after or None))


@router.get("/programmes/{programme}/milestones", responses=openapi.read("The milestones.", 404, 503))
def all_milestones(
    request: Request, programme: Name, asked: Asked, between: Wanted, scenario: Supposed = None
) -> Response:
    """Milestones in the order of their dates, each with what it depends on."""
    question = asked.resolve(service(request))
    within = between.span(asked)
    with view(request, programme, question, scenario) as seen:
        return answer(request, seen, lambda: seen.milestones(within))


@router.get(
    "/programmes/{programme}/changes/{change}/knock-on", responses=openapi.read("What a slip carries with it.", 404)
)
def one_knock_on(
    request: Request,
    programme: Name,
    change: Name,
    asked: Asked,
    days: Annotated[int, Query(ge=1, le=36_500, description="How many days it slips.")] = 30,
) -> Response:
    """What becomes of the milestones that depend on a change, if it slips by so many days."""
    with view(request, programme, asked.resolve(service(request))) as seen:
        return answer(request, seen, lambda: seen.knock_on(change, days))


@router.get("/programmes/{programme}/changes/{change}/forecasts", responses=openapi.read("How its date moved.", 404))
def one_series(request: Request, programme: Name, change: Name, asked: Asked) -> Response:
    """The date that a change had, as it was known from each entry and at the end of each month."""
    with view(request, programme, asked.resolve(service(request))) as seen:
        return answer(request, seen, lambda: seen.forecasts(change))
