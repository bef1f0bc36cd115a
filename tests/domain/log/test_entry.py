"""A stored entry, and how it is shown."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec

from domain.log.body import Body
from domain.log.entry import Entry
from domain.log.parsing import read_line
from domain.time import instants
from tests.support.examples import PAPER, amend, start

AT = instants.parse("2018-06-04T08:00:00Z")


def stored(body: dict[str, Any], *, backfilled: bool = False) -> Entry:
    payload = read_line(msgspec.json.encode(body))
    assert isinstance(payload, Body)
    return Entry(UUID(int=1), 7, 3, 9, 1, "e", "c", 9, "site-opened", payload, AT, AT + 1, "office", backfilled)


def shown(entry: Entry, version: int | None = None) -> list[tuple[str, Any]]:
    return list(entry.shown(version).items())


def test_a_starting_entry_shows_what_was_left_out_in_one_order() -> None:
    assert shown(stored(start("site-opened", "a", "2018", name="A"))) == [
        ("id", "e"),
        ("change", "c"),
        ("kind", "site-opened"),
        ("subject", "a"),
        ("effective_on", "2018"),
        ("standing", "done"),
        ("details", {"name": "A"}),
        ("restricted", False),
        ("recorded_at", "2018-06-04T08:00:00.000000Z"),
        ("entered_at", "2018-06-04T08:00:00.000001Z"),
        ("recorded_by", "office"),
        ("version", 3),
    ]


def test_a_reason_and_a_source_are_shown_where_they_were_given() -> None:
    body = start("site-closed", "a", reason="Late.", source=PAPER, restricted=True)
    keys = [name for name, _ in shown(stored(body))]
    assert keys[6:10] == ["details", "reason", "source", "restricted"]
    entry = stored(body).shown()
    assert (entry["reason"], entry["source"], entry["restricted"]) == ("Late.", PAPER, True)


def test_an_amendment_shows_what_was_said() -> None:
    body = amend("change-corrected", "c", details={"name": "B"}, reason="Late.")
    entry: Any = stored(body).shown()
    assert {name: entry[name] for name in body} == body
    assert "effective_on" not in entry


def test_a_viewer_who_sees_fewer_entries_is_shown_an_earlier_version() -> None:
    assert stored(amend("change-withdrawn", "c")).shown(2)["version"] == 2


def test_only_what_was_backfilled_says_so() -> None:
    body = amend("change-withdrawn", "c")
    assert stored(body, backfilled=True).shown()["backfilled"] is True
    assert "backfilled" not in stored(body).shown()
