"""A subject with its history, a change with its amendments, and entries, as tables."""

from __future__ import annotations

from typing import Any

import pytest

from api.cli.output.history import show_change, show_entries, show_history, show_next, source_words
from tests.api.cli.output.printing import printed

SOURCE = {"document": "paper.txt", "reference": "1.23", "quote": "Wembley [name] closes."}
STATE = {
    "name": "Wembley",
    "uses": ["custody", "response-base"],
    "area": None,
    "address": "1 Olympic Way",
    "because": {"name": "opened", "uses": "used"},
}
CHANGE: dict[str, Any] = {
    "id": "opened",
    "kind": "site-opened",
    "subject": "wembley",
    "effective_on": "2018-01-01",
    "standing": "planned",
    "overdue": False,
    "possible": False,
    "details": {"name": "Wembley", "uses": ["custody"]},
    "source": SOURCE,
    "baseline": {"effective_on": "2018-01-01"},
    "forecast": {"effective_on": "2018-02-01"},
    "actual": None,
    "slip": 31,
    "amendments": [],
}
ENTRY: dict[str, Any] = {
    "id": "opened",
    "change": "opened",
    "subject": "wembley",
    "kind": "site-opened",
    "effective_on": "2018-01-01",
    "standing": "planned",
    "recorded_at": "2018-06-04T08:00:00.000000Z",
    "recorded_by": "rose",
}


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (None, ""),
        ({"document": "paper.txt", "reference": None, "quote": None}, "paper.txt"),
        ({"document": "paper.txt", "reference": "1.23"}, "paper.txt, 1.23"),
        ({"quote": "It closes."}, ": “It closes.”"),
        (SOURCE, "paper.txt, 1.23: “Wembley [name] closes.”"),
    ],
)
def test_a_source_is_its_paper_its_place_and_its_words(source: dict[str, Any] | None, sentence: str) -> None:
    assert source_words({"source": source}) == sentence


def test_an_entry_without_a_source_has_no_words_of_one() -> None:
    assert source_words({}) == ""


def test_a_subject_is_shown_field_by_field_with_the_change_behind_each(capsys: pytest.CaptureFixture[str]) -> None:
    answer = {"type": "site", "id": "wembley", "state": STATE, "history": []}
    text = printed(capsys, show_history, answer)
    assert text.lines[0] == "site wembley"
    assert text.heads[0] == ["field", "value", "because"]
    assert text.rows == [
        ["name", "Wembley", "opened"],
        ["area", "–", ""],
        ["address", "1 Olympic Way", ""],
        ["uses", "custody, response-base", "used"],
    ]


def test_a_subject_that_is_not_there_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, show_history, {"type": "site", "id": "wembley", "state": None, "history": []})
    assert text.lines[0] == "The site wembley is not in the structure of that day."
    assert text.heads == [["change", "what", "when", "standing", "details", "source"]]


@pytest.mark.parametrize(
    ("marks", "standing"),
    [
        ({}, "planned"),
        ({"overdue": True}, "planned (overdue)"),
        ({"possible": True}, "planned (possible)"),
        ({"overdue": True, "possible": True}, "planned (overdue, possible)"),
    ],
)
def test_each_change_of_a_history_is_a_row(
    marks: dict[str, bool], standing: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = {"type": "site", "id": "wembley", "state": None, "history": [CHANGE | marks]}
    details, source = "name: Wembley; uses: custody", "paper.txt, 1.23: “Wembley [name] closes.”"
    assert printed(capsys, show_history, answer).rows == [
        ["opened", "site-opened", "2018-01-01", standing, details, source]
    ]


def test_a_change_is_shown_with_the_dates_that_it_has(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, show_change, CHANGE)
    assert text.lines[0] == "site-opened wembley"
    assert text.rows == [
        ["standing", "planned"],
        ["baseline", "2018-01-01"],
        ["forecast", "2018-02-01"],
        ["slip", "31 days"],
        ["details", "name: Wembley; uses: custody"],
        ["source", "paper.txt, 1.23: “Wembley [name] closes.”"],
    ]


@pytest.mark.parametrize(("slip", "sentence"), [(1, "1 day"), (2, "2 days"), (-1, "1 day early"), (-9, "9 days early")])
def test_a_change_says_how_far_it_slipped(slip: int, sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ["slip", sentence] in printed(capsys, show_change, CHANGE | {"slip": slip}).rows


@pytest.mark.parametrize("slip", [0, None])
def test_a_change_that_never_moved_has_no_slip(slip: int | None, capsys: pytest.CaptureFixture[str]) -> None:
    assert "slip" not in printed(capsys, show_change, CHANGE | {"slip": slip})


def test_an_overdue_change_without_details_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    rows = printed(capsys, show_change, CHANGE | {"overdue": True, "details": None, "source": None}).rows
    assert (rows[0], rows[-2:]) == (["standing", "planned (overdue)"], [["details", ""], ["source", ""]])


def test_amendments_of_a_change_follow_it_as_entries(capsys: pytest.CaptureFixture[str]) -> None:
    amendment = {name: ENTRY[name] for name in ("change", "recorded_at", "recorded_by")} | {
        "id": "late",
        "kind": "change-rescheduled",
        "effective_on": "2018-02-01",
        "reason": "The lease runs on.",
    }
    text = printed(capsys, show_change, CHANGE | {"amendments": [amendment]})
    words = "The lease runs on."
    assert text.rows[-1] == ["late", "4 June 2018", "rose", "change-rescheduled", "opened", "2018-02-01", "", words]


@pytest.mark.parametrize(
    ("more", "recorded", "words"),
    [
        ({}, "4 June 2018", ""),
        ({"backfilled": True}, "4 June 2018 (backfilled)", ""),
        ({"source": SOURCE}, "4 June 2018", "paper.txt, 1.23: “Wembley [name] closes.”"),
        ({"source": SOURCE, "reason": "It was agreed."}, "4 June 2018", "It was agreed."),
    ],
)
def test_an_entry_is_a_row_whose_words_are_its_reason_or_else_its_source(
    more: dict[str, Any], recorded: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = printed(capsys, show_entries, {"entries": [ENTRY | more], "next": None})
    assert text.heads == [["id", "recorded", "by", "what", "subject or change", "when", "standing", "words"]]
    assert text.rows == [["opened", recorded, "rose", "site-opened", "wembley", "2018-01-01", "planned", words]]


def test_a_page_says_how_to_ask_for_the_next_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, show_next, {"next": "mark-7"}) == "There is more: --after mark-7\n"
    assert printed(capsys, show_entries, {"entries": [], "next": "mark-7"}).lines[-1].endswith("--after mark-7")
    assert printed(capsys, show_next, {"next": None}) == ""
