"""What is typed into a form becomes an entry, and what the record says goes back into the form."""

from __future__ import annotations

import msgspec
import pytest

from api.pages.forms import parse
from api.pages.forms.fields import details_as_typed, form_fields
from api.pages.forms.form import Form
from domain.kinds.fields import fields_of
from domain.kinds.registry import EVENTS, TYPES
from domain.log.amendments import AMENDMENTS
from tests.domain.kinds.examples import EXAMPLES


def form(**fields: str) -> Form:
    return Form({name.replace("_", "-"): [text] for name, text in fields.items()})


@pytest.mark.parametrize(
    "text",
    ["2018-10-01", "2018-10", "2018", "2018-03/2018-10", "../2018-02-12", "2018-03/..", "2018-10~", "2021?/2023?"],
)
def test_a_date_goes_into_fields_and_comes_back(text: str) -> None:
    errors: dict[str, str] = {}
    fields = parse.date_as_typed("when", text)
    assert parse.effective_date(Form(fields), "when", errors, required=True, label="when") == text
    assert errors == {}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Enter when"),
        ({"when_from_year": "18"}, "Write the year with four digits"),
        ({"when_from_day": "3", "when_from_year": "2018"}, "A date with a day needs a month too"),
        ({"when_from_month": "13", "when_from_year": "2018"}, "Write the month as a number from 1 to 12, or as a word"),
        (
            {"when_from_day": "31", "when_from_month": "2", "when_from_year": "2018"},
            "There is no such date, or the end comes before the start",
        ),
    ],
)
def test_a_date_that_is_none(fields: dict[str, str], sentence: str) -> None:
    errors: dict[str, str] = {}
    parse.effective_date(form(**fields), "when", errors, required=True, label="when")
    assert errors == {"when": sentence}


@pytest.mark.parametrize("kind", EXAMPLES)
def test_details_go_into_fields_and_come_back(kind: str) -> None:
    if EVENTS[kind].subject_type not in TYPES:
        return
    errors: dict[str, str] = {}
    event = msgspec.convert(EXAMPLES[kind], EVENTS[kind])
    found = parse.details(Form(details_as_typed(msgspec.to_builtins(event))), kind, errors)
    assert errors == {}
    assert msgspec.convert(found, EVENTS[kind]) == event


def test_a_field_that_is_needed_is_asked_for() -> None:
    errors: dict[str, str] = {}
    parse.details(Form(), "team-formed", errors)
    assert set(errors) == {f"d-{each.name}" for each in form_fields("team-formed") if each.required}


def test_a_team_is_resized_to_a_figure_or_in_a_direction_but_not_both() -> None:
    for typed in ({}, {"d-strength": ["60"], "d-direction": ["larger"]}):
        errors: dict[str, str] = {}
        parse.details(Form(typed), "team-resized", errors)
        assert errors == {
            "d-strength": "Enter how many people there are, or choose a direction where no figure is given"
        }


@pytest.mark.parametrize(
    ("kind", "sentences"),
    [
        ("team-formed", {"Enter the name", "Choose the unit that it belongs to", "Choose its work"}),
        ("leader-appointed", {"Choose who", "Choose the tenure"}),
        ("area-defined", {"Enter the name", "Choose the type of area"}),
        ("units-merged", {"Choose what it takes over from, and ends"}),
        ("site-stated", {"Enter what the paper says"}),
    ],
)
def test_a_missing_field_is_asked_for_in_a_sentence(kind: str, sentences: set[str]) -> None:
    errors: dict[str, str] = {}
    parse.details(Form(), kind, errors)
    assert set(errors.values()) == sentences


@pytest.mark.parametrize("kind", AMENDMENTS)
def test_the_form_of_an_amendment_insists_on_what_its_kind_must_give(kind: str) -> None:
    errors: dict[str, str] = {}
    parse.entry(Form(), kind, errors)
    must = {field.name for field in fields_of(AMENDMENTS[kind]) if field.required}
    asked = {"when": "effective_on", "reason": "reason", "source-document": "source"}
    assert {asked[field] for field in errors} == must - {"change", "claim"}
