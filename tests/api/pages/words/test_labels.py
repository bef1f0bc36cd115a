"""Everything that the log has in code is called something on a page."""

from __future__ import annotations

from api.pages.words import labels
from domain.kinds.registry import FIELDS, TYPES
from domain.log.payloads import BODIES


def test_every_kind_is_called_something() -> None:
    assert set(BODIES) == set(labels.KINDS)
    assert all(labels.KINDS.values())


def test_a_kind_that_there_is_not_keeps_its_name() -> None:
    assert labels.kind_label("site-flooded") == "Site flooded"


def test_every_type_and_every_field_of_it_is_called_something() -> None:
    assert set(TYPES) == set(labels.PLURALS)
    assert labels.field_label("team", "covers") == "Covers"
    assert labels.field_label("site", "in the structure") == "In the structure"
    assert all(labels.field_label(type_, field) for type_ in TYPES for field in FIELDS[type_])


def test_a_count_of_subjects_agrees_with_its_noun() -> None:
    assert labels.count_in_words(0, "unit") == "0 units"
    assert labels.count_in_words(1, "unit") == "1 unit"
    assert labels.count_in_words(2, "post") == "2 posts"
