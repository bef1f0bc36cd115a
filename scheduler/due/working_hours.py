"""Working hours: 08:00 to 18:00 in London, on days that are neither weekends nor bank holidays of England."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache

from govuk_bank_holidays.bank_holidays import BankHolidays

from domain.time import instants
from domain.time.instants import LONDON
from domain.time.working_days import WorkingDays

OPENS, CLOSES = time(8), time(18)


@lru_cache(maxsize=1)
def working_days() -> WorkingDays:
    """The calendar of England and Wales, from the list that the library brings: nothing is fetched.

    The list ends with the last year that was published; after it only weekends are known.
    """
    holidays = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    return WorkingDays(frozenset(holiday["date"].toordinal() for holiday in holidays))


def is_open(instant: int) -> bool:
    """Whether something may be sent to people at an instant."""
    day = instants.london_day(instant)
    return working_days().includes(day) and _at(day, OPENS) <= instant < _at(day, CLOSES)


def opening(day: int) -> int | None:
    """The first instant of a London day at which something may be sent; None where nobody works."""
    return _at(day, OPENS) if working_days().includes(day) else None


@lru_cache(maxsize=1024)
def _at(day: int, hour: time) -> int:
    """The instant of an hour of a London day: in summer it is an hour earlier than in winter."""
    return instants.from_datetime(datetime.combine(date.fromordinal(day), hour, LONDON))
