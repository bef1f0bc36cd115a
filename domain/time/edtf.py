"""Effective dates: the part of EDTF (ISO 8601-2:2019) that papers use, and their bounds.

A day is an integer here, the proleptic Gregorian ordinal of `datetime.date`. An open end is a day before or
after every day, so that bounds compare without special cases.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

import msgspec

from domain.refusals import MalformedDate

BEGINNING = 0
"""The bound of an open start: before every day."""
END = 2**31 - 1
"""The bound of an open end: after every day."""

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?[~?]?")


class When(msgspec.Struct, frozen=True, gc=False):
    """An effective date as it was written, and its first and last possible day (ordinals)."""

    text: str
    earliest: int
    latest: int

    @property
    def is_exact(self) -> bool:
        """Whether only one day is possible."""
        return self.earliest == self.latest


@lru_cache(maxsize=65_536)
def parse(text: str) -> When:
    """Read `2018-10-01`, `2018-10`, `2018`, or an interval `2021/2023` of those and `..`.

    Raises MalformedDate for all else: seasons, unspecified digits, times, year 0, days that do not exist.
    """
    first, slash, second = text.partition("/")
    earliest = _bounds(text, first, bool(slash))[0]
    latest = _bounds(text, second if slash else first, bool(slash))[1]
    if earliest > latest:
        raise MalformedDate(text=text, fault="it ends before it starts")
    return When(text, earliest, latest)


def _bounds(text: str, part: str, in_interval: bool) -> tuple[int, int]:
    """First and last day of one date, or of one end of an interval."""
    if part == ".." and in_interval:
        return BEGINNING, END
    match = _DATE.fullmatch(part)
    if match is None:
        raise MalformedDate(text=text, fault="it is not a date that Mergerlog knows")
    year, month, day = (int(group) if group else None for group in match.groups())
    try:
        return _first(year or 0, month, day), _last(year or 0, month, day)
    except ValueError:
        raise MalformedDate(text=text, fault="there is no such date") from None


def _first(year: int, month: int | None, day: int | None) -> int:
    return date(year, 1 if month is None else month, 1 if day is None else day).toordinal()


def _last(year: int, month: int | None, day: int | None) -> int:
    month = 12 if month is None else month
    if day is None:
        if not (year >= 1 and 1 <= month <= 12):
            raise ValueError
        day = monthrange(year, month)[1]
    return date(year, month, day).toordinal()


def show_day(day: int) -> str:
    """A day as `YYYY-MM-DD`."""
    return date.fromordinal(day).isoformat()


@lru_cache(maxsize=16_384)
def show(day: int) -> str | None:
    """A bound as `YYYY-MM-DD`, or None where it is open."""
    return None if day in (BEGINNING, END) else date.fromordinal(day).isoformat()
