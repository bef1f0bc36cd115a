"""What an entry alters, in words: fields between days, as the check page shows before it is recorded."""

from __future__ import annotations

from typing import Any, TypedDict

from api.pages.read.structure_tables import value_in_words
from api.pages.words import dates, labels
from api.pages.words.names import Names, named
from domain.kinds.template import enumeration
from projections.recording.effect import EntryEffect, FieldAlteration


class AlterationRow(TypedDict):
    """A row of the table of what an entry alters, in words."""

    name: str
    field: str
    before: str
    after: str
    when: str
    counting: str


def names_of_effect(effect: EntryEffect) -> set[tuple[str, str]]:
    """Everything whose name the alterations need."""
    wanted: set[tuple[str, str]] = {(alteration["type"], alteration["id"]) for alteration in effect["structure"]}
    for alteration in effect["structure"]:
        if alteration["field"] != "in the structure":
            for held in (alteration["before"], alteration["after"]):
                wanted.update(named(alteration["type"], alteration["field"], held))
    return wanted


def alterations(effect: EntryEffect, names: Names) -> list[AlterationRow]:
    """Rows of a table: what, which field, before, after, when, and what is counted."""
    return [_row(alteration, names) for alteration in effect["structure"]]


def _row(alteration: FieldAlteration, names: Names) -> AlterationRow:
    start = f"from {dates.day(alteration['from'])}" if alteration["from"] else "from the beginning"
    until = f" until {dates.day(alteration['to'])}" if alteration["to"] else ""
    return {
        "name": names.name_of(alteration["type"], alteration["id"]),
        "field": labels.field_label(alteration["type"], alteration["field"]),
        "before": _value(alteration, alteration["before"], names),
        "after": _value(alteration, alteration["after"], names),
        "when": start + until,
        "counting": enumeration([_BASES[basis] for basis in alteration["basis"]]),
    }


_BASES = {"done": "what has happened", "planned": "what is planned", "proposed": "what is proposed"}


def _value(alteration: FieldAlteration, held: Any, names: Names) -> str:
    if alteration["field"] == "in the structure":
        return "yes" if held else "no"
    return value_in_words(alteration["type"], alteration["field"], held, names) or "nothing"
