"""What an entry alters, in words: fields between days, as the check page shows before it is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.pages.read.structure_tables import value_in_words
from api.pages.words import dates, labels
from api.pages.words.names import Names, named
from domain.kinds.template import enumeration


def names_of_effect(effect: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Everything whose name the alterations need."""
    wanted = {(each["type"], each["id"]) for each in effect["structure"]}
    for each in effect["structure"]:
        if each["field"] != "in the structure":
            for side in ("before", "after"):
                wanted.update(named(each["type"], each["field"], each[side]))
    return wanted


def alterations(effect: Mapping[str, Any], names: Names) -> list[dict[str, str]]:
    """Rows of a table: what, which field, before, after, when, and what is counted."""
    return [_row(each, names) for each in effect["structure"]]


def _row(alteration: Mapping[str, Any], names: Names) -> dict[str, str]:
    start = f"from {dates.day(alteration['from'])}" if alteration["from"] else "from the beginning"
    until = f" until {dates.day(alteration['to'])}" if alteration["to"] else ""
    return {
        "name": names.name_of(alteration["type"], alteration["id"]),
        "field": labels.field_label(alteration["type"], alteration["field"]),
        "before": _value(alteration, "before", names),
        "after": _value(alteration, "after", names),
        "when": start + until,
        "counting": enumeration([_BASES[basis] for basis in alteration["basis"]]),
    }


_BASES = {"done": "what has happened", "planned": "what is planned", "proposed": "what is proposed"}


def _value(alteration: Mapping[str, Any], side: str, names: Names) -> str:
    held = alteration[side]
    if alteration["field"] == "in the structure":
        return "yes" if held else "no"
    return value_in_words(alteration["type"], alteration["field"], held, names) or "nothing"
