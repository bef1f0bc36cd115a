"""Dates, sentences and cells in words: every kind has some, and none has a word too many."""

from __future__ import annotations

import re
from datetime import date

import msgspec
import pytest

from api.pages.core.downloads import cell
from api.pages.core.viewer import safe_next
from api.pages.forms import parse as parse_
from api.pages.forms.fields import details_as_typed, form_fields
from api.pages.forms.form import Form
from api.pages.words import dates
from api.pages.words.labels import KINDS
from api.pages.words.names import Names
from api.pages.words.sentences import change_sentence, heading
from domain.changes.change import DONE, PLANNED, PROPOSED, RETRACTED, WITHDRAWN, Change
from domain.kinds.registry import EVENTS, TYPES
from domain.log.payloads import BODIES
from domain.time.edtf import parse


@pytest.mark.parametrize(
    ("text", "as_noun", "in_a_sentence"),
    [
        ("2018-10-01", "1 October 2018", "on 1 October 2018"),
        ("2018-10", "October 2018", "in October 2018"),
        ("2018", "2018", "in 2018"),
        ("2018-03/2018-10", "March to October 2018", "at some time from March to October 2018"),
        ("2018-03-19/2018-05-31", "19 March to 31 May 2018", "at some time from 19 March to 31 May 2018"),
        ("2021/2023", "2021 to 2023", "at some time from 2021 to 2023"),
        ("../2018-02-12", "12 February 2018 or before", "on or before 12 February 2018"),
        ("2018-03/..", "March 2018 or after", "in March 2018 or later"),
        ("2018-10~", "about October 2018", "about in October 2018"),
        ("2018-10-01?", "perhaps 1 October 2018", "perhaps on 1 October 2018"),
        ("../..", "a day that is not known", "on a day that is not known"),
    ],
)
def test_effective_dates(text: str, as_noun: str, in_a_sentence: str) -> None:
    assert dates.span(text) == as_noun
    assert dates.when(text) == in_a_sentence


def test_days_and_instants() -> None:
    assert dates.slip(31) == "31 days later than first planned"
    assert dates.slip(-1) == "1 day earlier than first planned"
    assert dates.until(date(2018, 6, 4), date(2018, 6, 5)) == "tomorrow"
    assert dates.until(date(2018, 6, 4), date(2018, 5, 4)) == "31 days ago"
    assert dates.moment("2018-06-04T08:05:00.000000Z") == "9:05am on 4 June 2018"  # London, in summer
    assert dates.moment("2018-12-31T23:59:59.000000Z") == "11:59pm on 31 December 2018"
    assert dates.moment_day("2018-05-31T23:30:00.000000Z") == "1 June 2018"


EXAMPLES = {
    "area-defined": {"name": "Kenton", "area_type": "ward", "parent": "brent"},
    "unit-established": {"name": "North", "unit_type": "bcu", "areas": ["brent"]},
    "unit-renamed": {"name": "South"},
    "units-merged": {"from": ["a", "b"]},
    "site-opened": {"name": "Wembley", "uses": ["response-base", "custody"]},
    "site-renamed": {"name": "South"},
    "site-uses-changed": {"add": ["office"], "end": ["custody"]},
    "team-formed": {"name": "Response", "unit": "north", "function": "response", "covers": ["brent"]},
    "team-renamed": {"name": "South"},
    "team-moved": {"to": "wembley"},
    "team-transferred": {"to": "north"},
    "team-cover-changed": {"add": ["kenton"], "covers_unnamed": {"area": "brent", "count": 3}},
    "team-resized": {"direction": "larger"},
    "teams-merged": {"from": ["a", "b"]},
    "post-created": {"title": "Commander", "unit": "north", "function": "response"},
    "leader-appointed": {"person": "p-1", "tenure": "acting", "rank": "Superintendent"},
    "milestone-set": {"title": "It goes live"},
    "clash-acknowledged": {"clash": "c", "mark": "m"},
    "scenario-committed": {"scenario": "s", "name": "Two bases", "entries": 3},
    "scenario-discarded": {"scenario": "s", "name": "Two bases", "entries": 3},
}


def example(kind: str, standing: str) -> Change:
    event = EVENTS[kind]
    details = EXAMPLES.get(kind, {"text": "It stays."} if kind.endswith("-stated") else {})
    when = parse("2018-10")
    return Change(1, "c", "harrow", msgspec.convert(details, event), standing, when, False, None, None, 1)


@pytest.mark.parametrize("kind", EVENTS)
def test_every_kind_is_a_sentence_under_every_standing(kind: str) -> None:
    names = Names()
    said = {change_sentence(example(kind, each), names) for each in (DONE, PLANNED, PROPOSED, WITHDRAWN, RETRACTED)}
    for sentence in said:
        assert re.fullmatch(r"\S.*\S", sentence), sentence
        assert "  " not in sentence
        assert "_" not in sentence
    if EVENTS[kind].subject_type in TYPES and not kind.endswith("-stated"):
        assert len(said) == 5, said
    assert heading(example(kind, PLANNED), names)


def test_every_kind_is_called_something() -> None:
    assert set(BODIES) == set(KINDS)


def test_plural_names_take_plural_verbs() -> None:
    names = Names()
    change = example("team-disbanded", PLANNED)
    names.put("team", "harrow", "Schools officers")
    assert change_sentence(change, names) == "Schools officers are to be disbanded in October 2018."
    names.put("team", "harrow", "Harrow response")
    assert change_sentence(change, names) == "Harrow response is to be disbanded in October 2018."


def form(**fields: str) -> Form:
    return Form({name.replace("_", "-"): [text] for name, text in fields.items()})


@pytest.mark.parametrize(
    "text",
    ["2018-10-01", "2018-10", "2018", "2018-03/2018-10", "../2018-02-12", "2018-03/..", "2018-10~", "2021?/2023?"],
)
def test_a_date_goes_into_fields_and_comes_back(text: str) -> None:
    errors: dict[str, str] = {}
    fields = parse_.date_as_typed("when", text)
    assert parse_.effective_date(Form(fields), "when", errors, required=True, label="when") == text
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
    parse_.effective_date(form(**fields), "when", errors, required=True, label="when")
    assert errors == {"when": sentence}


@pytest.mark.parametrize("kind", EXAMPLES)
def test_details_go_into_fields_and_come_back(kind: str) -> None:
    if EVENTS[kind].subject_type not in TYPES:
        return
    errors: dict[str, str] = {}
    event = msgspec.convert(EXAMPLES[kind], EVENTS[kind])
    found = parse_.details(Form(details_as_typed(msgspec.to_builtins(event))), kind, errors)
    assert errors == {}
    assert msgspec.convert(found, EVENTS[kind]) == event


def test_a_field_that_is_needed_is_asked_for() -> None:
    errors: dict[str, str] = {}
    parse_.details(Form(), "team-formed", errors)
    assert set(errors) == {f"d-{each.name}" for each in form_fields("team-formed") if each.required}


@pytest.mark.parametrize("text", ["=1+1", "+44", "-1", "@here", "\tx", "\rx"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert cell(text) == f"'{text}"
    assert cell(f"x{text}") == f"x{text}"


@pytest.mark.parametrize(
    ("given", "goes"),
    [
        ("/programmes/p?x=1", "/programmes/p?x=1"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("javascript:x", "/"),
        ("/x\r\nSet-Cookie: a", "/"),
        ("", "/"),
    ],
)
def test_after_signing_in_nobody_is_sent_elsewhere(given: str, goes: str) -> None:
    assert safe_next(given) == goes
