"""Working days: every day but Saturdays, Sundays and bank holidays. Days are ordinals, as everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

_SATURDAY = 5
_WEEK = 7


@dataclass(frozen=True)
class WorkingDays:
    """A calendar of working days. Its caller supplies the holidays."""

    holidays: frozenset[int]

    @property
    def known_to(self) -> int:
        """The last day of the last year with a known holiday: later years have only weekends."""
        return date(date.fromordinal(max(self.holidays)).year, 12, 31).toordinal() if self.holidays else 0

    def includes(self, day: int) -> bool:
        """Whether people are at work on a day."""
        # The first day of the calendar, ordinal 1, was a Monday.
        return (day - 1) % _WEEK < _SATURDAY and day not in self.holidays

    def on_or_before(self, day: int) -> int:
        """The day itself where it is a working day, else the last one before it."""
        while not self.includes(day):
            day -= 1
        return day

    def after(self, day: int, count: int) -> int:
        """The working day a number of working days after a day."""
        for _ in range(count):
            day += 1
            while not self.includes(day):
                day += 1
        return day
