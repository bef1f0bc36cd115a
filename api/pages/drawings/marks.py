"""Marks: what is new, moved, ending or possible in a structure, against a month before and a month after."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import msgspec

from api.pages.core.page import shifted
from domain.kinds.event import Stated
from domain.kinds.registry import EVENTS
from projections.questions.structure import Structure
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


def decoded(structure: Structure) -> dict[str, Any]:
    """A structure as the API answers it."""
    answer: dict[str, Any] = msgspec.json.decode("{" + structure.json() + "}")
    return answer


def marks(view: View, answer: dict[str, Any]) -> Marks:
    """The marks of a structure that was asked for at a view's point."""
    question = view.point.question
    before = decoded(_at(view, -NEAR, question.basis))
    after = decoded(_at(view, NEAR, question.basis if question.basis == "proposed" else "planned"))
    # What a paper merely says of it may be so already, and alters nothing.
    idle = {record["change"] for record in answer["possible"] if issubclass(EVENTS[record["kind"]], Stated)}
    beginning = {(record["type"], record["subject"]) for record in before["possible"] if EVENTS[record["kind"]].begins}
    found = Marks()
    for plural, type_ in LISTS.items():
        was = {item["id"]: item for item in before[plural]}
        still = {item["id"] for item in after[plural]}
        for item in answer[plural]:
            item = item | {"possible": [change for change in item["possible"] if change not in idle]}  # noqa: PLW2901
            said = _said(type_, item, was.get(item["id"]), item["id"] in still, (type_, item["id"]) in beginning)
            if said:
                found.by_subject[type_, item["id"]] = said
    return found


def _said(type_: str, item: dict[str, Any], was: dict[str, Any] | None, stays: bool, may_have_been: bool) -> list[str]:
    found = [] if stays else ["ending"]
    if was is None and not may_have_been:
        found.append("new")
    if was is not None:
        if any(was[name] != item[name] for name in _MOVES[type_]):
            found.append("moved")
        elif was["because"] != item["because"]:
            found.append("changed")
    if item["possible"]:
        found.append("possible")
    return found


def _at(view: View, days: int, basis: str) -> Structure:
    question = view.point.question
    day = shifted(date.fromordinal(question.effective_on), days)
    other = msgspec.structs.replace(question, effective_on=day.toordinal(), basis=basis)
    return view.asking(other).structure()
