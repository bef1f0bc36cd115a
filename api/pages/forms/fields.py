"""The fields of a form, read from the kind itself: what the log takes is what the form asks for."""

from __future__ import annotations

from domain.kinds.fields import Field, fields_of
from domain.kinds.registry import EVENTS
from projections.questions.structure_items import CoversUnnamedAreas

DetailValue = str | int | list[str] | list[int] | CoversUnnamedAreas | None
Details = dict[str, DetailValue]
"""The details of an entry, by field; which fields there are, its kind says."""


def form_fields(kind: str) -> tuple[Field, ...]:
    """The fields of a kind's details, in the order of the kind."""
    return fields_of(EVENTS[kind])


def details_as_typed(details: Details) -> dict[str, list[str]]:
    """Details as the fields of a form hold them, for a correction to begin from."""
    typed: dict[str, list[str]] = {}
    for name, value in details.items():
        if isinstance(value, dict):
            typed[f"d-{name}-area"] = [value["area"]]
            typed[f"d-{name}-count"] = [] if value["count"] is None else [str(value["count"])]
        elif isinstance(value, list | tuple):
            typed[f"d-{name}"] = [str(item) for item in value]
        elif value is not None:
            typed[f"d-{name}"] = [str(value)]
    return typed
