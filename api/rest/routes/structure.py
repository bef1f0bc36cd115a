"""The structure over HTTP, and what it is made of: subjects, areas with who covers them, entries and changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.http.coordinates import PathId
from api.http.strict_parameters import strict_parameters
from api.rest.core import openapi, shapes
from api.rest.core.answer import Content
from api.rest.core.read_route import PREFIX, QuickReadRoute, ReadRoute, SupposingView
from domain.kinds.registry import PLURALS
from domain.log.entry import EntryRecord
from domain.refusals import MalformedQuestion
from projections.changes.view import ChangeRecord
from projections.questions.cover import CoverAnswer
from projections.questions.log import EntriesPage
from projections.questions.structure_items import StructureAnswer
from projections.questions.subject_answers import subject_types
from projections.questions.view import View

router = APIRouter(prefix=PREFIX, tags=["structure"], dependencies=[Depends(strict_parameters)], route_class=ReadRoute)
quick_router = APIRouter(
    prefix=PREFIX, tags=["structure"], dependencies=[Depends(strict_parameters)], route_class=QuickReadRoute
)


@quick_router.get("/structure", responses=openapi.read_answers(StructureAnswer, "The structure.", 404, 503))
def get_structure(view: SupposingView) -> Content:
    """The structure on a day, as known on a day, under a basis."""
    return view.structure().json()


@router.get("/entries", responses=openapi.read_answers(EntriesPage, "A page of the log.", 404))
def list_entries(
    view: View,
    after: Annotated[str | None, Query(description="`next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=1000, description="How many entries.")] = 100,
    kind: Annotated[str | None, Query(description="Only entries of this kind.")] = None,
    subject: Annotated[str | None, Query(description="Only entries of this subject: its id, or type/id.")] = None,
    change: Annotated[str | None, Query(description="Only entries of this change.")] = None,
) -> Content:
    """The log in order, as known."""
    for text in (after, kind, subject, change):
        if text is not None and "\0" in text:
            raise MalformedQuestion(fault="a parameter holds the character NUL")
    # An empty parameter counts as one that is left out.
    about, of = subject or None, change or None
    return view.entries(after=after or None, limit=limit, kind=kind or None, subject=about, change=of)


@router.get("/entries/{entry}", responses=openapi.read_of(shapes.plain(EntryRecord), "The entry.", 404))
def get_entry(view: View, entry: PathId) -> Content:
    """One entry."""
    return view.entry(entry)


@router.get("/changes/{change}", responses=openapi.read_of(shapes.plain(ChangeRecord), "The change.", 404))
def get_change(view: View, change: PathId) -> Content:
    """One change: its standing, every amendment, baseline, forecast, actual and slip."""
    return view.change(change)


@router.get("/areas/{area}/cover", responses=openapi.read_answers(CoverAnswer, "Who answers for it.", 404, 503))
def get_cover(view: SupposingView, area: PathId) -> Content:
    """Who answers for a ward or a borough."""
    return view.cover(area)


def _subject_endpoint(type_: str) -> Callable[..., Content]:
    def one_subject(view: SupposingView, slug: PathId) -> Content:
        return view.subject(type_, slug)

    return one_subject


for _type, _plural in PLURALS.items():
    router.get(
        f"/{_plural}/{{slug}}",
        name=f"get_{_type}",
        description=f"One {_type}: its state, the changes in effect in fold order, and its history.",
        responses=openapi.read_of(shapes.answer(*subject_types(_type)), f"The {_type}.", 404, 503),
    )(_subject_endpoint(_type))
