"""The structure of a day as a tree of cards, and the sites below it."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import pytest

from api.pages.drawings.marks import Marks
from api.pages.drawings.organisation import organisation
from api.pages.words.names import Names

SVG = {"s": "http://www.w3.org/2000/svg"}


def unit(id_: str, parent: str | None = None, unit_type: str = "bcu", areas: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"id": id_, "name": id_.upper(), "unit_type": unit_type, "parent": parent, "areas": list(areas)}


def team(id_: str, of: str, **fields: Any) -> dict[str, Any]:
    return {"id": id_, "name": id_.title(), "unit": of, "site": None, "covers": [], "covers_unnamed": None} | fields


def post(id_: str, of: str, holder: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"id": id_, "title": id_.title(), "unit": of, "holder": holder}


def holder(tenure: str, rank: str | None = None) -> dict[str, Any]:
    return {"person": "p-1", "tenure": tenure, "rank": rank}


def site(id_: str, *uses: str) -> dict[str, Any]:
    return {"id": id_, "name": id_.title(), "uses": list(uses)}


def drawn(marks: dict[tuple[str, str], list[str]] | None = None, **lists: list[dict[str, Any]]) -> ET.Element:
    answer: Any = {"units": [], "posts": [], "teams": [], "sites": [], "areas": []} | lists
    names = Names()
    for type_, slug, name in (("area", "brent", "Brent"), ("area", "kenton", "Kenton"), ("site", "wembley", "Wembley")):
        names.put(type_, slug, name)
    names.introduce("p-1", "Ada Byron")
    made = organisation(answer, names, Marks(marks or {}), lambda *of: "/".join(of), "The structure", "On a day.")
    return ET.fromstring(made)


def cards(root: ET.Element) -> dict[str | None, list[str | None]]:
    """The lines of text on each card, by where the card leads."""
    return {link.get("href"): [line.text for line in link.findall("s:text", SVG)] for link in root.findall("s:a", SVG)}


def lefts(root: ET.Element) -> dict[str | None, str]:
    """The left side of each card."""
    return {link.get("href"): link.find("s:rect", SVG).attrib["x"] for link in root.findall("s:a", SVG)}  # type: ignore[union-attr]


def test_commands_are_on_the_left_posts_and_functions_in_the_middle_and_teams_on_the_right() -> None:
    units = [unit("nw"), unit("safe", "nw", "function")]
    root = drawn(units=units, posts=[post("lead", "nw")], teams=[team("a", "safe")])
    assert lefts(root) == {"unit/nw": "1.5", "post/lead": "261.5", "unit/safe": "261.5", "team/a": "601.5"}


def test_what_hangs_on_a_card_is_posts_then_units_then_teams_each_by_name() -> None:
    root = drawn(
        units=[unit("nw"), unit("safe", "nw", "function")],
        posts=[post("second", "nw"), post("first", "nw")],
        teams=[team("b", "nw"), team("a", "nw")],
    )
    assert list(cards(root)) == ["unit/nw", "post/first", "post/second", "unit/safe", "team/a", "team/b"]


def test_units_above_each_other_in_a_circle_hang_on_the_first_of_them() -> None:
    root = drawn(units=[unit("a", "b"), unit("b", "a"), unit("c", "b"), unit("d", "d")])
    assert list(cards(root)) == ["unit/a", "unit/b", "unit/c", "unit/d"]
    assert lefts(root)["unit/a"] == lefts(root)["unit/d"] == "1.5"


def test_a_unit_says_its_type_and_its_areas() -> None:
    found = cards(drawn(units=[unit("nw", areas=("brent", "kenton")), unit("xx", unit_type="borough-command")]))
    assert found["unit/nw"][0] == "NW"
    assert found["unit/nw"][-1] == "Brent and Kenton"
    assert len(found["unit/xx"]) == 2


@pytest.mark.parametrize(
    ("held", "words"),
    [
        (None, "Vacant"),
        (holder("substantive"), "Ada Byron"),
        (holder("acting"), "Ada Byron (acting)"),
        (holder("substantive", "Inspector"), "Inspector Ada Byron"),
    ],
)
def test_a_post_says_who_holds_it(held: dict[str, Any] | None, words: str) -> None:
    assert cards(drawn(units=[unit("nw")], posts=[post("lead", "nw", held)]))["post/lead"] == ["Lead", words]


@pytest.mark.parametrize(
    ("fields", "below"),
    [
        ({}, ["Base not recorded"]),
        ({"site": "wembley"}, ["Based at Wembley"]),
        ({"covers": ["brent", "kenton"]}, ["Base not recorded", "Covers Brent and Kenton"]),
        (
            {"covers": ["kenton"], "covers_unnamed": {"area": "brent", "count": 2}},
            ["Base not recorded", "Covers Kenton and 2 wards of Brent, not named"],
        ),
        ({"covers_unnamed": {"area": "brent", "count": 1}}, ["Base not recorded", "Covers 1 ward of Brent, not named"]),
        (
            {"covers_unnamed": {"area": "brent", "count": None}},
            ["Base not recorded", "Covers some wards of Brent, not named"],
        ),
    ],
)
def test_a_team_says_its_base_and_what_it_covers(fields: dict[str, Any], below: list[str]) -> None:
    assert cards(drawn(units=[unit("nw")], teams=[team("a", "nw", **fields)]))["team/a"] == ["A", *below]


def test_a_team_of_a_unit_that_is_not_there_hangs_on_a_card_that_says_so() -> None:
    found = cards(drawn(units=[unit("nw")], teams=[team("a", "gone-unit")]))
    assert found["unit/gone-unit"] == ["Gone unit", "Not in the structure of this day"]
    assert list(found) == ["unit/nw", "unit/gone-unit", "team/a"]


def test_a_site_says_its_uses_and_the_teams_that_are_based_there() -> None:
    teams = [team("a", "nw", site="wembley"), team("b", "nw"), team("c", "nw", site="wembley")]
    found = cards(drawn(units=[unit("nw")], teams=teams, sites=[site("wembley", "custody"), site("harrow")]))
    assert found["site/wembley"] == ["Wembley", "Custody suite", "A and C"]
    assert found["site/harrow"] == ["Harrow", "Uses not recorded"]


def test_sites_stand_three_in_a_row() -> None:
    root = drawn(sites=[site(id_) for id_ in ("a", "b", "c", "d")])
    boxes = [link.find("s:rect", SVG) for link in root.findall("s:a", SVG)]
    places = [(box.attrib["x"], box.attrib["y"]) for box in boxes if box is not None]
    assert [x for x, _ in places] == ["1.5", "328.2", "654.8", "1.5"]
    assert len({y for _, y in places[:3]}) == 1
    assert float(places[3][1]) > float(places[0][1])


@pytest.mark.parametrize(
    ("found", "words", "stroke", "width", "dashes"),
    [
        ([], None, "#8d9194", "1", None),
        (["new"], "New", "#00703c", "3", None),
        (["ending", "possible"], "Ends soon · May change", "#942514", "3", "3 3"),
        (["moved"], "Moved", "#b35900", "3", "10 4"),
    ],
)
@pytest.mark.parametrize("where", ["unit/nw", "site/wembley"])
def test_marks_are_words_and_a_border_of_the_weightiest(
    where: str, found: list[str], words: str | None, stroke: str, width: str, dashes: str | None
) -> None:
    type_, _, id_ = where.partition("/")
    root = drawn({(type_, id_): found} if found else {}, units=[unit("nw")], sites=[site("wembley")])
    box = root.find(f"s:a[@href='{where}']/s:rect", SVG)
    assert box is not None
    assert (box.get("stroke"), box.get("stroke-width"), box.get("stroke-dasharray")) == (stroke, width, dashes)
    last = cards(root)[where][-1]
    assert (last == words) if words else last in ("Uses not recorded", "Basic Command Unit")


def test_the_description_counts_what_is_drawn() -> None:
    root = drawn(units=[unit("nw")], teams=[team("a", "nw"), team("b", "nw")])
    assert root.findtext("s:desc", namespaces=SVG) == (
        "On a day. 1 unit, 2 teams, 0 posts and 0 sites. All of it stands in the lists under the drawing."
    )


def test_a_structure_with_nothing_in_it_is_still_a_drawing() -> None:
    assert drawn().get("height") == "40"
