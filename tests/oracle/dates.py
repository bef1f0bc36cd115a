"""The part of EDTF that papers use, as the two bounds that it means."""

import calendar
import re
from datetime import date
from functools import cache

Bounds = tuple[date | None, date | None]

# [0-9] and not \d: \d also takes the digits of other scripts.
ONE_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?[~?]?")
OPEN = ".."


@cache
def _bounds(text: str) -> Bounds:
    if "/" not in text:
        return _one(text)
    ends = text.split("/")
    if len(ends) != 2:
        raise ValueError(f"{text!r} is not one interval")
    first, last = ends
    earliest = None if first == OPEN else _one(first)[0]
    latest = None if last == OPEN else _one(last)[1]
    if earliest and latest and latest < earliest:
        raise ValueError(f"{text!r} ends before it starts")
    return earliest, latest


def _one(text: str) -> tuple[date, date]:
    found = ONE_DATE.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is not a date of this log")
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is not None:
        only = date(year, month, day)  # refuses 29 February 2018 and the year 0 itself
        return only, only
    first = date(year, month, 1)
    return first, date(year, month, calendar.monthrange(year, month)[1])


def bounds(text: object) -> Bounds:
    """Earliest and latest day of an EDTF date; None for an open end; ValueError for anything else."""
    if not isinstance(text, str):
        raise ValueError(f"{text!r} is not a date of this log")  # noqa: TRY004 - one way to refuse
    return _bounds(text)


def is_date(text: object) -> bool:
    try:
        bounds(text)
    except ValueError:
        return False
    return True


def day(value: date | None) -> str | None:
    """A bound as answers show it: null where it is open."""
    return value.isoformat() if value else None
