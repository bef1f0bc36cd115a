"""Contradictions between papers as a table: both sides, and how each was settled."""

from __future__ import annotations

from typing import Any

import pytest

from api.cli.output.contradictions import show_contradictions
from tests.api.cli.output.printing import printed

CHANGE_SAYS = {
    "entry": "opened",
    "recorded_at": "2018-06-04T08:00:00.000000Z",
    "effective_on": "2018-10",
    "details": {"name": "Wembley", "uses": ["custody"], "area": "brent"},
    "source": None,
}
CLAIM_SAYS = CHANGE_SAYS | {
    "entry": "claimed",
    "recorded_at": "2018-06-05T08:00:00.000000Z",
    "effective_on": "2018-11",
    "details": {"uses": ["custody", "public-desk"]},
    "source": {"document": "paper.txt", "reference": "1.23"},
}
CONTRADICTION: dict[str, Any] = {
    "change": "opened",
    "aspect": "effective_on",
    "fields": [],
    "change_says": CHANGE_SAYS,
    "claim_says": CLAIM_SAYS,
    "settled": None,
}
SETTLED = {
    "how": "dismissed",
    "recorded_at": "2018-06-06T08:00:00.000000Z",
    "entry": "settling",
    "reason": "The paper is older.",
}


def test_no_contradictions_are_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, show_contradictions, {"contradictions": []})
    assert text == "No paper contradicts another.\n"


def test_both_sides_of_a_date_say_since_when_and_by_which_paper(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, show_contradictions, {"contradictions": [CONTRADICTION]})
    assert text.heads == [["change", "the change says", "another paper says", "state"]]
    assert text.rows == [
        ["opened", "2018-10", "2018-11", "open"],
        ["", "since 4 June 2018 (opened)", "since 5 June 2018 (claimed)", ""],
        ["", "", "paper.txt, 1.23", ""],
    ]


def test_details_that_disagree_are_shown_and_no_others(capsys: pytest.CaptureFixture[str]) -> None:
    contradiction = CONTRADICTION | {"aspect": "details", "fields": ["uses", "area"]}
    row = printed(capsys, show_contradictions, {"contradictions": [contradiction]}).rows[0]
    assert row[1:3] == ["uses: custody; area: brent", "uses: custody, public-desk; area: –"]


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("corrected-to-claim", "settled: corrected to the claim"),
        ("corrected-otherwise", "settled: corrected, but otherwise"),
        ("dismissed", "settled: the claim was dismissed"),
        ("retracted", "settled: the change was retracted"),
    ],
)
def test_a_settled_contradiction_says_how_when_and_why(
    how: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    contradiction = CONTRADICTION | {"settled": SETTLED | {"how": how}}
    rows = printed(capsys, show_contradictions, {"contradictions": [contradiction]}).rows
    assert [row[3] for row in rows] == [words, "6 June 2018 (settling): The paper is older.", ""]


def test_a_settled_contradiction_without_a_reason_ends_with_its_entry(capsys: pytest.CaptureFixture[str]) -> None:
    contradiction = CONTRADICTION | {"settled": SETTLED | {"reason": None}}
    rows = printed(capsys, show_contradictions, {"contradictions": [contradiction]}).rows
    assert rows[1][3] == "6 June 2018 (settling)"
