"""Units."""

from __future__ import annotations

from tests.domain.kinds.read import event, sets


def test_a_unit_is_established_with_what_is_known_of_it() -> None:
    assert sets("unit-established", name="NW", unit_type="bcu") == {"name": "NW", "unit_type": "bcu"}
    assert sets("unit-established", name="NW", unit_type="bcu", parent="met", areas=["brent", "barnet", "brent"]) == {
        "name": "NW",
        "unit_type": "bcu",
        "parent": "met",
        "areas": ["barnet", "brent"],
    }
    assert sets("unit-established", name="NW", unit_type="bcu", areas=[])["areas"] == []


def test_a_unit_is_renamed() -> None:
    assert sets("unit-renamed", name="North West") == {"name": "North West"}


def test_a_merger_ends_those_that_it_names_each_once_and_sets_nothing() -> None:
    merged = event("units-merged", from_=["b", "a", "b"])
    assert merged.also_ends() == ("b", "a")
    assert (merged.begins, merged.ends, merged.sets({}, 1)) == (False, False, {})


def test_it_names_what_it_lies_in_and_what_it_answers_for() -> None:
    established = event("unit-established", name="NW", unit_type="bcu", parent="met", areas=["brent", "barnet"])
    assert list(established.references()) == [("unit", "met"), ("area", "brent"), ("area", "barnet")]
    assert list(event("units-merged", from_=["b"]).references()) == [("unit", "b")]
