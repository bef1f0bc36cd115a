"""Recorded time: instants, and the London days that they fall on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from domain.refusals import Malformed, MalformedQuestion
from domain.time.instants import end_of_day, from_datetime, london_day, parse, parse_day, show


def ordinal(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def test_an_instant_is_microseconds_since_1970() -> None:
    assert parse("1970-01-01T00:00:00Z") == 0
    assert parse("1970-01-01T00:00:01.5Z") == 1_500_000
    assert parse("2018-06-04T08:00:00.000001Z") - parse("2018-06-04T08:00:00Z") == 1
    assert from_datetime(datetime(1970, 1, 1, 1, tzinfo=timezone(timedelta(hours=1)))) == 0
    assert from_datetime(datetime(2018, 6, 4, 8, tzinfo=UTC)) == parse("2018-06-04T08:00:00Z")


def test_an_instant_is_shown_as_it_is_read() -> None:
    for text in ("2018-06-04T08:00:00.000000Z", "2018-06-04T08:00:00.000123Z", "0001-01-01T00:00:00.000000Z"):
        assert show(parse(text)) == text
    assert show(parse("2018-06-04T08:00:00.1Z")) == "2018-06-04T08:00:00.100000Z"


@pytest.mark.parametrize(
    "text",
    [
        "2018-06-04T08:00:00",
        "2018-06-04T08:00:00+00:00",
        "2018-06-04 08:00:00Z",
        "2018-06-04T08:00Z",
        "2018-06-04T08:00:00.Z",
        "2018-06-04T08:00:00.1234567Z",
        "2018-06-31T08:00:00Z",
        "2018-06-04T24:00:00Z",
        "2018-06-04T08:00:00Z\n",
        "now",
    ],
)
def test_all_else_is_no_instant(text: str) -> None:
    with pytest.raises(Malformed, match="not an instant"):
        parse(text)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2018-01-31T23:59:59.999999Z", "2018-01-31"),
        ("2018-02-01T00:00:00Z", "2018-02-01"),
        ("2018-06-03T22:59:59.999999Z", "2018-06-03"),
        ("2018-06-03T23:00:00Z", "2018-06-04"),
        ("2018-10-28T00:00:00Z", "2018-10-28"),
        ("2018-10-28T23:59:59Z", "2018-10-28"),
    ],
)
def test_a_day_is_londons_and_begins_an_hour_earlier_in_summer(instant: str, day: str) -> None:
    assert london_day(parse(instant)) == ordinal(day)


def test_a_calendar_has_a_first_and_a_last_day() -> None:
    assert london_day(parse("9999-12-31T23:59:59Z")) == ordinal("9999-12-31")
    assert london_day(parse("0001-01-01T00:00:00Z")) == ordinal("0001-01-01")


@pytest.mark.parametrize(
    ("day", "first_after"),
    [
        ("2018-01-31", "2018-02-01T00:00:00Z"),
        ("2018-06-03", "2018-06-03T23:00:00Z"),
        ("2018-03-24", "2018-03-25T00:00:00Z"),
        ("2018-03-25", "2018-03-25T23:00:00Z"),
        ("2018-10-28", "2018-10-29T00:00:00Z"),
    ],
)
def test_a_day_ends_at_midnight_in_london_not_in_utc(day: str, first_after: str) -> None:
    end = end_of_day(ordinal(day))
    assert end == parse(first_after)
    assert london_day(end - 1) == ordinal(day) == london_day(end) - 1


def test_the_last_day_of_the_calendar_ends_with_it() -> None:
    assert end_of_day(ordinal("9999-12-31")) == parse("9999-12-31T23:59:59.999999Z")


def test_a_day_of_a_question_is_exact() -> None:
    assert parse_day("2018-06-04") == ordinal("2018-06-04")
    for text in ("2018-06", "2018-6-4", "2018-06-31", "20180604", "2018-06-04\n", "today"):
        with pytest.raises(MalformedQuestion, match="not a day"):
            parse_day(text)
