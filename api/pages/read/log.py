"""The log: every entry as a sentence, newest first, with filters; as a table to take away and as a feed."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api.http.session import site_address
from api.pages.core import downloads
from api.pages.core.atom import feed
from api.pages.core.entry_line import EntryLine
from api.pages.core.page import Page, opened
from api.pages.core.question_address import settle_address
from api.pages.core.rate_limit import Exporting
from api.pages.read.changes import HEADS, entry_line, entry_row, transitions_of
from api.pages.words import labels
from domain.kinds.registry import TYPES
from domain.refusals import MalformedQuestion

router = APIRouter()
_A_PAGE = 25
_MOST = 100_000
_CHUNK = 1000


def log_lines(page: Page, *, limit: int, **filters: Any) -> tuple[list[EntryLine], str | None]:
    """Entries as lines, newest first, and where the next page begins."""
    for value in filters.values():
        if value is not None and "\0" in value:
            raise MalformedQuestion(fault="a parameter holds the character NUL")
    view = page.view
    found = view.entries(limit=limit, newest=True, **filters)
    by_change = transitions_of(page, {entry["change"] for entry in found["entries"]})
    told = {each.entry.id: each for those in by_change.values() for each in those}
    return [entry_line(page, told[entry["id"]]) for entry in found["entries"]], found["next"]


@router.get("/programmes/{programme}/log")
def log_page(
    request: Request,
    programme: str,
    kind: Annotated[str, Query()] = "",
    subject: Annotated[str, Query()] = "",
    after: Annotated[str, Query()] = "",
) -> Response:
    """A page of the log."""
    with opened(request, programme) as page:
        if not page.errors:
            settle_address(request, page.plain("log"), page.given)
        filters = {"kind": kind or None, "subject": subject or None}
        found, next_ = log_lines(page, limit=_A_PAGE, after=after or None, **filters)
        return page.render(
            "read/log.html",
            status=422 if page.errors else 200,
            api=page.api("entries", **filters),
            lines=found,
            next=next_ and page.to("log", after=next_, **filters),
            first=page.to("log", **filters) if after else None,
            kinds=sorted(((each, labels.kind_label(each)) for each in labels.KINDS), key=lambda each: each[1]),
            kind=kind,
            subject=subject,
            types=TYPES,
        )


@router.get("/programmes/{programme}/log.csv", dependencies=[Exporting])
def log_csv(
    request: Request, programme: str, kind: Annotated[str, Query()] = "", subject: Annotated[str, Query()] = ""
) -> Response:
    """The log as a table, newest first."""
    rows: list[list[Any]] = []
    with opened(request, programme) as page:
        after: str | None = None
        while len(rows) < _MOST:
            found, after = log_lines(page, limit=_CHUNK, kind=kind or None, subject=subject or None, after=after)
            rows += [entry_row(each) for each in found]
            if after is None:
                break
    return downloads.csv(f"{programme}-log", HEADS, rows)


@router.get("/programmes/{programme}/log.atom", dependencies=[Exporting])
def log_feed(request: Request, programme: str) -> Response:
    """The newest entries as an Atom feed."""
    with opened(request, programme, timed=False) as page:
        found, _ = log_lines(page, limit=_A_PAGE)
        made = feed(page.programme, found, site_address(request))
    return Response(made, 200, {"Cache-Control": "private, no-cache"}, "application/atom+xml; charset=utf-8")
