"""The drawing of a timeline says so where a date is beyond its edges, in words as well as in shape."""

from __future__ import annotations

from datetime import date

import pytest

from api.pages.drawings.gantt import Bar, Scale, gantt

BEYOND = {"h-12m5", "h12m-5", "l-6 6l6 6"}
"""To the left of all that is drawn, to the right of it, and begun before it."""
FIRST, LAST = date(2017, 11, 1), date(2018, 10, 31)


def drawn(earliest: date | None, latest: date | None) -> str:
    bar = Bar("Barnet", "A pilot begins", "/", "done", earliest, latest, None, "Done", late=False)
    return gantt([bar], Scale(FIRST, LAST), date(2018, 6, 4), "Timeline", "Changes by date.")


@pytest.mark.parametrize(
    ("earliest", "latest", "said", "shape"),
    [
        (date(2016, 1, 1), date(2016, 12, 31), "Done, by 31", "h-12m5"),
        (None, date(2017, 10, 31), "Done, by 31", "h-12m5"),
        (date(2018, 11, 1), None, "Done, not before 1", "h12m-5"),
        (date(2016, 1, 1), date(2018, 1, 31), "Done, from 1", "l-6 6l6 6"),
        (None, date(2018, 1, 31), "Done", "l-6 6l6 6"),
        (FIRST, date(2018, 1, 31), "Done", "<rect"),
        (date(2018, 3, 1), date(2018, 3, 1), "Done", "l9 9l-9 9"),
    ],
)
def test_what_is_beyond_an_edge_is_an_arrow_and_says_when(
    earliest: date | None, latest: date | None, said: str, shape: str
) -> None:
    picture = drawn(earliest, latest)
    assert said in picture
    assert shape in picture
    assert {each for each in BEYOND if each in picture} == {shape} & BEYOND
