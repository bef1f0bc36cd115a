"""Which teams are based where on each side, for the drawing of it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from api.pages.drawings.bases import Column
from api.pages.scenarios.base_map import columns, draw
from api.pages.scenarios.comparison import ScenarioSide

Sites = dict[str, list[str]]
Teams = dict[str, str | None]


def side(name: str, sites: Sites, teams: Teams) -> ScenarioSide:
    page: Any = SimpleNamespace(to=lambda path: f"/{name}/{path}")
    shown: Any = {slug: {"id": slug, "name": slug.title(), "uses": uses} for slug, uses in sites.items()}
    based: Any = {slug: {"id": slug, "name": slug.upper(), "site": site} for slug, site in teams.items()}
    return ScenarioSide(None, name, page, {}, based, shown, {}, {}, 0)


def bases_of(column: Column) -> dict[str, list[str]]:
    """The bases of a column, and the teams at each."""
    return {base.name: [name for name, _, _ in base.teams] for base in column.bases}


BOTH: Sites = {"wembley": ["custody"], "harrow": []}


def test_sides_that_agree_need_no_drawing() -> None:
    sides = [side("now", BOTH, {"a": "wembley"}), side("then", BOTH, {"a": "wembley"})]
    assert columns(sides) == []
    assert draw(sides, "Bases", "") == ""


def test_only_the_sites_that_a_team_leaves_or_comes_to_are_shown() -> None:
    sites = BOTH | {"colindale": []}
    now, then = columns([side("now", sites, {"a": "wembley"}), side("then", sites, {"a": "harrow"})])
    assert (now.name, then.name) == ("now", "then")
    assert bases_of(now) == {"Harrow": [], "Wembley": ["A"], "No base recorded": []}
    assert bases_of(then) == {"Harrow": ["A"], "Wembley": [], "No base recorded": []}


def test_a_team_comes_to_a_base_on_the_side_where_the_first_one_has_it_elsewhere() -> None:
    teams: Teams = {"b": "harrow"}
    sides = [side("now", BOTH, teams | {"a": "wembley"}), side("then", BOTH, teams | {"a": "harrow"})]
    now, then = columns(sides)
    assert now.bases[0].teams == [("B", "/now/teams/b", False)]
    assert then.bases[0].teams == [("A", "/then/teams/a", True), ("B", "/then/teams/b", False)]


def test_a_team_that_loses_its_base_stands_under_no_base_and_one_that_never_had_one_does_not() -> None:
    now, then = columns([side("now", BOTH, {"a": "wembley", "b": None}), side("then", BOTH, {"a": None, "b": None})])
    nowhere = then.bases[-1]
    assert (nowhere.name, nowhere.href, nowhere.below) == ("No base recorded", "/then/structure", "")
    assert nowhere.teams == [("A", "/then/teams/a", False)]
    assert now.bases[-1].below == "None of these teams"


def test_a_site_is_marked_where_it_is_new_or_used_otherwise() -> None:
    before: Sites = {"wembley": ["custody"], "gone": ["custody"]}
    after: Sites = {"wembley": ["custody", "front-counter"], "opened": []}
    now, then = columns([side("now", before, {}), side("then", after, {})])
    assert [(base.name, base.mark, base.below) for base in now.bases[:-1]] == [
        ("Gone", "", "Custody suite"),
        ("Opened", "", "Not there"),
        ("Wembley", "", "Custody suite"),
    ]
    assert [(base.name, base.mark, base.below) for base in then.bases[:-1]] == [
        ("Gone", "", "Not there"),
        ("Opened", "new", ""),
        ("Wembley", "changed", "Custody suite and front counter"),
    ]
    assert then.bases[0].href is None
    assert then.bases[1].href == "/then/sites/opened"


def test_a_drawing_of_one_side_is_of_that_side() -> None:
    drawn = draw([side("now", BOTH, {"a": "wembley"}), side("then", BOTH, {"a": "harrow"})], "Bases", "", 1)
    assert "/then/teams/a" in drawn
    assert "/now/" not in drawn
