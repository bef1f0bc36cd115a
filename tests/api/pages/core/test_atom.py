"""The Atom feed of a log."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import pytest

from api.pages.core.atom import feed
from api.pages.core.entry_line import EntryLine
from projections.log.programmes import ProgrammeRecord

PROGRAMME: ProgrammeRecord = {"id": "met", "name": "Met & co"}
ATOM = {"a": "http://www.w3.org/2005/Atom"}
HERE = "https://merger.example/programmes/met"


def line(**fields: Any) -> EntryLine:
    whole = {
        "id": "e-2",
        "change": "c-1",
        "sentence": "Harrow was sold.",
        "reason": None,
        "source": None,
        "recorded_at": "2018-06-04T08:00:00.000000Z",
        "recorded_by": "Ada Byron",
    }
    return whole | fields  # type: ignore[return-value]


def read(*lines: EntryLine) -> ET.Element:
    return ET.fromstring(feed(PROGRAMME, list(lines), "https://merger.example"))


def texts(root: ET.Element, path: str) -> list[str | None]:
    return [element.text for element in root.findall(path, ATOM)]


def links(root: ET.Element, path: str) -> dict[str | None, str | None]:
    return {element.get("rel"): element.get("href") for element in root.findall(path, ATOM)}


def test_a_feed_is_of_its_programme_and_as_new_as_its_first_entry() -> None:
    root = read(line(), line(id="e-1", recorded_at="2018-06-03T08:00:00.000000Z"))
    assert texts(root, "a:id") == [f"{HERE}/log"]
    assert texts(root, "a:title") == ["Met & co: the log"]
    assert texts(root, "a:updated") == ["2018-06-04T08:00:00.000000Z"]
    assert links(root, "a:link") == {"self": f"{HERE}/log.atom", "alternate": f"{HERE}/log"}


def test_a_feed_without_entries_is_as_old_as_can_be() -> None:
    root = read()
    assert texts(root, "a:updated") == ["1970-01-01T00:00:00Z"]
    assert texts(root, "a:entry") == []


def test_entries_stand_in_their_order_each_with_a_link_to_its_place_in_its_change() -> None:
    root = read(line(), line(id="e-1", sentence="A < B"))
    assert texts(root, "a:entry/a:id") == [f"{HERE}/entries/e-2", f"{HERE}/entries/e-1"]
    assert texts(root, "a:entry/a:title") == ["Harrow was sold.", "A < B"]
    assert texts(root, "a:entry/a:updated") == ["2018-06-04T08:00:00.000000Z"] * 2
    assert texts(root, "a:entry/a:author/a:name") == ["Ada Byron"] * 2
    assert links(root, "a:entry[1]/a:link") == {"alternate": f"{HERE}/changes/c-1#entry-e-2"}


@pytest.mark.parametrize(
    ("fields", "summary"),
    [
        ({}, []),
        ({"source": {}}, []),
        ({"reason": "It was late."}, ["It was late."]),
        ({"source": {"document": "Plan"}}, ["Plan"]),
        (
            {"reason": "It was late.", "source": {"document": "Plan", "quote": "Sold"}},
            ["It was late. Plan “Sold”"],
        ),
    ],
)
def test_a_summary_gives_the_reason_and_what_the_paper_says(fields: dict[str, Any], summary: list[str]) -> None:
    assert texts(read(line(**fields)), "a:entry/a:summary") == summary
