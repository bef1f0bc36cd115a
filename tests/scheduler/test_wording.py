"""The words of reminders, as a clerk would write them."""

from __future__ import annotations

from datetime import date

import pytest

from domain.time.edtf import BEGINNING, END
from scheduler import wording

FIRST, UNTIL = date(2018, 9, 30).toordinal(), date(2018, 10, 31).toordinal()


@pytest.mark.parametrize(
    ("first", "until", "words"),
    [
        (FIRST, END, "at odds from 30 September 2018"),
        (FIRST, UNTIL, "at odds from 30 September 2018 to 30 October 2018"),
        (FIRST, FIRST + 1, "at odds on 30 September 2018"),
        (BEGINNING, UNTIL, "at odds up to 30 October 2018"),
        (BEGINNING, END, "at odds on every day"),
    ],
)
def test_the_days_of_a_clash(first: int, until: int, words: str) -> None:
    assert wording.clash_days(first, until) == words
