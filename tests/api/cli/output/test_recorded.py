"""A recorded entry as tables: what it alters, and the clashes that it opens, alters and clears."""

from __future__ import annotations

from typing import Any

import pytest

from api.cli.output.recorded import show_clashes_of_entry
from tests.api.cli.output.printing import printed


def clash(id_: str, says: str = "The site is closed.") -> dict[str, Any]:
    """A clash of one day."""
    days = dict.fromkeys(("from", "to", "certain_from", "certain_to"), "2018-10-01")
    return {"id": id_, "says": says, "certainty": "certain", "changes": ["closed"], "acknowledged": None} | days


OPENED, CLEARED = clash("new"), clash("gone")
BEFORE, AFTER = clash("altered", "It was so."), clash("altered", "It is so.")


@pytest.mark.parametrize(
    ("dry_run", "titles"),
    [
        (False, ["Clashes that this opened", "Clashes that this altered", "Clashes that this cleared"]),
        (True, ["Clashes that this would open", "Clashes that this would alter", "Clashes that this would clear"]),
    ],
)
def test_a_clash_that_is_opened_and_cleared_is_altered_and_shown_as_it_is_then(
    dry_run: bool, titles: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    clashes = {"opened": [OPENED, AFTER], "cleared": [BEFORE, CLEARED]}
    text = printed(capsys, show_clashes_of_entry, clashes, dry_run=dry_run)
    assert [line for line in text.lines if line.startswith("Clashes")] == titles
    assert [row[:2] for row in text.rows if row[0]] == [
        ["new", "The site is closed."],
        ["altered", "It is so."],
        ["gone", "The site is closed."],
    ]


def test_an_entry_without_clashes_prints_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, show_clashes_of_entry, {"opened": [], "cleared": []}, dry_run=False) == ""
