"""Working days: every day but Saturdays, Sundays and bank holidays."""

from __future__ import annotations

from datetime import date

from domain.time.working_days import WorkingDays

EASTER = ("2018-03-30", "2018-04-02")


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


WORKING = WorkingDays(frozenset(map(day, EASTER)))


def test_nobody_works_at_weekends_or_on_bank_holidays() -> None:
    week = [f"2018-03-{number}" for number in (26, 27, 28, 29, 30, 31)] + ["2018-04-01", "2018-04-02", "2018-04-03"]
    assert [WORKING.includes(day(each)) for each in week] == [True] * 4 + [False] * 4 + [True]


def test_the_working_day_on_or_before_a_day() -> None:
    assert WORKING.on_or_before(day("2018-03-29")) == day("2018-03-29")
    assert WORKING.on_or_before(day("2018-04-02")) == day("2018-03-29")


def test_so_many_working_days_after_a_day() -> None:
    assert WORKING.after(day("2018-03-28"), 0) == day("2018-03-28")
    assert WORKING.after(day("2018-03-28"), 1) == day("2018-03-29")
    assert WORKING.after(day("2018-03-28"), 2) == day("2018-04-03")
    assert WORKING.after(day("2018-03-31"), 1) == day("2018-04-03")


def test_holidays_are_known_to_the_end_of_the_last_year_that_has_one() -> None:
    assert WORKING.known_to == day("2018-12-31")
    assert WorkingDays(frozenset()).known_to == 0
