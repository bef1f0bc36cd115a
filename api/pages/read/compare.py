"""What differs between two days, or of one day between what was known on two days, in sentences and a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from fastapi import APIRouter, Request, Response

from api.pages.core import downloads
from api.pages.core.page import Page, opened
from api.pages.core.question_address import COORDINATES, coordinates, settle_address
from api.pages.core.rate_limit import Exporting
from api.pages.read import structure_tables
from api.pages.read.changes import sentences_of
from api.pages.words import labels
from api.pages.words.names import Names, named
from domain.kinds.registry import PLURALS
from domain.refusals import Refusal
from projections.questions.view import View

router = APIRouter()
_WHAT = ("appeared", "vanished", "altered")


class ReasonOfDifference(NamedTuple):
    """A change that made a difference: its id, its sentence and its page."""

    id: str
    sentence: str
    href: str


class DifferenceRow(NamedTuple):
    """One difference between two structures, in words."""

    what: str
    type: str
    id: str
    name: str
    href: str
    field: str
    before: str
    after: str
    reasons: list[ReasonOfDifference]


@router.get("/programmes/{programme}/structure/compare")
def compare_page(request: Request, programme: str) -> Response:
    """What differs between two structures."""
    with opened(request, programme) as page:
        found = _asked(page)
        if page.errors:
            return page.render("read/compare.html", status=422, there=None, to_given=found)
        settle_address(request, page.plain("structure/compare"), page.given | _prefixed(found))
        there = _there(page, found)
        if page.errors or there is None:
            return page.render("read/compare.html", status=422, there=None, to_given=found)
        return page.render(
            "read/compare.html",
            there=there.heading["asked"],
            to_given=found,
            rows=_rows(page, there),
            api=page.api(to_scenario=page.given.get("scenario"), **_prefixed(found)),
            csv=page.to("structure/compare.csv", **_prefixed(found)),
            since_the_first=learned_since(page, page.today.replace(day=1)),
        )


@router.get("/programmes/{programme}/structure/compare.csv", dependencies=[Exporting])
def compare_csv(request: Request, programme: str) -> Response:
    """The same as a table to take away."""
    with opened(request, programme) as page:
        there = _there(page, _asked(page))
        if there is None or page.errors:
            raise Refusal
        heads = ["what", "type", "id", "name", "field", "before", "after", "changes"]
        return downloads.csv("comparison", heads, [_cells(row) for row in _rows(page, there)])


def _cells(row: DifferenceRow) -> list[str]:
    changes = " ".join(reason.id for reason in row.reasons)
    return [row.what, row.type, row.id, row.name, row.field, row.before, row.after, changes]


def _asked(page: Page) -> dict[str, str]:
    given, errors = coordinates(page.request, "to_")
    page.errors |= errors
    return given


def _prefixed(given: dict[str, str]) -> dict[str, str]:
    return {f"to_{name}": value for name, value in given.items()}


def learned_since(page: Page, day: date) -> str:
    """The comparison of today's structure as it was known on a day and as it is known now, on one basis."""
    today = page.today.isoformat()
    return page.plain("structure/compare", known_on=day.isoformat(), basis="done", to_known_on=today, to_basis="done")


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
    return page.view.asking(question)


def _rows(page: Page, there: View) -> list[DifferenceRow]:
    """The differences in words. Sentences are as of the later of the two known points, which knows every change that
    makes a difference."""
    found: Mapping[str, Any] = page.view.compare(there)
    names = _names(page, there, found)
    later = max(page.view, there, key=lambda view: view.point.position)
    wanted = dict.fromkeys(change for what in _WHAT for record in found[what] for change in record["because"])
    sentences = dict(sentences_of(replace(page, view=later), list(wanted)))
    return [
        DifferenceRow(
            what,
            record["type"],
            record["id"],
            names.name_of(record["type"], record["id"]),
            page.to(f"{PLURALS[record['type']]}/{record['id']}"),
            labels.field_label(record["type"], record["field"]) if "field" in record else "",
            _value(record, "before", names),
            _value(record, "after", names),
            [ReasonOfDifference(id_, sentences[id_], page.plain(f"changes/{id_}")) for id_ in record["because"]],
        )
        for what in _WHAT
        for record in found[what]
    ]


def _names(page: Page, there: View, differences: Mapping[str, Any]) -> Names:
    wanted = {(record["type"], record["id"]) for what in _WHAT for record in differences[what]}
    for record in differences["altered"]:
        for side in ("before", "after"):
            wanted |= set(named(record["type"], record["field"], record[side]))
    return page.names.look_up(there, wanted).look_up(page.view, wanted)


def _value(record: Mapping[str, Any], side: str, names: Names) -> str:
    if "field" not in record:
        return ""
    return structure_tables.value_in_words(record["type"], record["field"], record[side], names)
