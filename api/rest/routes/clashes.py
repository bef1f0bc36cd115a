"""Clashes over HTTP: what cannot all be so, and which entries opened and cleared it."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request

from api.http.coordinates import Asked, PathId, service
from api.http.strict_parameters import strict_parameters
from api.rest.core import openapi
from api.rest.core.answer import Content
from api.rest.core.read_route import PREFIX, ReadRoute, SupposingView
from domain.clashes.evaluate import RULES
from projections.questions.clashes.filter import Wanted, wanted
from projections.questions.clashes.page import ClashAnswer, ClashesPage

router = APIRouter(prefix=PREFIX, tags=["clashes"], dependencies=[Depends(strict_parameters)], route_class=ReadRoute)

_RULES = ", ".join(rule.name for rule in RULES)


class Which:
    """Which clashes are asked for."""

    def __init__(
        self,
        from_: Annotated[
            str | None, Query(alias="from", description="Not those that are over before this day.")
        ] = None,
        to: Annotated[str | None, Query(description="Not those that begin after this day.")] = None,
        rule: Annotated[
            str | None,
            Query(
                description=f"Only of this rule: {_RULES}.",
                json_schema_extra={"enum": [rule.name for rule in RULES]},
            ),
        ] = None,
        subject: Annotated[str | None, Query(description="Only of this subject: its id, or type/id.")] = None,
        certainty: Annotated[Literal["certain", "possible"] | None, Query(description="Only such.")] = None,
        since: Annotated[
            str | None, Query(description="And, as `cleared`, those that were known at the end of this day.")
        ] = None,
        follow: Annotated[bool, Query(description="And the entry that opened each, on a page of at most 100.")] = False,
    ) -> None:
        self.first, self.last = from_, to
        self.rule, self.subject, self.certainty = rule or None, subject or None, certainty
        self.since, self.follow = since, follow

    def wanted(self) -> Wanted:
        """What the question narrows itself to. Raises Malformed."""
        return wanted(self.first, self.last, self.rule, self.subject, self.certainty)


async def _which(which: Annotated[Which, Depends()]) -> Which:
    return which


@router.get("/clashes", responses=openapi.read_answers(ClashesPage, "The clashes.", 404, 503))
def list_clashes(
    view: SupposingView,
    request: Request,
    asked: Asked,
    which: Annotated[Which, Depends(_which)],
    after: Annotated[str | None, Query(description="`next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=1000, description="How many clashes.")] = 1000,
) -> Content:
    """What cannot all be so, on any day, as known and under a basis: certain ones first."""
    wanted, since = which.wanted(), None
    if which.since is not None:
        day, basis = asked.given["effective_on"], view.point.question.basis
        since = service(request).ask(known_on=which.since, effective_on=day, basis=basis)
    return view.clashes(wanted, limit=limit, after=after or None, follow=which.follow, since=since)


@router.get("/clashes/{clash}", responses=openapi.read_answers(ClashAnswer, "The clash.", 404, 503))
def get_clash(view: SupposingView, clash: PathId) -> Content:
    """One clash, and every time that it was there: opened by which entry, and cleared by which."""
    return view.clash(clash)
