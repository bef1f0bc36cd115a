"""Days and instants in words, as GOV.UK writes them: "1 October 2018", "9:05am on 4 June 2018", "31 days late"."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from domain.time.instants import LONDON

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def written(day: date) -> str:
    """`1 October 2018`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


@lru_cache(maxsize=4096)
def day(text: str | None) -> str:
    """A day of an answer, `2018-10-01`; "no date" where it is open."""
    return "no date" if text is None else written(date.fromisoformat(text))


@lru_cache(maxsize=4096)
def span(text: str) -> str:
    """An effective date (EDTF) as a noun: "October 2018", "March to October 2018", "12 February 2018 or before"."""
    first, slash, second = text.partition("/")
    if not slash:
        return _one(first)
    if first == ".." or second == "..":
        if first == second:
            return "a day that is not known"
        return f"{_one(second)} or before" if first == ".." else f"{_one(first)} or after"
    return f"{_without_year(first, second)} to {_one(second)}"


@lru_cache(maxsize=4096)
def when(text: str) -> str:
    """The same as the end of a sentence: "on 1 October 2018", "in October 2018", "at some time from … to …"."""
    first, slash, second = text.partition("/")
    if not slash:
        if first[-1] in "~?":
            return f"{'about' if first[-1] == '~' else 'perhaps'} {'on ' if _is_day(first) else 'in '}{_plain(first)}"
        return f"{'on' if _is_day(first) else 'in'} {_plain(first)}"
    if first == second == "..":
        return "on a day that is not known"
    if first == "..":
        return f"on or before {_one(second)}" if _is_day(second) else f"by the end of {_one(second)}"
    if second == "..":
        return f"on or after {_one(first)}" if _is_day(first) else f"in {_one(first)} or later"
    return f"at some time from {_without_year(first, second)} to {_one(second)}"


def _is_day(part: str) -> bool:
    return part.count("-") == 2


def _plain(part: str) -> str:
    bare = part.rstrip("~?")
    year, *rest = (int(number) for number in bare.split("-"))
    if not rest:
        return str(year)
    month = f"{MONTHS[rest[0] - 1]} {year}"
    return f"{rest[1]} {month}" if len(rest) == 2 else month


def _one(part: str) -> str:
    mark = {"~": "about ", "?": "perhaps "}.get(part[-1], "")
    return mark + _plain(part)


def _without_year(first: str, second: str) -> str:
    """The start of an interval, without its year where the end has the same one."""
    start = _one(first)
    if "-" in first and first[:4] == second[:4]:
        return start.rsplit(" ", 1)[0]
    return start


@lru_cache(maxsize=4096)
def moment(instant: str) -> str:
    """An instant, `2018-06-04T08:05:00.000000Z`, on London's clocks: "9:05am on 4 June 2018"."""
    there = datetime.fromisoformat(instant).astimezone(LONDON)
    hour = there.hour % 12 or 12
    clock = f"{hour}:{there.minute:02}{'am' if there.hour < 12 else 'pm'}"
    return f"{clock} on {written(there.date())}"


@lru_cache(maxsize=4096)
def moment_day(instant: str) -> str:
    """The day in London of an instant."""
    return written(datetime.fromisoformat(instant).astimezone(LONDON).date())


def days(number: int) -> str:
    """`1 day`, `31 days`."""
    return f"{number} day" if number == 1 else f"{number} days"


def slip(number: int | None) -> str:
    """`31 days late`, `3 days early`, `as planned`; nothing where it has no first plan."""
    if number is None:
        return ""
    if number == 0:
        return "as first planned"
    return f"{days(abs(number))} {'later' if number > 0 else 'earlier'} than first planned"


def distance(earlier: date, later: date) -> str:
    """How far a day is off: "in 12 days", "tomorrow", "today", "3 days ago"."""
    number = (later - earlier).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get(number)
    return near or (f"in {days(number)}" if number > 0 else f"{days(-number)} ago")
