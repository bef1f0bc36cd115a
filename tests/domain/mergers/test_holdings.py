"""What units and teams have on a day."""

from __future__ import annotations

from typing import Any

from domain.kinds.state import STANDING, State
from domain.mergers.holdings import StandingStates, areas_of, around, based_at, list_field, sites_of, with_those_below


def states(**by_slug: dict[str, Any]) -> dict[str, State]:
    return {slug: State(STANDING, fields, {}, 0) for slug, fields in by_slug.items()}


HELD: StandingStates = {
    "area": states(brent={}, kenton={"parent": "brent"}, barnet={}),
    "unit": states(met={"areas": ["barnet"]}, nw={"parent": "met", "areas": ["brent"]}, cid={"parent": "nw"}, sw={}),
    "site": states(wembley={"area": "kenton"}, colindale={"area": "barnet"}, yard={}),
    "team": states(a={"unit": "cid", "site": "yard"}, b={"unit": "sw", "site": "colindale"}, c={"site": "yard"}),
}


def test_those_below_are_so_at_whatever_remove() -> None:
    assert with_those_below(HELD, ["met"]) == {"met", "nw", "cid"}
    assert with_those_below(HELD, ["cid", "sw"]) == {"cid", "sw"}
    assert with_those_below(HELD, []) == set()


def test_areas_are_those_that_units_answer_for() -> None:
    assert areas_of(HELD, ["met", "nw"]) == {"barnet", "brent"}
    assert areas_of(HELD, ["sw", "nowhere"]) == set()


def test_sites_are_those_of_their_teams_and_those_in_their_areas() -> None:
    assert sites_of(HELD, ["cid"], []) == {"yard"}
    assert sites_of(HELD, [], ["brent"]) == {"wembley"}
    assert sites_of(HELD, ["sw"], ["brent"]) == {"wembley", "colindale"}


def test_around_an_area_are_those_that_it_lies_in() -> None:
    assert around(HELD, "kenton") == ["kenton", "brent"]
    assert around(HELD, None) == []
    assert around(HELD, "nowhere") == ["nowhere"]
    ring: StandingStates = {"area": states(a={"parent": "b"}, b={"parent": "a"})}
    assert around(ring, "a") == ["a", "b"]


def test_teams_are_found_by_their_base() -> None:
    assert list(based_at("yard", HELD)) == ["a", "c"]
    assert based_at("wembley", HELD) == {}


def test_a_list_that_was_never_set_is_empty() -> None:
    assert list_field(HELD["unit"]["nw"], "areas") == ["brent"]
    assert list_field(HELD["unit"]["sw"], "areas") == list_field(None, "areas") == ()
