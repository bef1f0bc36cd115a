"""What a delay would mean for later milestones, and how an expected date has changed."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.pages.core import downloads
from api.pages.core.days import shifted
from api.pages.core.page import Page, opened, slug_of
from api.pages.core.question_address import settle_address
from api.pages.core.rate_limit import Exporting
from api.pages.drawings.forecast import DrawnForecastStep, forecast
from api.pages.drawings.png import png
from api.pages.read.changes import transitions_of
from api.pages.words import dates, labels
from api.pages.words.sentences import change_sentence, heading
from domain.changes.change import DONE, OPEN, Change
from projections.questions.forecast_answers import DatedAs
from projections.questions.log import NoSuchChange
from projections.questions.milestones import CarriedMilestone

router = APIRouter()
USUAL, _MOST = 30, 36_500
OUTCOMES = {
    "moves": ("Has to move", "yellow"),
    "clashes": ("Cannot move", "red"),
    "holds": ("Has the days to spare", "green"),
}


class CarriedInWords(CarriedMilestone):
    """A milestone that a slip reaches, in words: its name, the name of what it is reached through, and the label and
    the colour of the outcome."""

    name: str
    via: str
    result: tuple[str, str]


def can_slip(change: Change) -> bool:
    """Whether it is still to come."""
    return change.standing in OPEN


def _now(page: Page, change: str) -> Change:
    """The change as it is known. Raises NoSuchChange."""
    transitions = transitions_of(page, [slug_of(change)])
    if change not in transitions:
        raise NoSuchChange(id=change)
    return transitions[change][-1].after


def _days(typed: str) -> int | None:
    """So many days; None for what is no such number."""
    text = typed.strip() or str(USUAL)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 and 1 <= int(text) <= _MOST else None


def carried(page: Page, change: str, days: int) -> list[CarriedInWords]:
    """What happens to each milestone, in words; first those that move or cannot."""
    milestones = page.view.knock_on(change, days)["milestones"]
    wanted = {milestone["change"] for milestone in milestones} | {milestone["through"] for milestone in milestones}
    called = {
        id_: heading(transitions[-1].after, page.names) for id_, transitions in transitions_of(page, wanted).items()
    }
    order = list(OUTCOMES)[1::-1] + list(OUTCOMES)[2:]
    rows: list[CarriedInWords] = [
        {
            **milestone,
            "name": called[milestone["change"]],
            "via": called[milestone["through"]],
            "result": OUTCOMES[milestone["outcome"]],
        }
        for milestone in milestones
    ]
    return sorted(rows, key=lambda row: (order.index(row["outcome"]), row["latest"] or ""))


@router.get("/programmes/{programme}/changes/{change}/knock-on")
def knock_on_page(request: Request, programme: str, change: str, days: Annotated[str, Query()] = "") -> Response:
    """What moves or clashes, if it slips by so many days."""
    with opened(request, programme) as page:
        if not page.errors:
            settle_address(request, page.plain(f"changes/{slug_of(change)}/knock-on"), page.given)
        now, number = _now(page, change), _days(days)
        errors = {} if number else {"days": f"Enter a number of days from 1 to {_MOST:,}, such as {USUAL}"}
        latest = date.fromordinal(now.when.latest) if can_slip(now) and now.when.latest < date.max.toordinal() else None
        return page.render(
            "read/knock_on.html",
            status=422 if errors or page.errors else 200,
            change=now,
            sentence=change_sentence(now, page.names),
            can_slip=can_slip(now),
            days=days.strip() or str(USUAL),
            number=number,
            would_be=latest and number and shifted(latest, number),
            rows=carried(page, change, number) if number else [],
            errors=errors,
            api=page.api(days=str(number or USUAL)),
        )


@router.get("/programmes/{programme}/changes/{change}/knock-on.csv", dependencies=[Exporting])
def knock_on_csv(request: Request, programme: str, change: str, days: Annotated[str, Query()] = "") -> Response:
    """The same as a table."""
    heads = ["change", "subject", "name", "outcome", "days", "slack", "through", "latest", "would_be"]
    with opened(request, programme) as page:
        _now(page, change)
        rows = [[dict(row)[head] for head in heads] for row in carried(page, change, _days(days) or USUAL)]
    return downloads.csv(f"{programme}-{change}-knock-on", heads, rows)


class Forecasts:
    """How the date of one change moved."""

    def __init__(self, page: Page, change: str) -> None:
        view = page.view
        self.page, self.now = page, _now(page, change)
        answer = view.forecasts(change)
        self.series, self.months = answer["series"], answer["months"]
        self.name = heading(self.now, page.names)

    @property
    def title(self) -> str:
        """What the page is about: the date that it was first given."""
        return "How the expected date has changed"

    def draw(self) -> str:
        """The drawing."""
        steps = [
            DrawnForecastStep(
                date.fromisoformat(step["known_on"]),
                _day(step["earliest"]),
                _day(step["latest"]),
                _words(step),
                self.page.to(f"entries/{step['entry']}"),
                step["standing"] == DONE,
            )
            for step in self.series
        ]
        last = date.fromisoformat(self.page.asked["known_on"])
        note = f"{self.name}: the first and the last possible day, as each was known up to {dates.written(last)}."
        return forecast(steps, last, self.title, note)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _words(step: DatedAs) -> str:
    standing = "" if step["standing"] == "planned" else f", {labels.STANDINGS[step['standing']].lower()}"
    return f"{dates.span(step['effective_on'])}{standing}"


_PATH = "/programmes/{programme}/changes/{change}/forecasts"


@router.get(f"{_PATH}.svg", dependencies=[Exporting])
def forecasts_svg(request: Request, programme: str, change: str) -> Response:
    """The drawing alone."""
    with opened(request, programme) as page:
        return downloads.drawing(Forecasts(page, change).draw())


@router.get(f"{_PATH}.png", dependencies=[Exporting])
def forecasts_png(request: Request, programme: str, change: str) -> Response:
    """The drawing as a picture."""
    with opened(request, programme) as page:
        drawn = Forecasts(page, change).draw()
    return downloads.picture(png(drawn))


@router.get(f"{_PATH}.csv", dependencies=[Exporting])
def forecasts_csv(request: Request, programme: str, change: str) -> Response:
    """Both tables: each time that it changed, and the end of each month."""
    heads = ["what", "known_on", "standing", "effective_on", "earliest", "latest", "slip", "entry"]
    with opened(request, programme) as page:
        forecasts = Forecasts(page, change)
    rows = [["changed", *(dict(row)[head] for head in heads[1:])] for row in forecasts.series]
    rows += [["month", *(row.get(head) for head in heads[1:])] for row in forecasts.months]
    return downloads.csv(f"{programme}-{change}-forecasts", heads, rows)


@router.get(_PATH)
def forecasts_page(request: Request, programme: str, change: str) -> Response:
    """How its date moved."""
    with opened(request, programme) as page:
        if not page.errors:
            settle_address(request, page.plain(f"changes/{slug_of(change)}/forecasts"), page.given)
        forecasts = Forecasts(page, change)
        return page.render(
            "read/forecasts.html",
            status=422 if page.errors else 200,
            change=forecasts.now,
            found=forecasts,
            sentence=change_sentence(forecasts.now, page.names),
            drawing=forecasts.draw(),
            can_slip=can_slip(forecasts.now),
        )
