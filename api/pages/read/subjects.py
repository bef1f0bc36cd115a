"""One page a site, team, post, unit, area, milestone: its state, who answers for it, and its history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypedDict

import msgspec
from fastapi import APIRouter, Request, Response

from api.pages.core import downloads
from api.pages.core.entry_line import EntryLine, UpcomingLine
from api.pages.core.page import Page, opened, slug_of
from api.pages.core.question_address import settle_address
from api.pages.core.rate_limit import Exporting
from api.pages.drawings.marks import decoded
from api.pages.read import structure_tables
from api.pages.read.changes import entry_line, transitions_of
from api.pages.words import labels
from api.pages.words.items import StructureItem, field_of, items_of, title_of
from api.pages.words.names import item_names
from api.pages.words.sentences import change_sentence
from domain.changes.change import OPEN
from domain.kinds.registry import FIELDS, PLURALS
from projections.changes.transitions import Transition
from projections.questions.subject_answers import SubjectRecord

router = APIRouter()


class AnySubject(SubjectRecord):
    """The answer about a subject of any type."""

    state: StructureItem | None


class MilestoneDate(TypedDict):
    """A change that set a milestone: its date may move while it is open."""

    id: str
    sentence: str
    open: bool


class SubjectPage(TypedDict):
    """The values of a subject's page."""

    type: str
    kind: str
    slug: str
    name: str
    state: StructureItem | None
    rows: list[tuple[str, str, str | None]]
    related: list[tuple[str, list[tuple[str, str]]]]
    history: list[EntryLine]
    upcoming: list[UpcomingLine]
    dates: list[MilestoneDate]


def _page(type_: str) -> Callable[..., Response]:
    def subject_page(request: Request, programme: str, slug: str) -> Response:
        with opened(request, programme) as page:
            if not page.errors:
                settle_address(request, page.plain(f"{PLURALS[type_]}/{slug}"), page.given)
            return page.render(
                "read/subject.html", status=422 if page.errors else 200, **subject_values(page, type_, slug_of(slug))
            )

    return subject_page


def _csv(type_: str) -> Callable[..., Response]:
    def subject_table(request: Request, programme: str, slug: str) -> Response:
        with opened(request, programme) as page:
            values = subject_values(page, type_, slug_of(slug))
            heads = ["recorded at", "recorded by", "kind", "sentence", "reason", "paper", "reference", "quote"]
            rows = [
                [line["recorded_at"], line["recorded_by"], line["kind"], line["sentence"], line["reason"]]
                + [(line["source"] or {}).get(name) for name in ("document", "reference", "quote")]
                for line in values["history"]
            ]
            return downloads.csv(f"{type_}-{slug}", heads, rows)

    return subject_table


def subject_values(page: Page, type_: str, slug: str) -> SubjectPage:
    """The values of a subject's page. Raises NoSuchSubject."""
    answer: AnySubject = msgspec.json.decode("{" + page.view.subject(type_, slug) + "}")
    by_change = transitions_of(page, [change["id"] for change in answer["history"]])
    lines = [entry_line(page, transition) for transitions in by_change.values() for transition in transitions]
    lines.sort(key=lambda line: line["recorded_at"], reverse=True)
    state = answer["state"]
    if state is not None:
        item_names(page.view, type_, state, page.names)
        needed = field_of(state, "depends_on") if type_ == "milestone" else ()
        page.names.look_up(page.view, [("dependency", change) for change in needed])
    return {
        "type": type_,
        "kind": labels.SUBJECTS[type_],
        "slug": slug,
        "name": page.names.name_of(type_, slug),
        "state": state,
        "rows": [] if state is None else _rows(page, type_, state),
        "related": _related(page, type_, slug),
        "history": lines,
        "upcoming": _upcoming(page, answer, by_change),
        "dates": _dates(page, answer, by_change) if type_ == "milestone" else [],
    }


def _dates(page: Page, answer: AnySubject, by_change: dict[str, list[Transition]]) -> list[MilestoneDate]:
    """The changes that set a milestone, each of which has a date that may move."""
    return [
        {
            "id": change["id"],
            "sentence": change_sentence(by_change[change["id"]][-1].after, page.names),
            "open": change["standing"] in OPEN,
        }
        for change in answer["history"]
        if change["kind"] == "milestone-set"
    ]


def _rows(page: Page, type_: str, state: StructureItem) -> list[tuple[str, str, str | None]]:
    """Each field of the state: what it is called, what it holds, and where the change is that says so."""
    rows = []
    for field in FIELDS[type_]:
        value = structure_tables.field_in_words(type_, field, state, page.names)
        if value and field not in ("name", "title"):
            because = state["because"].get(field)
            rows.append((labels.field_label(type_, field), value, because and page.to(f"changes/{because}")))
    return rows


def _upcoming(page: Page, answer: AnySubject, by_change: dict[str, list[Transition]]) -> list[UpcomingLine]:
    """What is still to come: changes that are proposed or planned."""
    open_ = [change for change in answer["history"] if change["standing"] in ("proposed", "planned")]
    open_.sort(key=lambda change: (change["latest"] is None, change["latest"], change["id"]))
    return [
        {
            **entry_line(page, by_change[change["id"]][-1]),
            "sentence": change_sentence(by_change[change["id"]][-1].after, page.names),
            "overdue": change["overdue"],
        }
        for change in open_
    ]


_FIELDS_THAT_NAME = {
    "site": (("teams", "team", "site", "Teams based here"),),
    "unit": (
        ("units", "unit", "parent", "Units in it"),
        ("posts", "post", "unit", "Posts"),
        ("teams", "team", "unit", "Teams"),
    ),
    "area": (
        ("areas", "area", "parent", "Wards"),
        ("units", "unit", "areas", "Units for it"),
        ("posts", "post", "area", "Point of contact"),
        ("teams", "team", "covers", "Teams that cover it"),
        ("sites", "site", "area", "Sites"),
    ),
}


def _related(page: Page, type_: str, slug: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """What else of that day's structure names it: a heading, and (name, address) of each."""
    wanted = _FIELDS_THAT_NAME.get(type_, ())
    if not wanted:
        return []
    answer = decoded(page.view.structure())
    related = []
    for plural, other, field, heading in wanted:
        naming = [item for item in items_of(answer, plural) if slug in _held(field_of(item, field))]
        if naming:
            links = [(title_of(item), page.to(f"{PLURALS[other]}/{item['id']}")) for item in naming]
            related.append((heading, links))
    return related


def _held(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


for _type, _plural in PLURALS.items():
    _path = f"/programmes/{{programme}}/{_plural}/{{slug}}"
    router.get(f"{_path}.csv", name=f"{_type}_csv", dependencies=[Exporting])(_csv(_type))
    router.get(_path, name=f"{_type}_page")(_page(_type))
