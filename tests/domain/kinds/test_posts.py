"""Posts."""

from __future__ import annotations

from tests.domain.kinds.read import event, sets


def test_a_post_is_created_with_what_is_known_of_it() -> None:
    assert sets("post-created", title="Commander", unit="nw") == {"title": "Commander", "unit": "nw"}
    whole = {"title": "Commander", "unit": "nw", "rank": "CS", "function": "response", "area": "brent"}
    assert sets("post-created", **whole) == whole


def test_an_appointment_says_who_holds_it_how_and_since_when() -> None:
    holder = {"person": "p-1", "name": None, "rank": None, "tenure": "acting", "since": "2018-01-01"}
    assert sets("leader-appointed", person="p-1", tenure="acting") == {"holder": holder}
    assert sets("leader-appointed", person="p-1", tenure="acting", rank="CS") == {"holder": holder | {"rank": "CS"}}


def test_a_post_is_vacated_only_by_its_holder() -> None:
    vacated = event("post-vacated")
    assert vacated.sets({}, 1) == {"holder": None}
    assert vacated.impossible({"holder": {"person": "p-1"}}) is None
    for nobody in ({}, {"holder": None}):
        assert vacated.impossible(nobody) == "nobody holds the post"


def test_it_names_unit_area_and_person() -> None:
    created = event("post-created", title="Commander", unit="nw", area="brent")
    assert list(created.references()) == [("unit", "nw"), ("area", "brent")]
    assert list(event("leader-appointed", person="p-1", tenure="acting").references()) == [("person", "p-1")]
