"""Teams."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from tests.domain.kinds.read import event, sets

FORMED: dict[str, Any] = {"name": "Response", "unit": "nw", "function": "response"}
UNNAMED = {"area": "brent", "count": 3}


def test_a_team_is_formed_with_what_is_known_of_it() -> None:
    assert sets("team-formed", **FORMED) == FORMED
    more = {"site": "wembley", "covers": ["b", "a", "b"], "covers_unnamed": UNNAMED, "strength": 0}
    assert sets("team-formed", **FORMED, **more) == FORMED | more | {"covers": ["a", "b"]}


def test_a_null_clears_the_areas_that_are_not_named_and_leaving_them_out_does_not() -> None:
    assert sets("team-formed", **FORMED, covers_unnamed=None)["covers_unnamed"] is None
    assert sets("team-cover-changed", covers_unnamed=None) == {"covers_unnamed": None}
    assert sets("team-cover-changed") == {}


def test_what_moves_and_what_is_transferred_set_the_base_and_the_unit() -> None:
    assert sets("team-moved", to="colindale") == {"site": "colindale"}
    assert sets("team-transferred", to="sw") == {"unit": "sw"}
    assert sets("team-renamed", name="R") == {"name": "R"}


def test_cover_is_added_and_then_ended() -> None:
    assert sets("team-cover-changed", {"covers": ["a"]}, add=["c", "b"], end=["a"]) == {"covers": ["b", "c"]}
    assert sets("team-cover-changed", {"covers": ["a"]}, add=["a"]) == {}
    assert sets("team-cover-changed", add=["a"], covers_unnamed=UNNAMED) == {"covers": ["a"], "covers_unnamed": UNNAMED}


def test_a_team_is_resized_to_a_figure_or_in_a_direction() -> None:
    assert sets("team-resized", strength=0) == {"strength": 0}
    assert sets("team-resized", direction="larger") == {}
    for wrong in ({}, {"strength": 3, "direction": "larger"}, {"strength": -1}):
        with pytest.raises(msgspec.ValidationError):
            event("team-resized", **wrong)


def test_a_merger_ends_at_least_one() -> None:
    assert event("teams-merged", from_=["b", "a", "b"]).also_ends() == ("b", "a")
    with pytest.raises(msgspec.ValidationError):
        event("teams-merged", from_=[])


def test_it_names_unit_base_and_areas() -> None:
    formed = event("team-formed", **FORMED, site="wembley", covers=["a", "b"], covers_unnamed=UNNAMED)
    assert list(formed.references()) == [
        ("unit", "nw"),
        ("site", "wembley"),
        ("area", "a"),
        ("area", "b"),
        ("area", "brent"),
    ]
    assert list(event("team-cover-changed", covers_unnamed=None).references()) == []
