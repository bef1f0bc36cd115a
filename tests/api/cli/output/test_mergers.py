"""Mergers and their ledgers as tables: what becomes of each item, and what is left over."""

from __future__ import annotations

from typing import Any

import pytest

from api.cli.output.mergers import show_merger, show_mergers
from tests.api.cli.output.printing import printed

REMAINDER = [{"type": "team", "id": "response-a"}, {"type": "post", "id": "commander"}]
MERGER: dict[str, Any] = {
    "change": "merged",
    "kind": "units-merged",
    "from": ["brent-boc", "harrow-boc"],
    "subject": "nw-bcu",
    "effective_on": "2018-11",
    "standing": "planned",
    "counts": True,
    "remainder": REMAINDER,
    "drawn_up_on": "2018-10-31",
    "judged_on": "2018-12-01",
    "ledger": [],
    "untied": [],
}
ITEM: dict[str, Any] = {
    "type": "team",
    "id": "response-a",
    "outcome": "moved",
    "how": None,
    "why": None,
    "has_it": {"type": "unit", "id": "nw-bcu"},
    "settled_by": [{"change": "moved"}, {"change": "renamed"}],
    "standing": "done",
}


@pytest.mark.parametrize(
    ("more", "left_over"),
    [
        ({}, "team response-a, post commander"),
        ({"remainder": []}, "nothing; it is complete"),
        ({"counts": False}, "everything, as this merger does not count here"),
        ({"counts": False, "remainder": []}, "everything, as this merger does not count here"),
    ],
)
def test_what_is_left_over_of_a_merger_is_said_in_the_list_and_on_its_own(
    more: dict[str, Any], left_over: str, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = printed(capsys, show_mergers, {"mergers": [MERGER | more]})
    assert listed.heads == [["merger", "what", "of", "when", "standing", "not yet accounted for"]]
    assert listed.rows == [
        ["merged", "units-merged", "brent-boc, harrow-boc into nw-bcu", "2018-11", "planned", left_over]
    ]
    assert f"Not yet accounted for: {left_over}." in printed(capsys, show_merger, MERGER | more).lines


def test_a_log_without_mergers_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, show_mergers, {"mergers": []}) == "The log has no merger.\n"


def test_a_merger_of_those_who_had_nothing_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, show_merger, MERGER).lines[:2] == [
        "merged: brent-boc, harrow-boc into nw-bcu, planned.",
        "Those who merged had nothing that the log knows of.",
    ]


@pytest.mark.parametrize(
    ("more", "outcome", "has_it", "standing"),
    [
        ({}, "moved", "unit nw-bcu", "done"),
        ({"how": "with its base"}, "moved: with its base", "unit nw-bcu", "done"),
        ({"why": "nobody said"}, "moved: nobody said", "unit nw-bcu", "done"),
        ({"has_it": None, "standing": None}, "moved", "", ""),
    ],
)
def test_each_item_of_a_ledger_says_what_becomes_of_it(
    more: dict[str, Any], outcome: str, has_it: str, standing: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = printed(capsys, show_merger, MERGER | {"ledger": [ITEM | more]})
    assert "What they had on 2018-10-31, and what has become of it by 2018-12-01:" in text.lines
    assert text.heads == [["", "what becomes of it", "now with", "settled by", "standing"]]
    assert text.rows == [["team response-a", outcome, has_it, "moved, renamed", standing]]


def test_sites_that_are_tied_to_nobody_are_named_last(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, show_merger, MERGER | {"untied": ["wembley", "colindale"]})
    sentence = "Sites that the log ties to nobody, so that no ledger has them: wembley, colindale."
    assert text.lines[-1] == sentence
    assert "ties to nobody" not in printed(capsys, show_merger, MERGER)
