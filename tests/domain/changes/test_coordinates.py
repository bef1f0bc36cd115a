"""The coordinates of a question, as they are resolved."""

from __future__ import annotations

from datetime import date

import pytest

from domain.changes.coordinates import ALWAYS, Question, resolve_question
from domain.refusals import Malformed, MalformedQuestion
from domain.time import instants

NOW = instants.parse("2018-06-04T08:00:00Z")


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def test_what_is_left_out_is_today_and_now() -> None:
    today = day("2018-06-04")
    assert resolve_question(NOW) == Question(today, today, None, ALWAYS, "done", is_past=False)


@pytest.mark.parametrize(
    ("on", "known_on", "basis"),
    [
        ("2018-06-04", None, "done"),
        ("2018-06-05", None, "planned"),
        ("2018-01-01", None, "done"),
        ("2018-03-01", "2018-03-01", "done"),
        ("2018-03-02", "2018-03-01", "planned"),
    ],
)
def test_the_past_shows_what_is_done_and_the_future_what_is_planned(on: str, known_on: str | None, basis: str) -> None:
    assert resolve_question(NOW, effective_on=on, known_on=known_on).basis == basis


@pytest.mark.parametrize(("basis", "mask"), [("done", 1), ("planned", 2), ("proposed", 4)])
def test_a_basis_is_a_bit(basis: str, mask: int) -> None:
    question = resolve_question(NOW, basis=basis)
    assert (question.basis, question.mask) == (basis, mask)


def test_a_known_day_is_known_to_its_end_in_london() -> None:
    question = resolve_question(NOW, known_on="2018-06-03")
    assert (question.known_on, question.known_at) == (day("2018-06-03"), None)
    assert question.until == instants.parse("2018-06-03T23:00:00Z")
    assert question.is_past


def test_a_day_is_over_only_at_its_end() -> None:
    """An entry may still be recorded on it, so that an answer is not settled before."""
    assert not resolve_question(NOW, known_on="2018-06-04").is_past
    end = instants.parse("2018-06-04T23:00:00Z")
    assert not resolve_question(end - 1, known_on="2018-06-04").is_past
    assert resolve_question(end, known_on="2018-06-04").is_past


def test_an_instant_is_known_with_what_was_recorded_at_it() -> None:
    question = resolve_question(NOW, known_at="2018-06-03T23:30:00Z")
    at = instants.parse("2018-06-03T23:30:00Z")
    assert (question.known_on, question.known_at, question.until) == (day("2018-06-04"), at, at + 1)
    assert question.is_past


def test_now_is_not_past() -> None:
    assert not resolve_question(NOW, known_at="2018-06-04T08:00:00Z").is_past
    assert resolve_question(NOW, known_at="2018-06-04T07:59:59.999999Z").is_past


@pytest.mark.parametrize(
    ("coordinates", "fault"),
    [
        ({"known_on": "2018-06-05"}, "after today"),
        ({"known_at": "2018-06-04T08:00:00.000001Z"}, "after now"),
        (
            {"known_on": "2018-06-04", "known_at": "2018-06-04T08:00:00Z"},
            ": a question takes known_on or known_at, not both.",
        ),
        ({"basis": "certain"}, '"certain" is not a basis'),
        ({"effective_on": "2018-06"}, "not a day"),
        ({"known_on": "yesterday"}, "not a day"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(coordinates: dict[str, str], fault: str) -> None:
    with pytest.raises(MalformedQuestion, match=fault):
        resolve_question(NOW, **coordinates)


def test_an_answer_is_settled_once_an_entry_was_recorded_after_its_known_point() -> None:
    end = instants.parse("2018-06-03T23:00:00Z")
    by_day = resolve_question(NOW, known_on="2018-06-03")
    assert [by_day.is_settled(last) for last in (0, end - 1, end, end + 1)] == [False, False, True, True]
    by_instant = resolve_question(NOW, known_at="2018-06-03T23:00:00Z")
    assert [by_instant.is_settled(last) for last in (end - 1, end, end + 1)] == [False, False, True]


def test_an_answer_known_now_is_never_settled() -> None:
    assert not resolve_question(NOW).is_settled(ALWAYS)
    assert not resolve_question(NOW, known_on="2018-06-04").is_settled(ALWAYS)


def test_an_instant_that_is_none_is_refused() -> None:
    with pytest.raises(Malformed, match="not an instant"):
        resolve_question(NOW, known_at="noon")


def test_an_answer_shows_how_its_question_was_resolved() -> None:
    question = resolve_question(NOW, effective_on="2018-03-01", known_at="2018-06-04T07:00:00Z", basis="proposed")
    assert question.shown(settled=True) == {
        "effective_on": "2018-03-01",
        "known_on": "2018-06-04",
        "known_at": "2018-06-04T07:00:00.000000Z",
        "basis": "proposed",
        "settled": True,
    }
    assert resolve_question(NOW).shown(settled=False)["known_at"] is None
