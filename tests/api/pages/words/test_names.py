"""Names on a page: looked up, known already, erased, or made of an id."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from api.pages.words.names import ERASED, Names, mentioned, named, quoted
from domain.kinds.registry import EVENTS


def test_a_thing_that_nothing_names_is_called_by_its_id() -> None:
    assert Names().name_of("unit", "north-west-bcu") == "North west bcu"


def test_a_name_is_that_of_its_type() -> None:
    names = Names()
    names.put("unit", "brent", "Brent Command")
    assert names.name_of("unit", "brent") == "Brent Command"
    assert names.name_of("area", "brent") == "Brent"


def test_a_dependency_is_called_as_its_milestone_is() -> None:
    names = Names()
    names.put("milestone", "go-live", "It goes live")
    assert names.name_of("dependency", "go-live") == "It goes live"


def test_a_person_who_is_in_no_register_was_erased() -> None:
    names = Names()
    assert names.person("p-1") == names.name_of("person", "p-1") == ERASED
    names.introduce("p-1", "Ada Byron")
    assert names.person("p-1") == names.name_of("person", "p-1") == "Ada Byron"
    names.introduce("p-1", "")
    assert names.person("p-1") == ERASED


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ('the unit "harrow" is gone', "Harrow Command is gone"),
        ('the team "harrow" is gone', "Response A is gone"),
        ('"harrow" is covered', "Harrow town is covered"),
        ('the site "harrow" is sold', "the site Harrow town is sold"),
        ('"Harrow" is no id', '"Harrow" is no id'),
        (f'"{"a" * 81}" is too long', f'"{"a" * 81}" is too long'),
    ],
)
def test_ids_that_a_text_quotes_give_way_to_names(text: str, instead: str) -> None:
    names = Names()
    for type_, name in (("unit", "Harrow Command"), ("team", "Response A"), ("area", "Harrow town")):
        names.put(type_, "harrow", name)
    assert names.instead(text) == instead


def test_a_text_quotes_units_teams_and_otherwise_areas() -> None:
    text = 'the unit "a-1" and the team "b" cover "c", not "D"'
    assert list(quoted(text)) == [("unit", "a-1"), ("team", "b"), ("area", "c")]


@pytest.mark.parametrize(
    ("type_", "field", "held", "expected"),
    [
        ("team", "unit", "north-west", [("unit", "north-west")]),
        ("team", "covers", ["brent", "kenton"], [("area", "brent"), ("area", "kenton")]),
        ("team", "covers", [], []),
        ("team", "site", None, []),
        ("team", "strength", 40, []),
        ("team", "covers_unnamed", {"area": "brent", "count": None}, [("area", "brent")]),
        ("post", "holder", {"person": "p-1", "rank": None}, [("person", "p-1")]),
    ],
)
def test_what_the_value_of_a_field_names(type_: str, field: str, held: Any, expected: list[tuple[str, str]]) -> None:
    assert list(named(type_, field, held)) == expected


def test_a_sentence_may_mention_its_subject_and_all_that_its_event_refers_to() -> None:
    event = msgspec.convert({"to": "north-west"}, EVENTS["team-transferred"])
    assert list(mentioned("team", "response", event)) == [("team", "response"), ("unit", "north-west")]
