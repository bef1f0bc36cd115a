"""The structure page: a drawing and lists for any day, and both as files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Annotated, TypedDict

from fastapi import APIRouter, Query, Request, Response

from api.pages.core import downloads
from api.pages.core.days import days_between, month_days, shifted
from api.pages.core.page import Page, opened
from api.pages.core.question_address import settle_address
from api.pages.core.rate_limit import Exporting
from api.pages.drawings import svg
from api.pages.drawings.card import MARKS
from api.pages.drawings.marks import Marks, decoded, marks
from api.pages.drawings.organisation import organisation
from api.pages.drawings.png import png
from api.pages.read import structure_tables
from api.pages.read.changes import sentences_of
from api.pages.words import dates
from api.pages.words.items import items_of, title_of
from api.pages.words.labels import COUNTING
from api.pages.words.names import Names, structure_names
from domain.kinds.registry import PLURALS

router = APIRouter()
_SLIDER_STEP = 7


class StructurePicture:
    """A structure with its names and marks."""

    def __init__(self, page: Page) -> None:
        self.answer = decoded(page.view.structure())
        self.names: Names = structure_names(page.view, self.answer, page.names)
        self.marks: Marks = marks(page.view, self.answer)


def draw(page: Page, picture: StructurePicture) -> str:
    """The drawing."""
    asked = page.asked
    title = f"{page.programme['name']} on {dates.day(asked['effective_on'])}"
    note = f"From what was known on {dates.day(asked['known_on'])}, {COUNTING[asked['basis']]}."
    return organisation(picture.answer, picture.names, picture.marks, lambda t, i: subject(page, t, i), title, note)


def subject(page: Page, type_: str, slug: str) -> str:
    """The page of a subject, with the same question."""
    return page.to(f"{PLURALS[type_]}/{slug}")


@router.get("/programmes/{programme}/structure")
def structure_page(request: Request, programme: str, part: Annotated[str, Query()] = "") -> Response:
    """The structure of a day; only what changes with the day, where a part is asked for."""
    with opened(request, programme) as page:
        if page.errors:
            return page.render("read/structure.html", status=422, **_controls(page))
        settle_address(request, page.plain("structure"), page.given)
        picture = StructurePicture(page)
        if part:
            return page.render("read/structure_part.html", **_day_part(page, picture))
        return page.render("read/structure.html", **_day_part(page, picture), **_controls(page))


class DayPart(TypedDict):
    """The part of the page that changes with the day."""

    drawing: str
    tables: list[structure_tables.Table]
    possible: list[tuple[str, str]]
    counts: dict[str, bool]
    key: list[tuple[str, str]]


def _day_part(page: Page, picture: StructurePicture) -> DayPart:
    return {
        "drawing": draw(page, picture),
        "tables": structure_tables.tables(
            picture.answer,
            picture.names,
            picture.marks,
            lambda t, i: subject(page, t, i),
            lambda change: page.to(f"changes/{change}"),
        ),
        "possible": sentences_of(page, [record["change"] for record in picture.answer["possible"]]),
        "counts": {"nothing": not any(items_of(picture.answer, plural) for plural in structure_tables.FIELDS)},
        "key": _key(picture),
    }


class DaySlider(TypedDict):
    """The slider over days: its days as JSON, the last position, and the position of the day shown."""

    days: str
    most: int
    at: int


class DayControls(TypedDict):
    """The months to choose from, and the slider."""

    months: list[date]
    month_names: Sequence[str]
    slider: DaySlider


def _controls(page: Page) -> DayControls:
    day = date.fromisoformat(page.asked["effective_on"])
    months = month_days(page.today)
    if not months[0] <= day < shifted(months[-1], 31):
        months = month_days(day)
    days = [shifted(months[0], by) for by in range(0, days_between(months[0], months[-1]) + 31, _SLIDER_STEP)]
    days = sorted({*days, day})
    return {
        "months": months,
        "month_names": dates.MONTHS,
        "slider": {
            "days": json.dumps([[stop.isoformat(), dates.written(stop)] for stop in days]),
            "most": len(days) - 1,
            "at": days.index(day),
        },
    }


def _key(picture: StructurePicture) -> list[tuple[str, str]]:
    """The marks that the drawing has, each with its border."""
    met = {mark for marks_ in picture.marks.by_subject.values() for mark in marks_}
    meanings = {
        "ending": "Ends within a month",
        "new": "New within the last month",
        "moved": "Moved within the last month",
        "changed": "Changed within the last month",
        "possible": "May have changed already: its date is not exact",
    }
    return [(_swatch(*MARKS[mark][1:]), meanings[mark]) for mark in MARKS if mark in met]


def _swatch(colour: str, dashes: str | None) -> str:
    border = {"stroke": colour, "stroke_width": 3, "stroke_dasharray": dashes}
    box = svg.rect(2, 2, 32, 16, fill="#ffffff", **border)
    return svg.element("svg", box, width=36, height=20, viewBox="0 0 36 20", aria_hidden="true", focusable="false")


@router.get("/programmes/{programme}/structure.svg", dependencies=[Exporting])
def structure_svg(request: Request, programme: str) -> Response:
    """The drawing alone."""
    with opened(request, programme) as page:
        return downloads.drawing(draw(page, StructurePicture(page)))


@router.get("/programmes/{programme}/structure.png", dependencies=[Exporting])
def structure_png(request: Request, programme: str) -> Response:
    """The drawing as a picture."""
    with opened(request, programme) as page:
        drawn = draw(page, StructurePicture(page))
    return downloads.picture(png(drawn))


@router.get("/programmes/{programme}/structure.csv", dependencies=[Exporting])
def structure_csv(request: Request, programme: str) -> Response:
    """Every list, one under another, with the ids and the changes that say so."""
    with opened(request, programme) as page:
        picture = StructurePicture(page)
        rows: list[list[str]] = []
        for plural, type_ in structure_tables.TYPES.items():
            for item in items_of(picture.answer, plural):
                name = title_of(item)
                for field in structure_tables.FIELDS[plural]:
                    value = structure_tables.field_in_words(type_, field, item, picture.names)
                    if value:
                        rows.append([type_, item["id"], name, field, value, item["because"].get(field, "")])
        heads = ["type", "id", "name", "field", "value", "change"]
        return downloads.csv(f"structure-{page.asked['effective_on']}", heads, rows)
