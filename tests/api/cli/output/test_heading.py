"""The heading of an answer: the day, the known day, the basis, and the notes."""

from __future__ import annotations

from typing import Any

import pytest

from api.cli.output.heading import show_counting, show_known, show_left_out, show_question, show_supposed
from tests.api.cli.output.printing import printed

ASKED = {"effective_on": "2018-10-01", "known_on": "2018-06-04", "known_at": None, "basis": "planned"}
LEFT_OUT = {"id": "moved", "why": "The team is not there."}
SCENARIO = {"id": "later", "name": "A month later", "left_out": [LEFT_OUT]}


@pytest.mark.parametrize(
    ("basis", "counting"),
    [
        ("done", "what is done"),
        ("planned", "what is done or planned"),
        ("proposed", "all that is proposed too"),
    ],
)
def test_a_question_is_headed_by_its_day_its_known_day_and_its_basis(
    basis: str, counting: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = {"asked": ASKED | {"basis": basis}}
    known = "known on 4 June 2018"
    assert printed(capsys, show_question, asked).lines == [f"On 1 October 2018, as {known}, counting {counting}."]
    assert printed(capsys, show_counting, asked).lines == [f"As {known}, counting {counting}."]
    assert printed(capsys, show_known, asked).lines == [f"As {known}."]


@pytest.mark.parametrize("show", [show_question, show_counting, show_known])
def test_an_instant_stands_in_place_of_the_known_day(show: Any, capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, show, {"asked": ASKED | {"known_at": "2018-06-04T08:00:00.000000Z"}})
    assert "nown at 2018-06-04T08:00:00.000000Z" in text
    assert "4 June 2018" not in text


@pytest.mark.parametrize("show", [show_question, show_counting, show_known])
def test_each_heading_says_what_was_backfilled_and_that_the_clock_was_set(
    show: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = {"asked": ASKED | {"clock": "started at noon"}, "backfilled": True}
    assert printed(capsys, show, answer).lines[1:] == [
        "Some of it was put into the log later, from old papers, under the papers' dates.",
        "The clock was started at noon.",
    ]
    assert printed(capsys, show, {"asked": ASKED, "backfilled": False}).lines[1:] == []


def test_an_answer_that_supposes_a_scenario_names_it_and_what_it_leaves_out(capsys: pytest.CaptureFixture[str]) -> None:
    left_out = "Left out, as it cannot be recorded: moved: The team is not there."
    assert printed(capsys, show_supposed, SCENARIO).lines == ["Supposing the scenario later: A month later.", left_out]
    assert printed(capsys, show_left_out, SCENARIO).lines == [left_out]


@pytest.mark.parametrize("show", [show_supposed, show_left_out])
def test_an_answer_that_supposes_nothing_says_nothing(show: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, show, None) == ""
