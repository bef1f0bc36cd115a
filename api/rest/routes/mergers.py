"""What is not settled yet, over HTTP: contradictions of papers, and what mergers have left over."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api.http.coordinates import Asked, Name, Supposed, service, strict_parameters
from api.rest.core import openapi
from api.rest.core.answer import answer, view

router = APIRouter(prefix="/v1", dependencies=[Depends(strict_parameters)])


@router.get("/programmes/{programme}/contradictions", responses=openapi.read("The contradictions.", 404))
def all_contradictions(
    request: Request,
    programme: Name,
    asked: Asked,
    state: Annotated[str | None, Query(description="Only those that are open, or those that are settled.")] = None,
) -> Response:
    """Claims that say otherwise than the change that they are about, and how each was settled."""
    with view(request, programme, asked.resolve(service(request))) as seen:
        return answer(request, seen, lambda: seen.contradictions(state or None))


@router.get("/programmes/{programme}/mergers", responses=openapi.read("The mergers.", 404, 503))
def all_mergers(request: Request, programme: Name, asked: Asked, scenario: Supposed = None) -> Response:
    """Every merger that happened or may, by its date, each with what is not accounted for."""
    with view(request, programme, asked.resolve(service(request)), scenario) as seen:
        return answer(request, seen, seen.mergers)


@router.get("/programmes/{programme}/mergers/{change}", responses=openapi.read("The merger.", 404, 503))
def one_merger(request: Request, programme: Name, change: Name, asked: Asked, scenario: Supposed = None) -> Response:
    """One merger, with the ledger of what those who merged had the day before, and what became of it."""
    with view(request, programme, asked.resolve(service(request)), scenario) as seen:
        return answer(request, seen, lambda: seen.merger(change))
