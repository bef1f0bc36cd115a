"""What is accounted for: a square for each thing, in a row for each merger."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from api.pages.drawings.ledger import DrawnLedgerRow, LedgerSquare, ledger

SVG = {"s": "http://www.w3.org/2000/svg"}
KEY = 5
"""Squares of the key: one of each outcome, and a pale one."""


def row(*things: LedgerSquare, label: str = "Brent", href: str | None = "/brent") -> DrawnLedgerRow:
    return DrawnLedgerRow(label, "1 of 2", href, list(things))


def square(outcome: str, *, done: bool = True, href: str | None = None) -> LedgerSquare:
    return LedgerSquare(outcome, done, "Response A", href)


def drawn(*rows: DrawnLedgerRow) -> ET.Element:
    return ET.fromstring(ledger(rows, "Accounted for", "One merger."))


def squares(root: ET.Element) -> list[dict[str, str]]:
    """Those of the rows, without those of the key."""
    return [dict(box.attrib) for box in root.iter(f"{{{SVG['s']}}}rect")][:-KEY]


@pytest.mark.parametrize(
    ("count", "height"),
    [(0, 40 + 18), (17, 40 + 18), (18, 2 * 34 + 18), (34, 2 * 34 + 18), (35, 3 * 34 + 18)],
)
def test_a_row_is_as_tall_as_its_lines_of_seventeen_squares(count: int, height: float) -> None:
    assert row(*[square("closed")] * count).height == height


def test_the_eighteenth_square_stands_below_the_first() -> None:
    found = squares(drawn(row(*[square("closed")] * 18)))
    assert (found[0]["x"], found[0]["y"]) == ("381", "12.0")
    assert (found[16]["x"], found[16]["y"]) == (str(381 + 16 * 34), "12.0")
    assert (found[17]["x"], found[17]["y"]) == ("381", "46.0")


@pytest.mark.parametrize(
    ("outcome", "done", "fill", "stroke", "dashes", "title"),
    [
        ("transferred", True, "#1d70b8", "#1d70b8", None, "Response A: transferred"),
        ("transferred", False, "#e8f1f8", "#1d70b8", "4 3", "Response A: transferred, not done yet"),
        ("retained", True, "#00703c", "#00703c", None, "Response A: retained"),
        ("closed", False, "#f3f2f1", "#484949", "4 3", "Response A: closed, not done yet"),
        ("not yet accounted for", True, "#ffffff", "#942514", None, "Response A: not yet accounted for"),
        ("not yet accounted for", False, "#ffffff", "#942514", None, "Response A: not yet accounted for"),
    ],
)
def test_a_square_is_solid_where_its_outcome_is_done(
    outcome: str, done: bool, fill: str, stroke: str, dashes: str | None, title: str
) -> None:
    root = drawn(row(square(outcome, done=done)))
    (box,) = squares(root)
    assert (box["fill"], box["stroke"], box.get("stroke-dasharray")) == (fill, stroke, dashes)
    assert [element.text for element in root.iter(f"{{{SVG['s']}}}title")] == ["Accounted for", title]


def test_a_row_and_its_squares_lead_where_they_have_somewhere_to_go() -> None:
    root = drawn(row(square("closed", href="/a"), square("closed")), row(label="Barnet", href=None))
    assert [link.get("href") for link in root.findall("s:a", SVG)] == ["/brent", "/a"]


def test_the_key_names_every_outcome_in_its_order_and_what_is_pale() -> None:
    texts = [element.text for element in drawn().iter(f"{{{SVG['s']}}}text")]
    assert texts == [
        "T", "Transferred", "R", "Retained", "C", "Closed", "?", "Not yet accounted for",
        "T", "Pale, with a dashed border: only planned or proposed",
    ]  # fmt: skip


def test_the_drawing_is_as_tall_as_its_rows_and_the_key() -> None:
    assert drawn().get("height") == "88"
    assert drawn(row(), row(*[square("closed")] * 18)).get("height") == f"{88 + 58 + 86}"
