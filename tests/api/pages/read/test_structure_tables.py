"""Items of a structure as rows of a table: each value in words, with the change that says so."""

from __future__ import annotations

from typing import Any

import pytest

from api.pages.drawings.marks import Marks
from api.pages.read.structure_tables import Table, tables, value_in_words
from api.pages.words.names import Names


def names() -> Names:
    known = Names()
    for type_, slug, name in (
        ("area", "brent", "Brent"),
        ("area", "kenton", "Kenton"),
        ("unit", "nw", "North West"),
        ("site", "wembley", "Wembley"),
    ):
        known.put(type_, slug, name)
    known.introduce("p-1", "Ada Byron")
    return known


def holder(tenure: str, rank: str | None = None, since: str | None = "2018-10-01") -> dict[str, str | None]:
    return {"person": "p-1", "name": "Ada Byron", "rank": rank, "tenure": tenure, "since": since}


@pytest.mark.parametrize(
    ("type_", "field", "held", "words"),
    [
        ("team", "site", None, ""),
        ("team", "covers", [], ""),
        ("team", "site", "wembley", "Wembley"),
        ("team", "covers", ["brent", "kenton"], "Brent and Kenton"),
        ("team", "strength", 40, "40"),
        ("team", "function", "response", "Response"),
        ("site", "uses", ["custody"], "Custody suite"),
        ("site", "uses", ["front-counter", "custody"], "Front counter and custody suite"),
        ("site", "address", "1 High Road", "1 High Road"),
        ("team", "covers_unnamed", {"area": "brent", "count": None}, "Some wards of Brent that are not named"),
        ("team", "covers_unnamed", {"area": "brent", "count": 1}, "1 ward of Brent that is not named"),
        ("team", "covers_unnamed", {"area": "brent", "count": 2}, "2 wards of Brent that are not named"),
        ("post", "holder", holder("substantive"), "Ada Byron, since 1 October 2018"),
        (
            "post",
            "holder",
            holder("acting", "Superintendent"),
            "Superintendent Ada Byron, acting, since 1 October 2018",
        ),
        ("post", "holder", holder("substantive", since=None), "Ada Byron, since no date"),
    ],
)
def test_a_value_in_words(type_: str, field: str, held: Any, words: str) -> None:
    assert value_in_words(type_, field, held, names()) == words


def item(id_: str, **fields: Any) -> dict[str, Any]:
    return {"id": id_, "since": None, "because": {}, "possible": [], "overdue": []} | fields


def team(id_: str, name: str, **fields: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "unit": "nw",
        "function": "response",
        "site": None,
        "covers": [],
        "covers_unnamed": None,
        "strength": None,
    }
    return item(id_, name=name, **(usual | fields))


def post(id_: str, held: dict[str, Any] | None) -> dict[str, Any]:
    return item(id_, title="Lead", unit="nw", rank=None, function=None, area=None, holder=held)


def lists(marks: Marks | None = None, **items: list[dict[str, Any]]) -> dict[str, Table]:
    """The lists of a structure, by their ids."""
    answer: Any = {name: [] for name in ("units", "posts", "teams", "sites", "areas")} | items
    made = tables(
        answer, names(), marks or Marks(), lambda type_, id_: f"/{type_}/{id_}", lambda id_: f"/changes/{id_}"
    )
    return {table.id: table for table in made}


def test_there_is_a_list_of_each_type_in_the_order_of_the_page() -> None:
    assert list(lists()) == ["units", "posts", "teams", "sites", "areas"]
    assert [table.rows for table in lists().values()] == [[], [], [], [], []]


def test_a_column_is_shown_where_one_of_its_items_has_a_value() -> None:
    table = lists(teams=[team("a", "A"), team("b", "B", site="wembley")])["teams"]
    assert table.heads == ["Name", "Work", "Belongs to", "Based at"]
    assert [row.cells[-1] for row in table.rows] == [("", None), ("Wembley", None)]


def test_rows_are_sorted_by_name_and_lead_to_their_pages() -> None:
    rows = lists(teams=[team("a", "Zulu"), team("b", "Alpha")])["teams"].rows
    assert [(row.name, row.href) for row in rows] == [("Alpha", "/team/b"), ("Zulu", "/team/a")]


def test_a_cell_leads_to_the_change_that_says_so() -> None:
    (row,) = lists(teams=[team("a", "A", because={"unit": "c-1"})])["teams"].rows
    assert row.cells == [("Response", None), ("North West", "/changes/c-1")]


@pytest.mark.parametrize(
    ("covers", "because", "cell"),
    [
        (["kenton"], {"covers": "c-1"}, ("Kenton, and 2 wards of Brent that are not named", "/changes/c-1")),
        (
            ["kenton"],
            {"covers": "c-1", "covers_unnamed": "c-2"},
            ("Kenton, and 2 wards of Brent that are not named", "/changes/c-2"),
        ),
    ],
)
def test_areas_that_are_not_named_stand_with_those_that_are(
    covers: list[str], because: dict[str, str], cell: tuple[str, str]
) -> None:
    unnamed = {"area": "brent", "count": 2}
    (row,) = lists(teams=[team("a", "A", covers=covers, covers_unnamed=unnamed, because=because)])["teams"].rows
    assert row.cells[-1] == cell


def test_areas_that_are_not_named_have_their_column_where_no_others_are() -> None:
    table = lists(teams=[team("a", "A", covers_unnamed={"area": "brent", "count": None})])["teams"]
    assert table.rows[0].cells[-1] == ("Some wards of Brent that are not named", None)


def test_a_post_that_nobody_holds_is_vacant() -> None:
    table = lists(posts=[post("a", None), post("b", holder("substantive"))])["posts"]
    assert table.heads[0] == "Post"
    assert [row.cells[0] for row in table.rows] == [("Vacant", None), ("Ada Byron, since 1 October 2018", None)]


def test_marks_are_words_with_colours() -> None:
    marks = Marks({("team", "a"): ["ending", "possible"], ("post", "a"): ["new"]})
    (row,) = lists(marks, teams=[team("a", "A")])["teams"].rows
    assert row.marks == [("Ends soon", "red"), ("May change", "grey")]
