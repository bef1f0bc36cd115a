"""Contradictions of papers, and what mergers have left over, over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.http.coordinates import PathId
from api.http.strict_parameters import strict_parameters
from api.rest.core import openapi
from api.rest.core.answer import Content
from api.rest.core.read_route import PREFIX, ReadRoute, SupposingView
from projections.questions.contradiction_answers import ContradictionsAnswer
from projections.questions.merger_answers import MergerAnswer, MergersAnswer
from projections.questions.view import View

router = APIRouter(prefix=PREFIX, tags=["mergers"], dependencies=[Depends(strict_parameters)], route_class=ReadRoute)


@router.get("/contradictions", responses=openapi.read_answers(ContradictionsAnswer, "The contradictions.", 404))
def list_contradictions(
    view: View,
    state: Annotated[
        str | None,
        Query(
            description="Only those that are open, or those that are settled.",
            json_schema_extra={"enum": ["open", "settled"]},
        ),
    ] = None,
) -> Content:
    """Claims that say otherwise than the change that they are about, and how each was settled."""
    return view.contradictions(state or None)


@router.get("/mergers", responses=openapi.read_answers(MergersAnswer, "The mergers.", 404, 503))
def list_mergers(view: SupposingView) -> Content:
    """Every merger that happened or may, by its date, each with what is not accounted for."""
    return view.mergers()


@router.get("/mergers/{change}", responses=openapi.read_answers(MergerAnswer, "The merger.", 404, 503))
def get_merger(view: SupposingView, change: PathId) -> Content:
    """One merger, with the ledger of what those who merged had the day before, and what became of it."""
    return view.merger(change)
