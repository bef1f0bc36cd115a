"""The front page, and the page Today: what is next, what changed lately, and what needs attention."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from fastapi import APIRouter, Request, Response

from api.http.session import mergerlog_of
from api.pages.core import downloads, templates
from api.pages.core.days import shifted
from api.pages.core.page import opened
from api.pages.core.rate_limit import Exporting
from api.pages.core.viewer import SignInNeeded, Viewer, viewer
from api.pages.read.clashes import clashes_in_words
from api.pages.read.compare import learned_since
from api.pages.read.log import log_lines
from api.pages.read.timeline import timeline_courses, upcoming
from api.pages.words.labels import STANDINGS
from domain.time.instants import LONDON
from projections.database.connections import reading
from projections.log import programmes
from projections.log.programmes import ProgrammeRecord

router = APIRouter()
RECENT = 14
_MOST = 200
_SHOWN = 6


@router.get("/")
def front_page(request: Request) -> Response:
    """The programmes that the viewer may read."""
    who, found = _programmes(request)
    return templates.render_page(request, "read/front.html", viewer=who, programmes=found, api="/v1/programmes")


@router.get("/programmes.csv", dependencies=[Exporting])
def programmes_csv(request: Request) -> Response:
    """The same as a table."""
    return downloads.csv("programmes", ["id", "name"], [[each["id"], each["name"]] for each in _programmes(request)[1]])


def _programmes(request: Request) -> tuple[Viewer, list[ProgrammeRecord]]:
    """Who looks, and the programmes that they may read."""
    with reading(mergerlog_of(request).engine) as connection:
        who = viewer(request, connection)
        if who.account is None and who.token is None and not who.anyone_reads:
            raise SignInNeeded("/")
        every = programmes.list_programmes(connection)
        return who, [
            each for each in every if who.role_in(programmes.programme_number(connection, each["id"])) is not None
        ]


@router.get("/programmes/{programme}")
def today_page(request: Request, programme: str) -> Response:
    """Where the merger stands: what is next, what changed lately, and what needs looking at."""
    with opened(request, programme, timed=False, basis="planned") as page:
        recent, _ = log_lines(page, limit=_MOST)
        since = page.today - timedelta(days=RECENT)
        lately = [each for each in recent if _london(each["recorded_at"]) > since]
        found = timeline_courses(page)
        return page.render(
            "read/today.html",
            lately=lately[:_SHOWN],
            count=len(lately),
            is_more=len(lately) == _MOST,
            learned_since=learned_since(page, since),
            year_on=shifted(page.today, 180).isoformat(),
            next=upcoming(found, page.today)[:_SHOWN],
            clashes=[each for each in clashes_in_words(page) if not each["acknowledged"] and each["rule"] != "overdue"],
            overdue=[each for each in found if each.shown["overdue"]],
            late=[each for each in found if (each.shown["slip"] or 0) > 0 and each.standing == "planned"],
            count_by={standing: sum(each.standing == standing for each in found) for standing in STANDINGS},
            last=recent[0] if recent else None,
        )


def _london(instant: str) -> date:
    return datetime.fromisoformat(instant).astimezone(LONDON).date()
