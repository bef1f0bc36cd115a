"""The interactive description of the API, and a page for each type of problem that its answers can have."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from api.http.problem_types import problem_types
from api.http.session import mergerlog_of
from api.pages.core import templates
from api.pages.core.viewer import viewer
from projections.database.connections import reading

router = APIRouter(prefix="/docs")


def _page(request: Request, template: str, **values: Any) -> Response:
    with reading(mergerlog_of(request).engine) as connection:
        who = viewer(request, connection)
    return templates.render_page(request, template, viewer=who, **values)


@router.get("")
def description_page(request: Request) -> Response:
    """Every call of the API, to read and to try."""
    return _page(request, "read/docs.html")


@router.get("/problems")
def problem_types_page(request: Request) -> Response:
    """Every type of problem."""
    return _page(request, "read/problem_types.html", problem_types=problem_types().values())


@router.get("/problems/{name}")
def problem_type_page(request: Request, name: str) -> Response:
    """One type of problem: what happened, and what to do next."""
    problem_type = problem_types().get(name)
    if problem_type is None:
        raise HTTPException(404)
    return _page(request, "read/problem_type.html", problem_type=problem_type)
