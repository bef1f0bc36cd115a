"""Every kind is registered whole: with its words, a label and a meaning for each field, and words for each choice."""

from __future__ import annotations

from typing import get_args

import msgspec
import pytest
from msgspec import inspect

from domain.kinds.event import Event
from domain.kinds.fields import fields_of
from domain.kinds.registry import EVENTS, FIELDS, LISTS, SUBJECT_TYPES, TYPES, reference_of
from domain.kinds.template import OWN_SLOTS, slots
from domain.kinds.words import Words
from domain.log.amendments import AMENDMENTS
from domain.log.body import Standing
from tests.domain.kinds.examples import EXAMPLES, example

STANDINGS = (*get_args(Standing), "withdrawn", "retracted")


@pytest.mark.parametrize("kind", EVENTS)
def test_a_kind_is_of_a_type_that_is_registered(kind: str) -> None:
    event = EVENTS[kind]
    assert event.kind == kind
    assert event.subject_type in SUBJECT_TYPES
    assert event.__doc__ is not None
    assert event.__doc__.endswith(".")


@pytest.mark.parametrize("type_", TYPES)
def test_the_state_of_a_type_has_labels_and_lists_that_it_knows(type_: str) -> None:
    assert FIELDS[type_]
    assert all(SUBJECT_TYPES[type_].fields.values())
    assert set(SUBJECT_TYPES[type_].lists) <= set(FIELDS[type_])
    assert set(SUBJECT_TYPES[type_].lists) <= LISTS


@pytest.mark.parametrize("struct", [*EVENTS.values(), *AMENDMENTS.values()], ids=lambda struct: struct.__name__)
def test_every_field_has_a_label_and_a_meaning(struct: type[msgspec.Struct]) -> None:
    from_server = {"recorded_at", "entered_at", "recorded_by", "version", "backfilled", "change"}
    for field in fields_of(struct):
        if field.name in from_server:
            continue
        assert field.label, field.name
        assert field.meaning or field.name in ("reason", "source"), field.name
        assert field.name not in OWN_SLOTS


@pytest.mark.parametrize("kind", EVENTS)
def test_the_choices_of_a_field_are_the_values_that_it_takes(kind: str) -> None:
    info = inspect.type_info(EVENTS[kind])
    assert isinstance(info, inspect.StructType)
    values = {field.encode_name: literals(field.type) for field in info.fields}
    for field in fields_of(EVENTS[kind]):
        assert set(field.choices) == values[field.name], field.name


def literals(type_: inspect.Type) -> set[str]:
    """The values that a type takes, where it takes only a few."""
    match type_:
        case inspect.LiteralType(values=values):
            return {str(value) for value in values}
        case inspect.Metadata(type=inner) | inspect.VarTupleType(item_type=inner):
            return literals(inner)
        case inspect.UnionType(types=types):
            return {value for inner in types for value in literals(inner)}
    return set()


@pytest.mark.parametrize("kind", EVENTS)
def test_the_templates_of_a_kind_have_only_slots_that_can_be_filled(kind: str) -> None:
    event: Event = example(kind)
    fillable = {field.name for field in fields_of(type(event))} | set(OWN_SLOTS)
    for words in (event.words, event.wording()):
        for template in templates(words):
            assert template
            assert set(slots(template)) <= fillable, template


@pytest.mark.parametrize("kind", EVENTS)
def test_a_reminder_needs_no_names_but_the_subjects(kind: str) -> None:
    event = example(kind)
    references = {field.name for field in fields_of(type(event)) if field.refers or field.struct}
    assert not set(slots(event.wording().deed)) & references


def templates(words: Words) -> list[str]:
    """Every template of a kind."""
    sentences = [words.sentence(standing) for standing in STANDINGS]
    return [words.deed, *sentences, *(words.heading(standing) for standing in STANDINGS)]


def test_a_field_of_a_state_names_what_the_field_of_its_kinds_names() -> None:
    named = {(type_, field): reference_of(type_, field) for type_ in TYPES for field in FIELDS[type_]}
    assert {pair: refers for pair, refers in named.items() if refers} == {
        ("area", "parent"): "area",
        ("unit", "parent"): "unit",
        ("unit", "areas"): "area",
        ("site", "area"): "area",
        ("team", "unit"): "unit",
        ("team", "site"): "site",
        ("team", "covers"): "area",
        ("post", "unit"): "unit",
        ("post", "area"): "area",
        ("milestone", "owner"): "post",
        ("milestone", "depends_on"): "dependency",
    }


def test_there_is_an_example_of_every_kind_that_needs_details() -> None:
    needs = {kind for kind, event in EVENTS.items() if any(field.required for field in fields_of(event))}
    assert needs <= EXAMPLES.keys()
