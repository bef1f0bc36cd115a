"""Days of a page: read from the three fields of a date, and counted from one to another."""

from __future__ import annotations

from datetime import date, timedelta

from api.pages.core import templates
from api.pages.words.dates import MONTHS

DATE_PARTS = ("day", "month", "year")


def read_day(day: str, month: str, year: str) -> date:
    """A day from its three fields; the month may be typed as a word. Raises ValueError with a sentence."""
    missing = [name for name, text in zip(DATE_PARTS, (day, month, year), strict=True) if not text]
    if missing:
        raise ValueError(f"The date must have a {' and a '.join(missing)}")
    number = templates.month_number(month)
    if number is None or not (day.isascii() and day.isdigit() and year.isascii() and year.isdigit()):
        raise ValueError("Write the date in numbers, for example 1 10 2018")
    if len(year) != 4:
        raise ValueError("Write the year with four digits")
    try:
        return date(int(year), number, int(day))
    except ValueError:
        raise ValueError(f"There is no {int(day)} {MONTHS[number - 1]} {year}") from None


def month_days(middle: date, before: int = 8, after: int = 11) -> list[date]:
    """The first days of the months around a day."""
    count = middle.year * 12 + middle.month - 1
    return [
        date((count + by) // 12, (count + by) % 12 + 1, 1)
        for by in range(-before, after + 1)
        if 12 <= count + by < 120_000
    ]


def shifted(day: date, days: int) -> date:
    """So many days on, within what a calendar holds."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def days_between(first: date, last: date) -> int:
    """Days from one to the other."""
    return (last - first) // timedelta(days=1)
