"""Marks: what is new, moved, ending or possible in a structure, against a month before and a month after."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import msgspec

from api.pages.core.days import shifted
from api.pages.words.items import StructureItem, field_of, items_of
from domain.kinds.event import Stated
from domain.kinds.registry import EVENTS
from projections.questions.structure import Structure
from projections.questions.structure_items import StructureAnswer
from projections.questions.view import View

NEAR = 31
"""Days to either side: what happened that lately, or will happen that soon, is marked."""
LISTS = {"units": "unit", "sites": "site", "teams": "team", "posts": "post", "areas": "area"}
_MOVES = {"team": ("site", "unit"), "post": ("unit",), "unit": ("parent",), "site": (), "area": ("parent",)}


@dataclass
class Marks:
    """Marks by (type, id): "new", "moved", "changed", "ending", "possible"; and what ends within the month."""

    by_subject: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def of(self, type_: str, slug: str) -> list[str]:
        """The marks of a subject, the weightiest first."""
        return self.by_subject.get((type_, slug), [])


def decoded(structure: Structure) -> StructureAnswer:
    """A structure as the API answers it."""
    answer: StructureAnswer = msgspec.json.decode("{" + structure.json() + "}")
    return answer


def marks(view: View, answer: StructureAnswer) -> Marks:
    """The marks of a structure that was asked for at a view's point."""
    question = view.point.question
    before = decoded(_at(view, -NEAR, question.basis))
    after = decoded(_at(view, NEAR, question.basis if question.basis == "proposed" else "planned"))
    # What a paper merely says of it may be so already, and alters nothing.
    idle = {record["change"] for record in answer["possible"] if issubclass(EVENTS[record["kind"]], Stated)}
    beginning = {(record["type"], record["subject"]) for record in before["possible"] if EVENTS[record["kind"]].begins}
    all_marks = Marks()
    for plural, type_ in LISTS.items():
        was = {item["id"]: item for item in items_of(before, plural)}
        still = {item["id"] for item in items_of(after, plural)}
        for item in items_of(answer, plural):
            id_ = item["id"]
            item_marks = _item_marks(type_, item, was.get(id_), id_ in still, (type_, id_) in beginning)
            if set(item["possible"]) - idle:
                item_marks.append("possible")
            if item_marks:
                all_marks.by_subject[type_, id_] = item_marks
    return all_marks


def _item_marks(
    type_: str, item: StructureItem, was: StructureItem | None, stays: bool, may_have_been: bool
) -> list[str]:
    """The marks of an item against the month before, and whether it ends within the month after."""
    item_marks = [] if stays else ["ending"]
    if was is None and not may_have_been:
        item_marks.append("new")
    if was is not None:
        if any(field_of(was, name) != field_of(item, name) for name in _MOVES[type_]):
            item_marks.append("moved")
        elif was["because"] != item["because"]:
            item_marks.append("changed")
    return item_marks


def _at(view: View, days: int, basis: str) -> Structure:
    question = view.point.question
    day = shifted(date.fromordinal(question.effective_on), days)
    other = msgspec.structs.replace(question, effective_on=day.toordinal(), basis=basis)
    return view.asking(other).structure()
