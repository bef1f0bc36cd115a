"""Dates as tables: what moved and how far, what a milestone rests on, and what a slip carries with it."""

from __future__ import annotations

from typing import Any

import pytest

from api.cli.output.timeline import show_forecasts, show_knock_on, show_milestones, show_timeline, slip
from tests.api.cli.output.printing import printed

CHANGE = {
    "id": "closed",
    "kind": "site-closed",
    "subject": "wembley",
    "effective_on": "2018-11",
    "slip": 30,
    "standing": "planned",
    "overdue": False,
    "possible": False,
    "restricted": False,
    "reschedules": [],
}
MOVE = {
    "from": {"effective_on": "2018-10"},
    "to": {"effective_on": "2018-11"},
    "recorded_at": "2018-06-30T23:30:00.000000Z",
    "recorded_by": "rose",
    "reason": None,
}
NEED = {"name": "closed", "change": "closed", "standing": "planned", "latest": "2018-11-30", "slack": 0}
MILESTONE = CHANGE | {"subject": "go-live", "title": "Go live", "days_left": 3, "depends_on": []}


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (None, "–"),
        (0, "none"),
        (1, "1 day late"),
        (30, "30 days late"),
        (-1, "1 day early"),
        (-2, "2 days early"),
    ],
)
def test_a_slip_is_late_early_or_none(days: int | None, sentence: str) -> None:
    assert slip(days) == sentence


@pytest.mark.parametrize(
    ("marks", "standing"),
    [
        ((), "planned"),
        (("overdue",), "planned (overdue)"),
        (("possible",), "planned (possible)"),
        (("restricted",), "planned (restricted)"),
        (("restricted", "overdue"), "planned (overdue, restricted)"),
    ],
)
def test_a_change_is_a_row_with_its_marks(
    marks: tuple[str, ...], standing: str, capsys: pytest.CaptureFixture[str]
) -> None:
    change = CHANGE | dict.fromkeys(marks, True)
    text = printed(capsys, show_timeline, {"changes": [change], "next": None})
    assert text.heads == [["change", "what", "subject", "when", "slip", "standing"]]
    assert text.rows == [["closed", "site-closed", "wembley", "2018-11", "30 days late", standing]]


def test_a_timeline_without_changes_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, show_timeline, {"changes": [], "next": None}) == "No change has such a date.\n"


@pytest.mark.parametrize(("reason", "why"), [(None, "–"), ("The lease runs on.", "The lease runs on.")])
def test_every_move_is_a_row_of_a_second_table(
    reason: str | None, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    change = CHANGE | {"reschedules": [MOVE | {"reason": reason}]}
    text = printed(capsys, show_timeline, {"changes": [change], "next": None})
    assert "How they moved" in text.lines
    assert text.heads[1] == ["change", "from", "to", "said", "why"]
    assert text.rows[1:] == [["closed", "2018-10", "2018-11", "30 June 2018, by rose", why]]


def test_a_timeline_in_which_nothing_moved_has_one_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert "How they moved" not in printed(capsys, show_timeline, {"changes": [CHANGE], "next": None})


def test_a_timeline_says_how_to_go_on(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, show_timeline, {"changes": [CHANGE], "next": "mark-7"})
    assert text.lines[-1] == "There is more: --after mark-7"


@pytest.mark.parametrize(
    ("standing", "days_left", "cell"),
    [("planned", 3, "3"), ("planned", 0, "0"), ("planned", -2, "-2"), ("planned", None, "–"), ("done", 3, "–")],
)
def test_a_milestone_that_is_done_or_has_no_date_has_no_days_left(
    standing: str, days_left: int | None, cell: str, capsys: pytest.CaptureFixture[str]
) -> None:
    milestone = MILESTONE | {"standing": standing, "days_left": days_left}
    text = printed(capsys, show_milestones, {"milestones": [milestone]})
    assert text.heads == [["milestone", "title", "due", "days left", "slip", "standing", "depends on"]]
    assert text.rows == [["go-live", "Go live", "2018-11", cell, "30 days late", standing, ""]]


@pytest.mark.parametrize(
    ("need", "sentence"),
    [
        ({"change": None, "standing": None}, "closed: not known"),
        ({"standing": "withdrawn"}, "closed: withdrawn"),
        ({"standing": "retracted"}, "closed: retracted"),
        ({"slack": None}, "closed: open"),
        ({"slack": 0}, "closed, planned for 30 November 2018: 0 days to spare"),
        ({"slack": 1, "standing": "done"}, "closed, done for 30 November 2018: 1 day to spare"),
        ({"slack": -1}, "closed, planned for 30 November 2018: due 1 day too soon"),
        ({"slack": -12}, "closed, planned for 30 November 2018: due 12 days too soon"),
    ],
)
def test_what_a_milestone_depends_on_is_a_line_each(
    need: dict[str, Any], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    milestone = MILESTONE | {"depends_on": [NEED | need, NEED | {"name": "other", "change": None}]}
    text = printed(capsys, show_milestones, {"milestones": [milestone]})
    assert [row[-1] for row in text.rows] == [sentence, "other: not known"]


def test_no_milestones_are_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, show_milestones, {"milestones": []}) == "No milestone has such a date.\n"


def test_forecasts_are_told_entry_by_entry_and_then_month_by_month(capsys: pytest.CaptureFixture[str]) -> None:
    row = {"known_on": "2018-03-19", "entry": "e-1", "effective_on": "2018-10", "standing": "proposed", "slip": None}
    month = row | {"known_on": "2018-03-31", "effective_on": "2018-11", "standing": "planned", "slip": -1}
    text = printed(capsys, show_forecasts, {"series": [row], "months": [month]})
    assert text.heads == [
        ["known on", "entry", "date", "standing", "slip"],
        ["known on", "date", "standing", "slip"],
    ]
    assert text.rows == [
        ["19 March 2018", "e-1", "2018-10", "proposed", "–"],
        ["31 March 2018", "2018-11", "planned", "1 day early"],
    ]
    assert text.index("As it was told") < text.index("As known at the end of")


@pytest.mark.parametrize(
    ("outcome", "days", "slack", "becomes", "spare"),
    [
        ("moves", 1, 0, "moves by 1 day", "0 days"),
        ("moves", 14, 16, "moves by 14 days", "16 days"),
        ("holds", 0, 60, "holds", "60 days"),
        ("clashes", 29, 1, "clashes: it is done, 29 days too soon", "1 day"),
        ("clashes", 31, -1, "clashes: it is done, 31 days too soon", "1 day short"),
    ],
)
def test_a_slip_moves_a_milestone_or_clashes_with_it_or_is_held(
    outcome: str, days: int, slack: int, becomes: str, spare: str, capsys: pytest.CaptureFixture[str]
) -> None:
    milestone = {
        "subject": "go-live",
        "outcome": outcome,
        "days": days,
        "through": "closed",
        "slack": slack,
        "latest": "2018-11-30",
        "would_be": "2018-12-30",
    }
    text = printed(capsys, show_knock_on, {"change": "closed", "days": 30, "milestones": [milestone]})
    assert text.lines[0] == "If closed slips by 30 days:"
    assert text.heads == [["milestone", "what becomes of it", "through", "to spare", "now", "would be"]]
    assert text.rows == [["go-live", becomes, "closed", spare, "30 November 2018", "30 December 2018"]]


def test_a_slip_that_nothing_rests_on_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, show_knock_on, {"change": "closed", "days": 1, "milestones": []})
    assert text.lines == ["If closed slips by 1 day:", "No milestone rests on it."]
