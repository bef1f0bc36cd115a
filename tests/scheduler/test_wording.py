"""The words of reminders, as a clerk would write them."""

from __future__ import annotations

from datetime import date

import pytest

from domain.kinds.event import Event
from domain.kinds.milestones import MilestoneSet
from domain.kinds.sites import SiteClosed, SiteOpened, SiteRenamed, SiteStated
from domain.time import edtf
from domain.time.edtf import BEGINNING, END
from scheduler import wording

FIRST, UNTIL = date(2018, 9, 30).toordinal(), date(2018, 10, 31).toordinal()


@pytest.mark.parametrize(
    ("first", "until", "words"),
    [
        (FIRST, END, "at odds from 30 September 2018"),
        (FIRST, UNTIL, "at odds from 30 September 2018 to 30 October 2018"),
        (FIRST, FIRST + 1, "at odds on 30 September 2018"),
        (BEGINNING, UNTIL, "at odds up to 30 October 2018"),
        (BEGINNING, END, "at odds on every day"),
    ],
)
def test_the_days_of_a_clash(first: int, until: int, words: str) -> None:
    assert wording.clash_days(first, until) == words


@pytest.mark.parametrize(
    ("left", "window", "words"),
    [
        (2, False, "Due in 2 days"),
        (1, False, "Due tomorrow"),
        (0, False, "Due today"),
        (-1, False, "Overdue by 1 day"),
        (-2, False, "Overdue by 2 days"),
        (30, True, "The window has opened"),
        (0, True, "The window has opened"),
        (-1, True, "Overdue by 1 day"),
    ],
)
def test_how_pressing_a_date_is_counts_to_its_last_possible_day(left: int, window: bool, words: str) -> None:
    when = edtf.parse("2018-10")
    assert wording.lead(when, UNTIL - left, window=window) == words


@pytest.mark.parametrize(
    ("date_", "words"),
    [
        ("2018-10-01", "1 October 2018"),
        ("2018-10", "between 1 October 2018 and 31 October 2018"),
        ("2018-10-01/2018-10-02", "between 1 October 2018 and 2 October 2018"),
        ("2018-10-01/..", "on or after 1 October 2018"),
        ("../2018-10-31", "by 31 October 2018"),
        ("0001-01-02", "2 January 1"),
    ],
)
def test_a_date_in_words(date_: str, words: str) -> None:
    assert wording.date_of(edtf.parse(date_)) == words


@pytest.mark.parametrize(
    ("held", "count", "words"),
    [
        (False, 14, "Vacant for 14 days"),
        (False, 1, "Vacant for 1 day"),
        (True, 28, "Acting for 28 days, with no end planned"),
    ],
)
def test_how_long_a_post_has_been_without_a_settled_holder(held: bool, count: int, words: str) -> None:
    assert wording.post_lead(held, count) == words


@pytest.mark.parametrize(
    ("event", "words", "rank"),
    [
        (MilestoneSet(title="The BCU goes live"), "The BCU goes live", 0),
        (SiteOpened(name="Wembley Park"), "Opening of Wembley Park", 1),
        (SiteRenamed(name="Wembley Park"), "Renaming of Wembley", 1),
        (SiteClosed(), "Closure of Wembley", 1),
        (SiteStated(text="It is to be sold. "), "Wembley: It is to be sold", 2),
    ],
)
def test_what_is_to_happen_and_milestones_first_and_statements_last(event: Event, words: str, rank: int) -> None:
    assert wording.title(event, "Wembley") == words
    assert wording.rank(event) == rank


def test_a_long_statement_is_cut() -> None:
    event = SiteStated(text="The site " + "is to be sold " * 30)
    line = wording.title(event, "Wembley")
    assert len(line) <= 140
    assert line.endswith("…")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  two \t words\n", "two words"),
        ("a\r\nb\x00c\x1bd", "a b c d"),
        ("a\u2028b\u2029c", "a b c"),
        ("a\u202eb\u2066c\u2069", "a b c"),
        ("a\ud800b", "a b"),
        ("caf\u00e9 – 東京 \U0001f600", "caf\u00e9 – 東京 \U0001f600"),
        ("\u05d0\u05d1", "\u05d0\u05d1"),
        ("", ""),
    ],
)
def test_a_text_is_one_line_that_steers_nothing(text: str, line: str) -> None:
    assert wording.one_line(text) == line


@pytest.mark.parametrize(
    ("text", "line"), [("abcde", "abcde"), ("abcdef", "abcd…"), ("abc def", "abc…"), (" abcde ", "abcde")]
)
def test_a_text_is_cut_where_it_is_longer_than_it_may_be(text: str, line: str) -> None:
    assert wording.one_line(text, 5) == line


def test_what_a_clash_says_is_a_part_of_a_sentence() -> None:
    assert wording.clash_clause('The team "a" has\nno unit.') == 'The team "a" has no unit'


@pytest.mark.parametrize(("day", "words"), [(BEGINNING, "any day"), (END, "any day"), (FIRST, "30 September 2018")])
def test_a_day_that_nobody_knows_is_any_day(day: int, words: str) -> None:
    assert wording.day_of(day) == words
    assert wording.since_day(day) == f"since {words}"
