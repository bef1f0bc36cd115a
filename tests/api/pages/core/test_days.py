"""Days of a page: read from the fields of a date, and counted within the calendar."""

from __future__ import annotations

from datetime import date

import pytest

from api.pages.core.days import days_between, month_days, read_day, shifted


@pytest.mark.parametrize(
    ("day", "month", "year", "expected"),
    [
        ("1", "10", "2018", date(2018, 10, 1)),
        ("01", "Oct", "2018", date(2018, 10, 1)),
        ("29", "february", "2020", date(2020, 2, 29)),
        ("31", "12", "9999", date(9999, 12, 31)),
    ],
)
def test_a_day_is_read_from_three_fields(day: str, month: str, year: str, expected: date) -> None:
    assert read_day(day, month, year) == expected


@pytest.mark.parametrize(
    ("day", "month", "year", "sentence"),
    [
        ("", "10", "2018", "The date must have a day"),
        ("1", "", "2018", "The date must have a month"),
        ("", "", "2018", "The date must have a day and a month"),
        ("1", "10", "", "The date must have a year"),
        ("1", "13", "2018", "Write the date in numbers, for example 1 10 2018"),
        ("first", "10", "2018", "Write the date in numbers, for example 1 10 2018"),
        ("1", "10", "MMXX", "Write the date in numbers, for example 1 10 2018"),
        ("١", "10", "2018", "Write the date in numbers, for example 1 10 2018"),
        ("1", "10", "18", "Write the year with four digits"),
        ("1", "10", "02018", "Write the year with four digits"),
        ("29", "2", "2018", "There is no 29 February 2018"),
        ("031", "4", "2018", "There is no 31 April 2018"),
        ("0", "1", "2018", "There is no 0 January 2018"),
    ],
)
def test_a_day_that_cannot_be_read_says_why(day: str, month: str, year: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        read_day(day, month, year)


def test_the_months_around_a_day_cross_the_years() -> None:
    months = [date(2017, 12, 1), date(2018, 1, 1), date(2018, 2, 1), date(2018, 3, 1)]
    assert month_days(date(2018, 1, 31), before=1, after=2) == months


def test_the_months_around_a_day_stay_within_the_calendar() -> None:
    assert month_days(date(1, 1, 15), before=2, after=1) == [date(1, 1, 1), date(1, 2, 1)]
    assert month_days(date(9999, 12, 1), before=1, after=2) == [date(9999, 11, 1), date(9999, 12, 1)]


@pytest.mark.parametrize(
    ("day", "days", "expected"),
    [
        (date(2018, 1, 31), 31, date(2018, 3, 3)),
        (date(2018, 1, 1), -1, date(2017, 12, 31)),
        (date(1, 1, 2), -1, date.min),
        (date(1, 1, 2), -2, date.min),
        (date(9999, 12, 30), 1, date.max),
        (date(9999, 12, 30), 2, date.max),
    ],
)
def test_a_shifted_day_stays_within_the_calendar(day: date, days: int, expected: date) -> None:
    assert shifted(day, days) == expected


def test_days_between_are_negative_backwards() -> None:
    assert days_between(date(2018, 2, 28), date(2018, 3, 1)) == 1
    assert days_between(date(2018, 3, 1), date(2018, 2, 28)) == -1
