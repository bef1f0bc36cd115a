"""The fields of a kind, as its struct declares them."""

from __future__ import annotations

from domain.kinds.fields import Choice, Field, fields_of
from domain.kinds.registry import EVENTS


def field(kind: str, name: str) -> Field:
    return next(each for each in fields_of(EVENTS[kind]) if each.name == name)


def test_fields_come_in_the_order_of_the_kind() -> None:
    names = [each.name for each in fields_of(EVENTS["post-created"])]
    assert names == ["title", "unit", "rank", "function", "area"]


def test_a_field_of_json_may_have_another_name_in_python() -> None:
    merged = field("teams-merged", "from")
    assert (merged.attribute, merged.is_list, merged.refers, merged.sort) == ("from_", True, "team", "ref")


def test_each_field_is_of_a_sort() -> None:
    sorts = {
        ("site-opened", "name"): "text",
        ("site-stated", "text"): "long",
        ("team-resized", "strength"): "number",
        ("team-resized", "direction"): "choice",
        ("team-moved", "to"): "ref",
        ("leader-appointed", "person"): "person",
        ("team-formed", "covers_unnamed"): "struct",
    }
    assert {(kind, name): field(kind, name).sort for kind, name in sorts} == sorts


def test_only_what_has_no_default_is_required() -> None:
    assert [each.name for each in fields_of(EVENTS["post-created"]) if each.required] == ["title", "unit"]


def test_a_choice_has_a_label_and_words_within_a_sentence() -> None:
    assert Choice("Acting").in_a_sentence == "acting"
    assert Choice("Acting", "for the time being").in_a_sentence == "for the time being"
    assert Choice("Acting", "").in_a_sentence == ""


def test_the_options_of_a_field_are_its_values_and_their_labels() -> None:
    assert [value for value, _ in field("leader-appointed", "tenure").options] == ["substantive", "acting", "temporary"]
    assert field("site-opened", "name").options == []
