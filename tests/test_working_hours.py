"""When something may be sent to people: 08:00 to 18:00 in London on working days, in winter and in summer."""

from __future__ import annotations

import pytest

from domain import instants
from scheduler import hours


@pytest.mark.parametrize(
    ("instant", "is_open"),
    [
        ("2018-03-23T07:59:59.999999Z", False),  # Friday, winter time
        ("2018-03-23T08:00:00Z", True),
        ("2018-03-23T17:59:59.999999Z", True),
        ("2018-03-23T18:00:00Z", False),
        ("2018-03-25T10:00:00Z", False),  # Sunday, the clocks go forward
        ("2018-03-26T06:59:59.999999Z", False),  # Monday, summer time: London is an hour ahead
        ("2018-03-26T07:00:00Z", True),
        ("2018-03-26T17:00:00Z", False),
        ("2018-03-30T10:00:00Z", False),  # Good Friday
        ("2018-10-26T07:00:00Z", True),  # Friday, summer time
        ("2018-10-29T07:59:59.999999Z", False),  # Monday, winter time: the clocks went back on Sunday
        ("2018-10-29T08:00:00Z", True),
        ("2018-12-25T10:00:00Z", False),
    ],
)
def test_the_hours(instant: str, is_open: bool) -> None:
    assert hours.is_open(instants.parse(instant)) == is_open
