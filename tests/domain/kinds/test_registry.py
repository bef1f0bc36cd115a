"""The closed list of kinds and of types."""

from __future__ import annotations

from domain.kinds.registry import EVENTS, FIELDS, LISTS, SUBJECTS, reference_of


def test_each_kind_is_there_under_its_own_name() -> None:
    assert all(kind == event.kind for kind, event in EVENTS.items())
    assert len(EVENTS) == 33
    assert {event.subject_type for event in EVENTS.values()} == set(SUBJECTS)


def test_each_type_has_a_kind_that_begins_it_or_is_always_there() -> None:
    assert {event.subject_type for event in EVENTS.values() if event.begins} == set(SUBJECTS) - {"programme"}


def test_what_kinds_set_are_fields_of_their_type() -> None:
    assert set(FIELDS) == set(SUBJECTS)
    assert FIELDS["programme"] == ()
    assert FIELDS["team"] == ("name", "unit", "function", "site", "covers", "covers_unnamed", "strength")
    assert {"areas", "uses", "covers", "depends_on"} == LISTS


def test_a_field_names_a_type_or_nothing() -> None:
    assert reference_of("team", "unit") == "unit"
    assert reference_of("team", "covers") == "area"
    assert reference_of("milestone", "depends_on") == "dependency"
    assert reference_of("team", "strength") == reference_of("team", "nothing") == ""
