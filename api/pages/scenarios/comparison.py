"""The record as it is, and as it would be with scenarios, beside each other: what differs between them on a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypedDict

from api.pages.core.page import Page
from api.pages.drawings.marks import LISTS, decoded
from api.pages.read import structure_tables
from api.pages.read.changes import transitions_of
from api.pages.read.clashes import ClashInWords, clashes_in_words
from api.pages.words import labels
from api.pages.words.items import StructureItem, items_of
from api.pages.words.names import Names, structure_names
from api.services.scenarios import Scenarios
from domain.changes.coordinates import Question
from domain.kinds.registry import FIELDS, PLURALS
from domain.time.edtf import END
from projections.changes.transitions import Transition
from projections.questions.structure_items import SiteItem, TeamItem
from projections.questions.view import View
from projections.scenarios.views import DraftedEntry, DraftView

AS_IT_IS = "The record as it is"
THERE, NOT_THERE = "In the structure", "Not in the structure"


@dataclass(frozen=True)
class ScenarioSide:
    """The record with one scenario, or as it is."""

    id: str | None
    name: str
    page: Page
    """Makes addresses on this side, and knows its names."""
    items: dict[tuple[str, str], StructureItem]
    teams: dict[str, TeamItem]
    sites: dict[str, SiteItem]
    clashes: dict[str, ClashInWords]
    transitions: dict[str, Transition]
    """The entries of the scenario that can be recorded, by their ids."""
    left_out: int

    def latest_days(self) -> list[int]:
        """The latest day of each change of the scenario."""
        return [transition.after.when.latest for transition in self.transitions.values()]

    def value_in_words(self, type_: str, slug: str, field: str) -> str:
        """A field of a subject in words; nothing where it has none, or is not there."""
        item = self.items.get((type_, slug))
        return "" if item is None else structure_tables.field_in_words(type_, field, item, self.page.names)


@dataclass(frozen=True)
class Cell:
    """What one side says: in words, where that leads to, and whether the first side says the same."""

    text: str
    href: str | None
    same: bool
    certainty: str = ""


@dataclass(frozen=True)
class ComparisonRow:
    """One thing that is not the same on all sides."""

    id: str
    type: str
    name: str
    field: str
    cells: list[Cell]


def side_of(page: Page, view: View, id_: str | None, entries: Sequence[DraftedEntry] = ()) -> ScenarioSide:
    """One side, as it is seen; `entries` are those of its scenario."""
    given = page.given | ({} if id_ is None else {"scenario": id_})
    there = replace(page, view=view, given=given, names=Names())
    answer = decoded(view.structure())
    structure_names(view, answer, there.names)
    by_change = transitions_of(there, {_change(drafted) for drafted in entries})
    by_entry = {transition.entry.id: transition for those in by_change.values() for transition in those}
    clashes = clashes_in_words(there)
    return ScenarioSide(
        id_,
        AS_IT_IS if view.scenario is None else view.scenario["name"],
        there,
        {(type_, item["id"]): item for plural, type_ in LISTS.items() for item in items_of(answer, plural)},
        {team["id"]: team for team in answer["teams"]},
        {site["id"]: site for site in answer["sites"]},
        {clash["id"]: clash for clash in clashes},
        {id_: by_entry[id_] for id_ in (drafted["entry"]["id"] for drafted in entries) if id_ in by_entry},
        0 if view.scenario is None else len(view.scenario["left_out"]),
    )


def sides_of(
    page: Page, scenarios: Scenarios, question: Question, drafts: Sequence[DraftView | None]
) -> list[ScenarioSide]:
    """The sides of drafts, each as `Scenarios.show` has it; None is the record as it is. Raises as `supposing` does."""
    sides = []
    with scenarios.beside(question) as enter:
        for draft in drafts:
            with enter(draft and draft["id"]) as view:
                entries = [] if draft is None else draft["entries"]
                sides.append(side_of(page, view, draft and draft["id"], entries))
    return sides


def _change(drafted: DraftedEntry) -> str:
    """The change that an entry of a draft starts or amends."""
    entry = drafted["entry"]
    return str(entry.get("change") or entry["id"])


def last_day(page: Page, scenarios: Scenarios, drafts: Sequence[DraftView | None]) -> date:
    """The first day by which all that drafts say is in effect, as far as it has dates; today where that is over."""
    sides = sides_of(page, scenarios, page.mergerlog.ask(), [draft for draft in drafts if draft is not None])
    days = [latest for side in sides for latest in side.latest_days() if latest < END]
    return date.fromordinal(max([page.today.toordinal(), *days]))


def differences(sides: Sequence[ScenarioSide]) -> list[ComparisonRow]:
    """What of the structure is not the same on all sides, by type and name."""
    order = list(PLURALS)
    names = {key: next(side for side in sides if key in side.items) for side in sides for key in side.items}
    rows = [
        row
        for (type_, slug), side in names.items()
        for row in _of_subject(sides, type_, slug, side.page.names.name_of(type_, slug))
    ]
    return sorted(rows, key=lambda row: (order.index(row.type), row.name, row.id))


def _of_subject(sides: Sequence[ScenarioSide], type_: str, slug: str, name: str) -> Iterable[ComparisonRow]:
    there = [side for side in sides if (type_, slug) in side.items]
    if len(there) < len(sides):
        called = "title" if type_ == "post" else "name"
        texts = [THERE if side in there else NOT_THERE for side in sides]
        yield ComparisonRow(slug, type_, name, "", _cells(sides, type_, slug, called, texts))
    if len(there) < 2:
        there = []
    for field in FIELDS[type_]:
        texts = [side.value_in_words(type_, slug, field) for side in sides]
        if len({side.value_in_words(type_, slug, field) for side in there}) > 1:
            yield ComparisonRow(
                slug, type_, name, labels.field_label(type_, field), _cells(sides, type_, slug, field, texts)
            )


def _cells(sides: Sequence[ScenarioSide], type_: str, slug: str, field: str, texts: list[str]) -> list[Cell]:
    return [
        Cell(text, _because(side, type_, slug, field), text == texts[0])
        for side, text in zip(sides, texts, strict=True)
    ]


def _because(side: ScenarioSide, type_: str, slug: str, field: str) -> str | None:
    item = side.items.get((type_, slug))
    change = None if item is None else item["because"].get(field)
    return change and side.page.to(f"changes/{change}")


def clashing(sides: Sequence[ScenarioSide]) -> tuple[list[ComparisonRow], int]:
    """Clashes that are not the same on all sides, certain ones first; and how many are."""
    first = {id_: side.clashes[id_] for side in reversed(sides) for id_ in side.clashes}
    rows, alike = [], 0
    for id_, clash in first.items():
        here = [side.clashes.get(id_) for side in sides]
        if len({on_side and on_side["mark"] for on_side in here}) == 1:
            alike += 1
            continue
        cells = [
            Cell(
                "No clash" if on_side is None else dates_of(on_side),
                None if on_side is None else side.page.to(f"clashes/{id_}"),
                (on_side and on_side["mark"]) == (here[0] and here[0]["mark"]),
                "" if on_side is None else on_side["certainty"],
            )
            for side, on_side in zip(sides, here, strict=True)
        ]
        rows.append(ComparisonRow(id_, clash["rule"], clash["words"], "", cells))
    return sorted(rows, key=lambda row: (all(cell.certainty != "certain" for cell in row.cells), row.name)), alike


def dates_of(clash: ClashInWords) -> str:
    """The days of a clash, at the beginning of a sentence."""
    days = clash["days"]
    return days[:1].upper() + days[1:]


class ClashCounts(TypedDict):
    """How many clashes a side has, and how many it opens and clears against another."""

    certain: int
    possible: int
    opened: int
    cleared: int


def against(side: ScenarioSide, first: ScenarioSide) -> ClashCounts:
    """What one side has, counted against another."""
    mine, theirs = ({clash["mark"] for clash in which.clashes.values()} for which in (side, first))
    return {
        "certain": sum(clash["certainty"] == "certain" for clash in side.clashes.values()),
        "possible": sum(clash["certainty"] == "possible" for clash in side.clashes.values()),
        "opened": len(mine - theirs),
        "cleared": len(theirs - mine),
    }
