"""Recorded time: instants in microseconds since 1970 (UTC), and the London days that they fall on."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from domain.refusals import Malformed, MalformedQuestion

LONDON = ZoneInfo("Europe/London")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def from_datetime(moment: datetime) -> int:
    """Microseconds since 1970 of an aware datetime."""
    return (moment - _EPOCH) // _MICROSECOND


@lru_cache(maxsize=4096)
def parse(text: str) -> int:
    """Read `2018-06-04T08:00:00Z`, with up to six decimals. Raises Malformed for all else."""
    try:
        if _INSTANT.fullmatch(text) is None:
            raise ValueError
        return from_datetime(datetime.fromisoformat(text))
    except ValueError:
        raise Malformed(fault=f'"{text}" is not an instant: write it in UTC, as 2018-06-04T08:00:00Z') from None


@lru_cache(maxsize=4096)
def show(instant: int) -> str:
    """`2018-06-04T08:00:00.000000Z`."""
    moment = _EPOCH + instant * _MICROSECOND
    return moment.isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def london_day(instant: int) -> int:
    """The day (ordinal) that it is in London at an instant."""
    return _london_day_of_second(instant // 1_000_000)


@lru_cache(maxsize=4096)
def _london_day_of_second(second: int) -> int:
    moment = _EPOCH + timedelta(seconds=second)
    try:
        return moment.astimezone(LONDON).toordinal()
    except OverflowError:  # at either end of what a calendar holds
        return moment.toordinal()


@lru_cache(maxsize=4096)
def end_of_day(day: int) -> int:
    """The first instant after a London day (an ordinal)."""
    if day >= date.max.toordinal():
        return from_datetime(datetime.max.replace(tzinfo=UTC))
    return from_datetime(datetime.combine(date.fromordinal(day + 1), time(), LONDON))


def parse_day(text: str) -> int:
    """Read a day of a question, `2018-06-01`, as an ordinal. Raises MalformedQuestion for all else."""
    try:
        if _DAY.fullmatch(text) is None:
            raise ValueError
        return date.fromisoformat(text).toordinal()
    except ValueError:
        raise MalformedQuestion(fault=f'"{text}" is not a day: write it as 2018-06-01') from None
