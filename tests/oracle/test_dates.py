"""Bounds of the dates that papers use, and what is no date at all."""

from datetime import date

import pytest

from .dates import bounds
from .malformed import BAD_DATES


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2018-10-01", "2018-10-01", "2018-10-01"),
        ("2018-10", "2018-10-01", "2018-10-31"),
        ("2018-02", "2018-02-01", "2018-02-28"),
        ("2020-02-29", "2020-02-29", "2020-02-29"),
        ("2018", "2018-01-01", "2018-12-31"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("2021/2023", "2021-01-01", "2023-12-31"),
        ("2018-03/2018-10", "2018-03-01", "2018-10-31"),
        ("2018-10-01/2018-10", "2018-10-01", "2018-10-31"),
        ("2018-10/2018", "2018-10-01", "2018-12-31"),
        ("2018-06-01/2018-06-01", "2018-06-01", "2018-06-01"),
        ("../2018-02", None, "2018-02-28"),
        ("2018-09/..", "2018-09-01", None),
        ("../..", None, None),
        ("2018-10~", "2018-10-01", "2018-10-31"),
        ("2018?", "2018-01-01", "2018-12-31"),
        ("2018-10-01~", "2018-10-01", "2018-10-01"),
        ("2018~/2019-02?", "2018-01-01", "2019-02-28"),
        ("2018-09?/..", "2018-09-01", None),
    ],
)
def test_bounds_are_the_first_day_of_the_first_part_and_the_last_of_the_last(
    text: str, earliest: str | None, latest: str | None
) -> None:
    expected = tuple(end and date.fromisoformat(end) for end in (earliest, latest))
    assert bounds(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *BAD_DATES,
        "2018-00",
        "2018-06-00",
        "2018-04-31",
        "2018-22",
        "2018-W10",
        "2018-10-01/2018-09-30",
        "../",
        "/..",
        "2018//2019",
        "2018/ 2019",
        "~2018",
        "2018-~10",
        "2018..2019",
        "20180101",
        "2018-01-01Z",
        "2018-01-01/..?",
        None,
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"date|interval|month|day|year|ends"):
        bounds(text)
