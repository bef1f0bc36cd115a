"""What is said of the pages themselves: the accessibility statement, and privacy and cookies."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.http.session import mergerlog_of
from api.pages.core import templates
from api.pages.core.viewer import viewer
from projections.database.connections import reading

router = APIRouter()


def _page(request: Request, template: str) -> Response:
    with reading(mergerlog_of(request).engine) as connection:
        who = viewer(request, connection)
    return templates.render_page(request, template, viewer=who)


@router.get("/accessibility")
def accessibility_page(request: Request) -> Response:
    """The accessibility statement."""
    return _page(request, "read/accessibility.html")


@router.get("/privacy")
def privacy_page(request: Request) -> Response:
    """What is kept of those who come here."""
    return _page(request, "read/privacy.html")
