"""Where teams are based, on several sides."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from api.pages.drawings.bases import Base, Column, bases

SVG = {"s": "http://www.w3.org/2000/svg"}
THERE = Base("Wembley", "/wembley", "Custody")


def drawn(*columns: Column, only: int | None = None) -> ET.Element:
    return ET.fromstring(bases(columns, "Bases", "Two sides.", only))


def texts(root: ET.Element) -> list[str | None]:
    return [element.text for element in root.findall(".//s:text", SVG)]


def boxes(root: ET.Element) -> list[tuple[str, str, str]]:
    """Where the boxes of sites begin, and how tall they are."""
    return [(box.attrib["x"], box.attrib["y"], box.attrib["height"]) for box in root.findall("s:rect", SVG)]


@pytest.mark.parametrize(
    ("below", "teams", "height"),
    [
        ("", [], 2 * 12 + 20),
        ("Custody", [], 2 * 12 + 20 + 17),
        ("Custody", [("A", "/a", False)], 2 * 12 + 20 + 17 + 26 + 6),
        ("", [("A", "/a", False), ("B", "/b", True)], 2 * 12 + 20 + 2 * 26 + 6),
    ],
)
def test_a_box_is_as_tall_as_what_is_in_it(below: str, teams: list[tuple[str, str, bool]], height: float) -> None:
    assert Base("Wembley", "/w", below, teams).height == height


def test_the_same_site_stands_at_the_same_height_on_every_side_and_is_as_tall() -> None:
    tall = Base("Wembley", "/wembley", "", [("A", "/a", False)])
    root = drawn(Column("Before", [THERE, THERE]), Column("After", [tall, THERE]))
    first, second = ("47.0", "76"), ("135.0", "61")  # 24 + 20 + 26 + 6, and 12 between; 24 + 20 + 17
    assert boxes(root) == [("1.5", *first), ("1.5", *second), ("331.5", *first), ("331.5", *second)]
    assert (root.get("width"), root.get("height")) == ("630", f"{46 + 76 + 61 + 2 * 12 - 8}")


def test_one_side_alone_has_no_name_above_it_and_is_as_tall_as_all() -> None:
    tall = Base("Wembley", "/wembley", "", [("A", "/a", False)])
    root = drawn(Column("Before", [THERE]), Column("After", [tall]), only=0)
    assert texts(root) == ["Wembley", "Custody"]
    assert boxes(root) == [("1.5", "1.0", "76")]
    assert root.get("width") == "300"
    assert root.find("s:title", SVG).get("id") == "bases-0-title"  # type: ignore[union-attr]


def test_all_sides_have_their_names_above_them() -> None:
    root = drawn(Column("Before", [THERE]), Column("After", [THERE]))
    assert texts(root) == ["Before", "Wembley", "Custody", "After", "Wembley", "Custody"]


@pytest.mark.parametrize(
    ("base", "stroke", "width", "dashes", "words"),
    [
        (THERE, "#b1b4b6", "1.5", None, []),
        (Base("Wembley", "/w", "", mark="new"), "#00703c", "3", None, ["New"]),
        (Base("Wembley", "/w", "", mark="changed"), "#1d70b8", "3", None, ["Changed"]),
        (Base("Wembley", None, ""), "#8d9194", "1.5", "5 4", []),
    ],
)
def test_a_border_says_whether_a_site_is_there_and_is_new(
    base: Base, stroke: str, width: str, dashes: str | None, words: list[str]
) -> None:
    root = drawn(Column("Now", [base]), only=0)
    box = root.find("s:rect", SVG)
    assert box is not None
    assert (box.get("stroke"), box.get("stroke-width"), box.get("stroke-dasharray")) == (stroke, width, dashes)
    assert texts(root) == ["Wembley", *words, *(["Custody"] if base.below else [])]


def test_a_site_that_is_not_there_leads_nowhere() -> None:
    assert "<a " not in bases([Column("Now", [Base("Wembley", None, "")])], "Bases", "", 0)


def test_only_a_team_that_comes_here_on_this_side_says_so() -> None:
    teams = [("Response A", "/a", True), ("Response B", "/b", False)]
    made = bases([Column("Now", [Base("Wembley", "/w", "", teams)])], "Bases", "", 0)
    assert re.findall(r'<a href="(/\w+)">', made) == ["/w", "/a", "/b"]
    assert texts(ET.fromstring(made)) == ["Wembley", "Response A", "comes here", "Response B"]
