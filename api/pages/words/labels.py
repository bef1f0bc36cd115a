"""The labels of the pages for what the log has in code: types, standings, bases, kinds, fields and their choices."""

from __future__ import annotations

from domain.kinds import sites, units
from domain.kinds.fields import Choice
from domain.kinds.registry import EVENTS, SUBJECT_TYPES, TYPES
from domain.log.amendments import AMENDMENTS

SUBJECTS = {name: type_.label for name, type_ in SUBJECT_TYPES.items()}
PLURALS = {name: SUBJECT_TYPES[name].plural_label for name in TYPES}
KINDS = {kind: recorded.words.label for kind, recorded in (EVENTS | AMENDMENTS).items()}
STANDINGS = {
    "proposed": "Proposed",
    "planned": "Planned",
    "done": "Done",
    "withdrawn": "Withdrawn",
    "retracted": "Struck out",
}
STANDING_COLOURS = {
    "proposed": "purple",
    "planned": "blue",
    "done": "green",
    "withdrawn": "grey",
    "retracted": "red",
}
BASES = {
    "done": "What has happened",
    "planned": "What has happened or is planned",
    "proposed": "What has happened, is planned or is proposed",
}
COUNTING = {
    "done": "counting what has happened",
    "planned": "counting what has happened and what is planned",
    "proposed": "counting what has happened, what is planned and what is proposed",
}
ROLES = {"manager": "Manager", "member": "Member", "observer": "Observer"}


def _labels(choices: dict[str, Choice]) -> dict[str, str]:
    return {value: choice.label for value, choice in choices.items()}


UNIT_TYPES = _labels(units.UNIT_TYPES)
USES = _labels(sites.USES)


def field_label(type_: str, field: str) -> str:
    """The label of a field of a type's items; "in the structure" stands for the item itself."""
    return SUBJECT_TYPES[type_].fields.get(field) or field.replace("_", " ").capitalize()


def kind_label(name: str) -> str:
    """The label of a kind; the name itself, made readable, where there is no such kind."""
    return KINDS.get(name) or name.replace("-", " ").capitalize()


def count_in_words(number: int, type_: str) -> str:
    """So many subjects of a type: `1 unit`, `3 units`."""
    return f"{number} {(SUBJECTS if number == 1 else PLURALS)[type_].lower()}"
