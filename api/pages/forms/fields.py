"""The fields of a form, read from the kind itself: what the log takes is what the form asks for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from msgspec import inspect

from api.pages.words.labels import FUNCTIONS, UNIT_TYPES, USES
from domain.kinds.registry import EVENTS

_CHOICES = {
    **FUNCTIONS,
    **UNIT_TYPES,
    **USES,
    "borough": "Borough",
    "ward": "Ward",
    "substantive": "Substantive",
    "acting": "Acting",
    "temporary": "Temporary",
    "larger": "It grows, by how much is not said",
    "smaller": "It shrinks, by how much is not said",
    "engagement": "Engagement",
    "preparation": "Preparation",
    "go-live": "Go-live",
}
_LABELS = {
    "name": "Name",
    "title": "Title",
    "area_type": "Sort of area",
    "parent": "Part of",
    "gss_code": "GSS code, if it has one",
    "unit_type": "Sort of unit",
    "areas": "Boroughs that it is for",
    "area": "Borough",
    "address": "Address",
    "uses": "Used for",
    "unit": "Unit that it belongs to",
    "function": "Its work",
    "site": "Where it is based",
    "covers": "Boroughs and wards that it covers",
    "covers_unnamed": "Wards that it covers and the paper does not name",
    "strength": "How many people",
    "direction": "Or in which direction",
    "to": "Where to",
    "add": "What is added",
    "end": "What ends",
    "from": "What it takes over from, and ends",
    "rank": "Rank",
    "person": "Who",
    "tenure": "Tenure",
    "text": "What the paper says",
    "owner": "Post that answers for it",
    "depends_on": "Milestones that must come first",
    "workstream": "Workstream",
    "stage": "Stage",
}
_HINTS = {
    ("post-created", "area"): "Only where the post is the point of contact for it",
    ("team-resized", "strength"): "Where the paper gives a figure",
    ("milestone-set", "title"): "What will have happened then: “The new command goes live”",
    ("leader-appointed", "rank"): "As the paper gives it",
}


@dataclass(frozen=True)
class Field:
    """One field of a kind: `sort` is text, long, number, choice, choices, ref, refs, person or unnamed."""

    name: str
    label: str
    hint: str
    sort: str
    required: bool
    refers: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@cache
def fields_of(kind: str) -> tuple[Field, ...]:
    """The fields of a kind's details, in the order of the kind."""
    info = inspect.type_info(EVENTS[kind])
    assert isinstance(info, inspect.StructType)
    return tuple(_field(kind, each) for each in info.fields)


def _field(kind: str, given: inspect.Field) -> Field:
    name = given.encode_name
    sort, refers, choices = _sort(name, given.type)
    label = _LABELS.get(name, name.replace("_", " ").capitalize())
    said = tuple((value, _CHOICES.get(value, value)) for value in choices)
    return Field(name, label, _HINTS.get((kind, name), ""), sort, given.required, refers, said)


def _sort(name: str, type_: Any) -> tuple[str, str, tuple[str, ...]]:
    """The sort of a field, what it refers to, and the choices that it gives."""
    if isinstance(type_, inspect.UnionType):
        inner = [each for each in type_.types if not isinstance(each, inspect.NoneType)]
        return _sort(name, inner[0])
    if isinstance(type_, inspect.Metadata):
        refers = (type_.extra or {}).get("refers", "")
        if refers == "person":
            return "person", refers, ()
        return ("ref", refers, ()) if refers else _sort(name, type_.type)
    if isinstance(type_, inspect.VarTupleType):
        sort, refers, choices = _sort(name, type_.item_type)
        return {"ref": "refs", "choice": "choices"}[sort], refers, choices
    if isinstance(type_, inspect.LiteralType):
        return "choice", "", tuple(str(value) for value in type_.values)
    if isinstance(type_, inspect.StructType):
        return "unnamed", "area", ()
    if isinstance(type_, inspect.IntType):
        return "number", "", ()
    return ("long" if name in ("text", "address") else "text"), "", ()


def details_as_typed(details: dict[str, Any]) -> dict[str, list[str]]:
    """Details as the fields of a form hold them, for a correction to begin from."""
    typed: dict[str, list[str]] = {}
    for name, value in details.items():
        if isinstance(value, dict):
            typed[f"d-{name}-area"] = [value["area"]]
            typed[f"d-{name}-count"] = [] if value["count"] is None else [str(value["count"])]
        elif isinstance(value, list | tuple):
            typed[f"d-{name}"] = [str(each) for each in value]
        elif value is not None:
            typed[f"d-{name}"] = [str(value)]
    return typed
