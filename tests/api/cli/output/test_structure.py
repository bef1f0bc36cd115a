"""Structures, comparisons, cover and programmes as tables."""

from __future__ import annotations

from typing import Any

import pytest

from api.cli.output.structure import (
    show_comparison,
    show_cover,
    show_differences,
    show_programmes,
    show_structure,
)
from tests.api.cli.output.printing import printed

NOTHING: dict[str, Any] = {
    name: [] for name in ("units", "sites", "teams", "posts", "areas", "possible", "passed_over")
}
TEAM: dict[str, Any] = {
    "id": "response-a",
    "name": "Response A",
    "unit": "brent-boc",
    "function": "response",
    "site": None,
    "covers": ["kenton"],
    "covers_unnamed": None,
    "strength": 40,
    "overdue": False,
    "since": "2018-01-01",
}
SITE = {
    "id": "wembley",
    "name": "Wembley",
    "uses": ["custody"],
    "area": "brent",
    "overdue": True,
    "since": "2018-02-01",
}
SAME: dict[str, Any] = {"appeared": [], "vanished": [], "altered": []}
NOBODY = {"candidates": [], "uncertain": False}
UNNAMED = {"count": 3, "area": "brent"}


def test_a_structure_is_a_table_for_each_type_that_has_items(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, show_structure, NOTHING | {"teams": [TEAM], "sites": [SITE]})
    assert [line for line in text.lines if line in ("Units", "Sites", "Teams", "Posts", "Areas")] == ["Sites", "Teams"]
    assert text.heads == [
        ["id", "name", "uses", "area", "since"],
        ["id", "name", "unit", "function", "site", "covers", "strength", "since"],
    ]
    assert text.rows == [
        ["wembley (overdue)", "Wembley", "custody", "brent", "1 February 2018"],
        ["response-a", "Response A", "brent-boc", "response", "–", "kenton", "40", "1 January 2018"],
    ]
    assert "Nothing is in the structure" not in text


def test_columns_are_headed_by_words(capsys: pytest.CaptureFixture[str]) -> None:
    unit = {"id": "brent-boc", "name": "Brent", "unit_type": "borough-command", "areas": [], "overdue": False}
    text = printed(capsys, show_structure, NOTHING | {"units": [unit | {"since": "2018-01-01"}]})
    assert text.heads == [["id", "name", "unit type", "areas", "since"]]


def test_an_empty_structure_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, show_structure, NOTHING) == "Nothing is in the structure of that day.\n"


@pytest.mark.parametrize(
    ("covers", "unnamed", "cell"),
    [
        ([], None, "–"),
        (["kenton"], None, "kenton"),
        ([], UNNAMED, "3 areas of brent that no paper names"),
        (["kenton"], UNNAMED, "kenton; 3 areas of brent that no paper names"),
    ],
)
def test_a_team_covers_areas_that_are_named_and_areas_that_are_not(
    covers: list[str], unnamed: dict[str, Any] | None, cell: str, capsys: pytest.CaptureFixture[str]
) -> None:
    team = TEAM | {"covers": covers, "covers_unnamed": unnamed}
    assert printed(capsys, show_structure, NOTHING | {"teams": [team]}).rows[0][5] == cell


def test_changes_that_are_possibly_in_effect_and_those_passed_over_follow(capsys: pytest.CaptureFixture[str]) -> None:
    possible = {
        "change": "moved",
        "kind": "team-moved",
        "subject": "response-a",
        "earliest": "2018-10-01",
        "latest": None,
    }
    text = printed(capsys, show_structure, NOTHING | {"possible": [possible], "passed_over": ["ended", "closed"]})
    assert "Possibly in effect" in text.lines
    assert text.rows == [["moved", "team-moved", "response-a", "1 October 2018", "open"]]
    assert text.lines[-1] == "Passed over, since they cannot be: ended, closed"


def test_a_comparison_names_the_day_that_it_is_against(capsys: pytest.CaptureFixture[str]) -> None:
    to = {"effective_on": "2018-12-01", "known_on": "2018-06-04"}
    text = printed(capsys, show_comparison, SAME | {"to": to})
    assert text.lines == ["Against 1 December 2018, as known on 4 June 2018:", "Nothing differs."]


def test_a_difference_is_a_row_with_the_changes_behind_it(capsys: pytest.CaptureFixture[str]) -> None:
    altered = {
        "type": "unit",
        "id": "nw-bcu",
        "field": "unit_type",
        "before": None,
        "after": "bcu",
        "because": ["renamed", "merged"],
    }
    answer = {
        "appeared": [{"type": "team", "id": "response-c", "because": ["formed"]}],
        "vanished": [{"type": "site", "id": "wembley", "because": ["closed", "sold"]}],
        "altered": [altered],
    }
    text = printed(capsys, show_differences, answer, "later, against sooner:")
    assert text.lines[0] == "later, against sooner:"
    assert text.heads == [["", "field", "before", "after", "because"]]
    assert text.rows == [
        ["appeared: team response-c", "", "", "", "formed"],
        ["vanished: site wembley", "", "", "", "closed, sold"],
        ["altered: unit nw-bcu", "unit type", "–", "bcu", "renamed, merged"],
    ]


def cover(**roles: Any) -> dict[str, Any]:
    """Who covers an area; nobody where nothing is said."""
    return {"name": "Kenton", "response": NOBODY, "neighbourhoods": NOBODY, "point_of_contact": NOBODY} | roles


def test_an_area_that_nobody_covers_says_so_for_each_role(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, show_cover, cover())
    assert text.lines[0] == "Kenton"
    nobody = "nobody that the log knows of"
    assert text.rows == [[role, nobody, "–", "–", ""] for role in ("response", "neighbourhoods", "point of contact")]


@pytest.mark.parametrize(
    ("candidate", "who", "base"),
    [
        ({"name": "Response A", "site_name": "Wembley", "site": "wembley"}, "Response A", "Wembley"),
        ({"name": "Response A", "site_name": None, "site": "wembley"}, "Response A", "wembley"),
        ({"name": "Response A", "site": None}, "Response A", "–"),
        ({"title": "Commander", "holder": None}, "Commander: –", "–"),
    ],
)
def test_a_candidate_is_a_team_at_its_base_or_a_post_and_its_holder(
    candidate: dict[str, Any], who: str, base: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = {"candidates": [candidate | {"found_by": "area", "because": ["formed", "moved"]}], "uncertain": False}
    assert printed(capsys, show_cover, cover(response=found)).rows[0] == [
        "response",
        who,
        base,
        "area",
        "formed, moved",
    ]


def test_each_of_several_uncertain_candidates_is_marked(capsys: pytest.CaptureFixture[str]) -> None:
    candidate: dict[str, Any] = {"name": "Response A", "site": None, "found_by": "area", "because": []}
    text = printed(capsys, show_cover, cover(point_of_contact={"candidates": [candidate] * 2, "uncertain": True}))
    assert [row[0] for row in text.rows[2:]] == ["point of contact (uncertain)"] * 2


def test_each_programme_is_a_row(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, show_programmes, [{"id": "north-west", "name": "North West"}])
    assert (text.heads, text.rows) == ([["id", "name"]], [["north-west", "North West"]])
