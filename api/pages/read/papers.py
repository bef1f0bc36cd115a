"""One page a paper: every entry that cites it, in the order of its paragraphs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.pages.core import downloads
from api.pages.core.entry_line import EntryLine
from api.pages.core.page import Page, opened
from api.pages.core.question_address import settle_address
from api.pages.core.rate_limit import Exporting, Searching
from api.pages.read.changes import HEADS, entry_row
from api.pages.read.search import entry_lines
from domain.refusals import MalformedQuestion, Refusal
from projections.read_models.search_index import query_words

router = APIRouter()
_MOST = 500


class NoSuchPaper(Refusal):
    """No entry that was recorded up to then cites the paper "{document}"."""


@router.get("/programmes/{programme}/papers", dependencies=[Searching])
def paper_page(request: Request, programme: str, document: Annotated[str, Query()] = "") -> Response:
    """One paper: every entry that cites it."""
    with opened(request, programme) as page:
        if not page.errors:
            settle_address(request, page.plain("papers"), page.given)
        lines = _citing(page, document)
        dated = sorted({source["dated"] for source in (line["source"] or {} for line in lines) if source.get("dated")})
        return page.render("read/paper.html", api=page.api("entries"), document=document, lines=lines, dated=dated)


@router.get("/programmes/{programme}/papers.csv", dependencies=[Exporting])
def paper_csv(request: Request, programme: str, document: Annotated[str, Query()] = "") -> Response:
    """The same as a table."""
    with opened(request, programme) as page:
        rows = [entry_row(each) for each in _citing(page, document)]
    return downloads.csv(f"{programme}-paper", HEADS, rows)


def _citing(page: Page, document: str) -> list[EntryLine]:
    """The entries that cite a paper. Raises NoSuchPaper where none does."""
    if "\0" in document:
        raise MalformedQuestion(fault="a parameter holds the character NUL")
    view = page.view
    found = view.citing(document, limit=_MOST)
    if not found:
        raise NoSuchPaper(document=document)
    return sorted(entry_lines(page, found), key=lambda line: _natural((line["source"] or {}).get("reference", "")))


def _natural(reference: str) -> list[tuple[int, int, str]]:
    """Paragraphs in their order: 1.9 before 1.10."""
    return [(0, int(word), "") if word.isdigit() else (1, 0, word) for word in query_words(reference)]
