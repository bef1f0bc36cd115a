"""The timeline: what was first planned, what is expected, what happened and how far it slipped; as a chart, a table and
sentences."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api.pages.core import downloads
from api.pages.core.days import shifted
from api.pages.core.page import Page, opened
from api.pages.core.question_address import settle_address
from api.pages.core.rate_limit import Exporting
from api.pages.drawings.gantt import Scale, gantt
from api.pages.drawings.png import png
from api.pages.read.timeline_rows import Course, courses, in_groups
from api.pages.words import dates
from projections.questions.timeline import Span

router = APIRouter()
_BEFORE, _AFTER = 220, 330
"""Days around today that the chart shows where nothing else is asked."""
SHOWN = {
    "plans": "Milestones and plans",
    "milestones": "Milestones only",
    "everything": "Everything that was recorded",
}


def timeline_courses(page: Page, span: Span | None = None) -> list[Course]:
    """The courses of the changes of a span."""
    return courses(page, page.view.courses(span or Span()))


def chosen(shown_courses: list[Course], show: str) -> list[Course]:
    """Those that are to be shown."""
    if show == "everything":
        return shown_courses
    if show == "milestones":
        return [course for course in shown_courses if course.type == "milestone"]
    return [course for course in shown_courses if course.type == "milestone" or _is_plan(course)]


def _is_plan(course: Course) -> bool:
    """Whether something was ever planned of it: not what a paper merely says, or what was there before."""
    is_open = course.standing in ("proposed", "planned")
    return (is_open or course.shown["baseline"] is not None) and not course.shown["kind"].endswith("-stated")


def draw(page: Page, shown_courses: list[Course]) -> str:
    """The chart."""
    days = [day for course in shown_courses for day in (course.earliest, course.latest) if day is not None]
    first, last = shifted(page.today, -_BEFORE), shifted(page.today, _AFTER)
    if days:
        first, last = max(first, shifted(min(days), -15)), min(last, shifted(max(days), 15))
    first, last = min(first, shifted(page.today, -30)), max(last, shifted(page.today, 30))
    title = f"{page.programme['name']}: the timeline"
    count = "1 change" if len(shown_courses) == 1 else f"{len(shown_courses)} changes"
    note = f"{count}, from what was known on {dates.day(page.asked['known_on'])}: "
    note += "done, planned and proposed, with the original dates and how late they are."
    return gantt([course.bar() for course in in_groups(shown_courses)], Scale(first, last), page.today, title, note)


@router.get("/programmes/{programme}/timeline")
def timeline_page(request: Request, programme: str, show: Annotated[str, Query()] = "plans") -> Response:
    """The timeline."""
    with opened(request, programme) as page:
        if not page.errors:
            settle_address(request, page.plain("timeline"), page.given)
        show = show if show in SHOWN else "plans"
        shown_courses = chosen(timeline_courses(page), show)
        return page.render(
            "read/timeline.html",
            status=422 if page.errors else 200,
            drawing=draw(page, shown_courses),
            courses=in_groups(shown_courses),
            years=_by_year(shown_courses),
            show=show,
            shown=SHOWN,
        )


def _by_year(shown_courses: list[Course]) -> list[tuple[str, list[Course]]]:
    """What happened, in sentences: by the year of its last possible day."""
    groups: dict[str, list[Course]] = {}
    for course in shown_courses:
        groups.setdefault(str(course.latest.year) if course.latest else "No latest date", []).append(course)
    return list(groups.items())


@router.get("/programmes/{programme}/timeline.svg", dependencies=[Exporting])
def timeline_svg(request: Request, programme: str, show: Annotated[str, Query()] = "plans") -> Response:
    """The chart alone."""
    with opened(request, programme) as page:
        return downloads.drawing(draw(page, chosen(timeline_courses(page), show)))


@router.get("/programmes/{programme}/timeline.png", dependencies=[Exporting])
def timeline_png(request: Request, programme: str, show: Annotated[str, Query()] = "plans") -> Response:
    """The chart as a picture."""
    with opened(request, programme) as page:
        drawn = draw(page, chosen(timeline_courses(page), show))
    return downloads.picture(png(drawn))


@router.get("/programmes/{programme}/timeline.csv", dependencies=[Exporting])
def timeline_csv(request: Request, programme: str, show: Annotated[str, Query()] = "plans") -> Response:
    """The table."""
    heads = ["change", "type", "subject", "kind", "sentence", "standing", "first planned", "expected", "happened"]
    heads += ["earliest", "latest", "days late", "overdue"]
    with opened(request, programme) as page:
        rows = [_row(course) for course in chosen(timeline_courses(page), show)]
    return downloads.csv(f"{programme}-timeline", heads, rows)


def _row(course: Course) -> list[Any]:
    shown = course.shown
    dates_of = (shown["baseline"], shown["forecast"], shown["actual"])
    spans = [None if known is None else known["effective_on"] for known in dates_of]
    return [
        *(shown[name] for name in ("id", "type", "subject", "kind")),
        course.sentence,
        course.standing,
        *spans,
        *(shown[name] for name in ("earliest", "latest", "slip")),
        "yes" if shown["overdue"] else "no",
    ]


def upcoming(shown_courses: list[Course], today: date) -> list[Course]:
    """Milestones that are still to come, the next first."""
    open_ = (each for each in shown_courses if each.type == "milestone" and each.standing in ("proposed", "planned"))
    return sorted(
        (each for each in open_ if each.latest is not None and each.latest >= today),
        key=lambda each: (each.latest, each.title),
    )
