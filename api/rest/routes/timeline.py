"""The timeline over HTTP: changes by their dates, milestones, what a slip carries with it, and how forecasts moved."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.http.coordinates import Asked, Coordinates, PathId
from api.http.strict_parameters import strict_parameters
from api.rest.core import openapi
from api.rest.core.answer import Content
from api.rest.core.read_route import PREFIX, ReadRoute, SupposingView
from domain.refusals import MalformedQuestion
from projections.questions.forecast_answers import ForecastsAnswer
from projections.questions.headings import TimelinePage
from projections.questions.milestones import KnockOnAnswer, MilestonesAnswer
from projections.questions.timeline import Span, span
from projections.questions.view import View

router = APIRouter(prefix=PREFIX, tags=["timeline"], dependencies=[Depends(strict_parameters)], route_class=ReadRoute)


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


@router.get("/timeline", responses=openapi.read_answers(TimelinePage, "Changes by their dates.", 404, 503))
def get_timeline(
    view: SupposingView,
    asked: Asked,
    between: Wanted,
    after: Annotated[str | None, Query(description="`next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=1000, description="How many changes.")] = 1000,
) -> Content:
    """Changes in the order of their dates, with what became of their plans."""
    # Without a basis, whatever stands in the log, withdrawn changes too; with one, the changes that count under it.
    if after is not None and "\0" in after:
        raise MalformedQuestion(fault="a parameter holds the character NUL")
    return view.timeline(between.span(asked), limit=limit, after=after or None)


@router.get("/milestones", responses=openapi.read_answers(MilestonesAnswer, "The milestones.", 404, 503))
def list_milestones(view: SupposingView, asked: Asked, between: Wanted) -> Content:
    """Milestones in the order of their dates, each with what it depends on."""
    return view.milestones(between.span(asked))


@router.get(
    "/changes/{change}/knock-on", responses=openapi.read_answers(KnockOnAnswer, "What a slip carries with it.", 404)
)
def get_knock_on(
    view: View,
    change: PathId,
    days: Annotated[int, Query(ge=1, le=36_500, description="How many days it slips.")] = 30,
) -> Content:
    """What becomes of the milestones that depend on a change, if it slips by so many days."""
    return view.knock_on(change, days)


@router.get("/changes/{change}/forecasts", responses=openapi.read_answers(ForecastsAnswer, "How its date moved.", 404))
def get_forecasts(view: View, change: PathId) -> Content:
    """The date that a change had, as it was known from each entry and at the end of each month."""
    return view.forecasts(change)
