"""Boroughs and wards."""

from __future__ import annotations

from tests.domain.kinds.read import event, sets


def test_an_area_is_defined_with_what_is_known_of_it() -> None:
    assert sets("area-defined", name="Brent", area_type="borough") == {"name": "Brent", "area_type": "borough"}
    whole = {"name": "Kenton", "area_type": "ward", "parent": "brent", "gss_code": "E05000096"}
    assert sets("area-defined", **whole) == whole


def test_defining_begins_and_ending_ends_and_stating_does_neither() -> None:
    defined, ended = event("area-defined", name="Brent", area_type="borough"), event("area-ended")
    stated = event("area-stated", text="It stays.")
    assert [(each.begins, each.ends) for each in (defined, ended, stated)] == [
        (True, False),
        (False, True),
        (False, False),
    ]
    assert sets("area-stated", text="It stays.") == {}


def test_it_names_the_area_that_it_lies_in() -> None:
    assert list(event("area-defined", name="K", area_type="ward", parent="brent").references()) == [("area", "brent")]
