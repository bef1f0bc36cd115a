"""Dates in words: as nouns, in sentences, and how far off they are."""

from __future__ import annotations

from datetime import date

import pytest

from api.pages.words import dates


@pytest.mark.parametrize(
    ("text", "as_noun", "in_a_sentence"),
    [
        ("2018-10-01", "1 October 2018", "on 1 October 2018"),
        ("2018-10", "October 2018", "in October 2018"),
        ("2018", "2018", "in 2018"),
        ("2018-03/2018-10", "March to October 2018", "at some time from March to October 2018"),
        ("2018-03-19/2018-05-31", "19 March to 31 May 2018", "at some time from 19 March to 31 May 2018"),
        ("2021/2023", "2021 to 2023", "at some time from 2021 to 2023"),
        ("../2018-02-12", "12 February 2018 or before", "on or before 12 February 2018"),
        ("2018-03/..", "March 2018 or after", "in March 2018 or later"),
        ("2018-10~", "about October 2018", "about in October 2018"),
        ("2018-10-01?", "perhaps 1 October 2018", "perhaps on 1 October 2018"),
        ("../..", "a day that is not known", "on a day that is not known"),
    ],
)
def test_effective_dates(text: str, as_noun: str, in_a_sentence: str) -> None:
    assert dates.span(text) == as_noun
    assert dates.when(text) == in_a_sentence


def test_days_and_instants() -> None:
    assert dates.slip(31) == "31 days later than first planned"
    assert dates.slip(-1) == "1 day earlier than first planned"
    assert dates.distance(date(2018, 6, 4), date(2018, 6, 5)) == "tomorrow"
    assert dates.distance(date(2018, 6, 4), date(2018, 5, 4)) == "31 days ago"
    assert dates.moment("2018-06-04T08:05:00.000000Z") == "9:05am on 4 June 2018"  # London, in summer
    assert dates.moment("2018-12-31T23:59:59.000000Z") == "11:59pm on 31 December 2018"
    assert dates.moment_day("2018-05-31T23:30:00.000000Z") == "1 June 2018"
