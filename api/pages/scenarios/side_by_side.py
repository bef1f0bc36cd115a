"""Two or three scenarios, or one and the record as it is, side by side on a day: structure and clashes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from api.pages.core import downloads
from api.pages.core.page import Page, slug_of
from api.pages.core.question_address import SeeOther, has_date_fields
from api.pages.core.rate_limit import Exporting
from api.pages.drawings.bases import Column, bases
from api.pages.drawings.png import png
from api.pages.scenarios import base_map, comparison
from api.pages.scenarios.comparison import ComparisonRow, ScenarioSide
from api.pages.scenarios.scenario import managed
from api.pages.words import dates
from api.services.scenarios import Scenarios

router = APIRouter()
_LEAST, _MOST = 2, 3
_NOTE = "Which teams are based where, on each side. The same stands in the table of what differs."
_ALIKE = "Every team is based where it is on the other sides."


@dataclass(frozen=True)
class AskedSides:
    """What is to be beside each other: ids of scenarios, and whether the record as it is comes first."""

    ids: list[str]
    log: bool

    @property
    def chosen(self) -> list[str | None]:
        """The sides in their order."""
        return [None] * self.log + [*self.ids]

    def query(self, page: Page) -> str:
        """The question as the end of an address."""
        said = [("log", "yes")] * self.log + [("side", id_) for id_ in self.ids]
        return urlencode([*said, *page.given.items()])


def _of(request: Request, scenarios: Scenarios) -> AskedSides:
    """What the address asks for; the open scenarios where it says nothing."""
    given = [slug_of(each) for each in request.query_params.getlist("side") if each]
    if given or "log" in request.query_params:
        return AskedSides(list(dict.fromkeys(given)), "log" in request.query_params)
    known = [each["id"] for each in scenarios.all()["scenarios"] if each["state"] == "open"]
    return AskedSides(known[:_MOST], len(known) < _LEAST)


@router.get("/programmes/{programme}/side-by-side")
def beside_page(request: Request, programme: str) -> Response:
    """ScenarioSide by side."""
    with managed(request, programme) as (page, scenarios):
        asked = _of(request, scenarios)
        every = scenarios.all()["scenarios"]
    errors = dict(page.errors)
    is_choice = _LEAST <= len(asked.chosen) <= _MOST
    if not is_choice and ("side" in request.query_params or "log" in request.query_params):
        errors["side"] = "Choose two or three to look at side by side"
    if errors or not is_choice:
        status = 422 if errors else 200
        values = {"asked_for": asked, "every": every, "errors": errors, "sides": []}
        return page.render("scenarios/side_by_side.html", status=status, api=page.api("structure/compare"), **values)
    drafts = [None if id_ is None else scenarios.show(id_) for id_ in asked.chosen]
    if "effective_on" not in page.given or has_date_fields(request):
        page.given.setdefault("effective_on", comparison.last_day(page, scenarios, drafts).isoformat())
        raise SeeOther(f"{page.plain('side-by-side')}?{asked.query(page)}")
    found = comparison.sides_of(page, scenarios, page.mergerlog.ask(**page.given), drafts)
    rows, alike = comparison.clashing(found)
    query = asked.query(page)
    return page.render(
        "scenarios/side_by_side.html",
        asked_for=asked,
        every=every,
        errors={},
        sides=found,
        rows=comparison.differences(found),
        clashes=rows,
        alike=alike,
        counts=[comparison.against(side, found[0]) for side in found],
        sizes=[0 if draft is None else len(draft["entries"]) for draft in drafts],
        drawings=[base_map.draw(found, side.name, _NOTE, at) for at, side in enumerate(found)],
        query=query,
        api=page.api("structure/compare", scenario=asked.chosen[0], to_scenario=asked.chosen[1]),
    )


def _sides(request: Request, programme: str) -> tuple[Page, list[ScenarioSide]]:
    """The sides, for a file to take away. Raises SeeOther where what is asked for is none."""
    with managed(request, programme) as (page, scenarios):
        asked = _of(request, scenarios)
    if page.errors or not _LEAST <= len(asked.chosen) <= _MOST:
        raise SeeOther(f"{page.plain('side-by-side')}?{asked.query(page)}")
    drafts = [None if id_ is None else scenarios.show(id_) for id_ in asked.chosen]
    return page, comparison.sides_of(page, scenarios, page.mergerlog.ask(**page.given), drafts)


@router.get("/programmes/{programme}/side-by-side.csv", dependencies=[Exporting])
def beside_csv(request: Request, programme: str) -> Response:
    """What differs, as a table with a column for each side."""
    _, found = _sides(request, programme)
    heads = ["what", "type", "id", "name", "field", *(side.name for side in found)]
    rows = [_row("structure", row) for row in comparison.differences(found)]
    rows += [_row("clash", row) for row in comparison.clashing(found)[0]]
    return downloads.csv(f"{programme}-side-by-side", [downloads.cell(head) for head in heads], rows)


def _row(what: str, row: ComparisonRow) -> list[Any]:
    said = [f"{cell.certainty}: {cell.text}" if cell.certainty else cell.text for cell in row.cells]
    return [what, row.type, row.id, row.name, row.field, *said]


def _drawn(request: Request, programme: str) -> str:
    page, found = _sides(request, programme)
    day = dates.day(found[0].page.asked["effective_on"])
    title = f"{page.programme['name']}: where teams are based on {day}"
    return base_map.draw(found, title, _NOTE) or bases([Column(side.name, []) for side in found], title, _ALIKE)


@router.get("/programmes/{programme}/side-by-side.svg", dependencies=[Exporting])
def beside_svg(request: Request, programme: str) -> Response:
    """The drawing alone, the sides next to one another."""
    return downloads.drawing(_drawn(request, programme))


@router.get("/programmes/{programme}/side-by-side.png", dependencies=[Exporting])
def beside_png(request: Request, programme: str) -> Response:
    """The drawing as a picture."""
    return downloads.picture(png(_drawn(request, programme)))
