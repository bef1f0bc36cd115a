"""What an entry alters, in words: fields between days, as the check page shows before it is recorded."""

from __future__ import annotations

from typing import Any

from api.pages.read.structure_tables import said
from api.pages.words import dates, labels
from api.pages.words.names import Names, named
from domain.kinds.template import listed


def mentioned(effect: dict[str, Any]) -> set[tuple[str, str]]:
    """Everything whose name the alterations need."""
    wanted = {(each["type"], each["id"]) for each in effect["structure"]}
    for each in effect["structure"]:
        if each["field"] != "in the structure":
            for side in ("before", "after"):
                wanted.update(named(each["type"], each["field"], each[side]))
    return wanted


def alterations(effect: dict[str, Any], names: Names) -> list[dict[str, str]]:
    """Rows of a table: what, which field, before, after, when, and what is counted."""
    return [_row(each, names) for each in effect["structure"]]


def _row(each: dict[str, Any], names: Names) -> dict[str, str]:
    start = f"from {dates.day(each['from'])}" if each["from"] else "from the beginning"
    until = f" until {dates.day(each['to'])}" if each["to"] else ""
    return {
        "name": names.name_of(each["type"], each["id"]),
        "field": labels.field_label(each["type"], each["field"]),
        "before": _value(each, "before", names),
        "after": _value(each, "after", names),
        "when": start + until,
        "counting": listed([_BASES[basis] for basis in each["basis"]]),
    }


_BASES = {"done": "what has happened", "planned": "what is planned", "proposed": "what is proposed"}


def _value(each: dict[str, Any], side: str, names: Names) -> str:
    held = each[side]
    if each["field"] == "in the structure":
        return "yes" if held else "no"
    return said(each["type"], each["field"], held, names) or "nothing"
