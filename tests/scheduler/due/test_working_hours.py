"""When something may be sent to people: 08:00 to 18:00 in London on working days, in winter and in summer."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from domain.time import instants
from domain.time.working_days import WorkingDays
from scheduler import report
from scheduler.due import working_hours
from scheduler.job import background_ticks
from scheduler.people.recipients import Audience
from tests.support.deployments import deploy, sqlite_url


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
    assert working_hours.is_open(instants.parse(instant)) == is_open


def test_how_far_holidays_are_known() -> None:
    end = date.fromordinal(working_hours.working_days().known_to)
    assert (end.month, end.day) == (12, 31)
    assert end.year >= 2027
    assert WorkingDays(frozenset()).known_to == 0


@pytest.mark.parametrize("days", [-100, -10, 1])
def test_that_they_end_is_said_in_time(days: int) -> None:
    end = working_hours.working_days().known_to
    found = [each for each in report.gaps(Audience([], []), end + days) if "Bank holidays" in each]
    assert len(found) == (days > -90)


def test_a_scheduler_that_is_shut_down_at_once_ends_quietly(tmp_path: Path) -> None:
    with deploy(sqlite_url(tmp_path)) as deployment:
        for _ in range(30):
            with background_ticks(deployment.mergerlog.reminders):
                pass


def test_a_scheduler_says_that_they_have_ended(tmp_path: Path) -> None:
    with deploy(sqlite_url(tmp_path)) as deployment, capture_logs() as said:
        for year in (2018, 2098):
            deployment.time.at = datetime(year, 6, 4, 3, tzinfo=UTC)
            with background_ticks(deployment.mergerlog.reminders):
                pass
    assert [line["event"] for line in said].count("bank holidays unknown") == 1
