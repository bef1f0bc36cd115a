"""What differs between two days, or of one day between what was known on two days, in sentences and a table."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from api.pages.core import downloads
from api.pages.core.page import COORDINATES, Page, coordinates, opened, settle_address
from api.pages.core.rate_limit import Exporting
from api.pages.read import structure_tables
from api.pages.read.changes import sentences_of
from api.pages.words import labels
from api.pages.words.names import named
from domain.kinds.registry import PLURALS
from domain.refusals import Refusal
from projections.questions.view import View

router = APIRouter()


@router.get("/programmes/{programme}/structure/compare")
def compare_page(request: Request, programme: str) -> Response:
    """What differs between two structures."""
    with opened(request, programme) as page:
        found = _asked(page)
        if page.errors:
            return page.render("compare.html", status=422, there=None, to_given=found)
        settle_address(request, page.plain("structure/compare"), page.given | _prefixed(found))
        there = _there(page, found)
        if page.errors or there is None:
            return page.render("compare.html", status=422, there=None, to_given=found)
        rows = _rows(page, there)
        because = [id_ for row in rows for id_ in row["because"]]
        sentences = dict(sentences_of(page, list(dict.fromkeys(because))))
        return page.render(
            "compare.html",
            there=there.heading["asked"],
            to_given=found,
            rows=rows,
            sentences=sentences,
            api=page.api(to_scenario=page.given.get("scenario"), **_prefixed(found)),
            csv=page.to("structure/compare.csv", **_prefixed(found)),
            month_ago=page.plain("structure/compare", known_on=_month_ago(page), to_known_on=page.today.isoformat()),
        )


@router.get("/programmes/{programme}/structure/compare.csv", dependencies=[Exporting])
def compare_csv(request: Request, programme: str) -> Response:
    """The same as a table to take away."""
    with opened(request, programme) as page:
        there = _there(page, _asked(page))
        if there is None or page.errors:
            raise Refusal
        heads = ["what", "type", "id", "name", "field", "before", "after", "changes"]
        rows = [[*(row[head] for head in heads[:-1]), " ".join(row["because"])] for row in _rows(page, there)]
        return downloads.csv("comparison", heads, rows)


def _asked(page: Page) -> dict[str, str]:
    given, errors = coordinates(page.request, "to_")
    page.errors |= errors
    return given


def _prefixed(given: dict[str, str]) -> dict[str, str]:
    return {f"to_{name}": value for name, value in given.items()}


def _month_ago(page: Page) -> str:
    return page.today.replace(day=1).isoformat()


def _there(page: Page, to: dict[str, str]) -> View | None:
    """The second view: what is left out of its question is as in the first."""
    given: dict[str, str | None] = {name: to.get(name) for name in COORDINATES}
    if given["known_on"] is None and given["known_at"] is None:
        given |= {name: page.given.get(name) for name in ("known_on", "known_at")}
    for name in ("effective_on", "basis"):
        given[name] = given[name] or page.given.get(name)
    try:
        question = page.mergerlog.ask(**given)
    except Refusal as refusal:
        name = "to_known_on" if "known_on" in str(refusal) else "to_effective_on"
        page.errors[name] = str(refusal).removeprefix("The question is not well formed: ").capitalize()
        return None
    return page.seen.asking(question)


def _rows(page: Page, there: View) -> list[dict[str, Any]]:
    seen = page.seen
    found = seen.compare(there)
    names = page.names
    wanted = {(each["type"], each["id"]) for what in ("appeared", "vanished", "altered") for each in found[what]}
    for each in found["altered"]:
        wanted |= {name for side in ("before", "after") for name in named(each["type"], each["field"], each[side])}
    names.look_up(there, wanted)
    names.look_up(seen, wanted)
    rows = [
        {"what": what, "field": "", "before": "", "after": "", "because": each["because"]} | _who(page, each)
        for what in ("appeared", "vanished")
        for each in found[what]
    ]
    rows += [
        {
            "what": "altered",
            "field": labels.FIELDS[each["field"]],
            "before": structure_tables.said(each["type"], each["field"], each["before"], names),
            "after": structure_tables.said(each["type"], each["field"], each["after"], names),
            "because": each["because"],
        }
        | _who(page, each)
        for each in found["altered"]
    ]
    return rows


def _who(page: Page, each: dict[str, Any]) -> dict[str, str]:
    type_, slug = each["type"], each["id"]
    href = page.to(f"{PLURALS[type_]}/{slug}")
    return {"type": type_, "id": slug, "name": page.names.of(type_, slug), "href": href}
