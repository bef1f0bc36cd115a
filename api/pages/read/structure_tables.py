"""Items of a structure as rows of a table: each value in words, with the change that says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from api.pages.drawings.marks import Marks
from api.pages.words import dates, labels
from api.pages.words.items import StructureItem, field_of, items_of, title_of
from api.pages.words.names import Names, named
from domain.kinds.registry import PLURALS, choices_of
from domain.kinds.template import enumeration
from projections.questions.structure_items import StructureAnswer

FIELDS = {
    "units": ("unit_type", "parent", "areas"),
    "posts": ("holder", "unit", "rank", "function", "area"),
    "teams": ("function", "unit", "site", "covers", "strength"),
    "sites": ("uses", "area", "address"),
    "areas": ("area_type", "parent", "gss_code"),
}
"""The columns of each list, after the name."""
TYPES = {plural: type_ for type_, plural in PLURALS.items() if plural in FIELDS}
MARKS = {
    "ending": ("Ends soon", "red"),
    "new": ("New", "green"),
    "moved": ("Moved", "orange"),
    "changed": ("Changed", "blue"),
    "possible": ("May change", "grey"),
}


@dataclass(frozen=True)
class SubjectRow:
    """One subject: its page, its name, its marks, and its values, each with the change that says so."""

    href: str
    name: str
    marks: list[tuple[str, str]]
    cells: list[tuple[str, str | None]]


@dataclass(frozen=True)
class Table:
    """One list."""

    id: str
    title: str
    heads: list[str]
    rows: list[SubjectRow]


def field_in_words(type_: str, field: str, item: StructureItem, names: Names) -> str:
    """What a field of an item holds, in words; nothing where it was never set."""
    return value_in_words(type_, field, field_of(item, field), names)


def value_in_words(type_: str, field: str, held: Any, names: Names) -> str:
    """A value of a field in words."""
    if held is None or held == []:
        return ""
    match field:
        case "holder":
            rank = f"{held['rank']} " if held["rank"] else ""
            how = "" if held["tenure"] == "substantive" else f", {held['tenure']}"
            return f"{rank}{names.person(held['person'])}{how}, since {dates.day(held['since'])}"
        case "covers_unnamed":
            wards = "1 ward" if held["count"] == 1 else f"{held['count'] or 'Some'} wards"
            verb = "is" if held["count"] == 1 else "are"
            return f"{wards} of {names.name_of('area', held['area'])} that {verb} not named"
    if choices := choices_of(type_, field):
        first, *others = [choices[value].label for value in (held if isinstance(held, list) else [held])]
        return enumeration([first, *(label.lower() for label in others)])
    return enumeration([names.name_of(*each) for each in named(type_, field, held)]) or str(held)


def tables(
    answer: StructureAnswer,
    names: Names,
    marks: Marks,
    address: Callable[[str, str], str],
    change: Callable[[str], str],
) -> list[Table]:
    """The lists of a structure."""
    lists = []
    for plural, fields in FIELDS.items():
        type_, items = TYPES[plural], items_of(answer, plural)
        used = [field for field in fields if any(_has(item, field) for item in items)]
        rows = [
            SubjectRow(
                address(type_, item["id"]),
                title_of(item),
                [MARKS[mark] for mark in marks.of(type_, item["id"])],
                [_cell(type_, field, item, names, change) for field in used],
            )
            for item in items
        ]
        first = "Post" if type_ == "post" else "Name"
        rows.sort(key=lambda row: row.name)
        lists.append(
            Table(plural, labels.PLURALS[type_], [first, *(labels.field_label(type_, field) for field in used)], rows)
        )
    return lists


def _has(item: StructureItem, field: str) -> bool:
    """Whether an item has anything for a column; that of covered areas also shows those that are not named."""
    return bool(field_of(item, field) or (field == "covers" and field_of(item, "covers_unnamed")))


def _cell(
    type_: str, field: str, item: StructureItem, names: Names, change: Callable[[str], str]
) -> tuple[str, str | None]:
    shown, because = field_in_words(type_, field, item, names), item["because"].get(field)
    if field == "covers" and field_of(item, "covers_unnamed"):
        unnamed = field_in_words(type_, "covers_unnamed", item, names)
        shown = f"{shown}, and {_lower(unnamed)}" if shown else unnamed
        because = item["because"].get("covers_unnamed", because)
    return shown or ("Vacant" if field == "holder" else ""), None if because is None else change(because)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
