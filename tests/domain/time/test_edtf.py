"""Effective dates and their bounds."""

from __future__ import annotations

from datetime import date

import pytest

from domain.refusals import MalformedDate
from domain.time.edtf import BEGINNING, END, parse, show


def ordinal(text: str) -> int:
    return date.fromisoformat(text).toordinal()


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2018-10-01", "2018-10-01", "2018-10-01"),
        ("2018-10", "2018-10-01", "2018-10-31"),
        ("2018-02", "2018-02-01", "2018-02-28"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2018-01", "2018-01-01", "2018-01-31"),
        ("2018-12", "2018-12-01", "2018-12-31"),
        ("2018", "2018-01-01", "2018-12-31"),
        ("2018-10-01~", "2018-10-01", "2018-10-01"),
        ("2018?", "2018-01-01", "2018-12-31"),
        ("2018-03/2018-10", "2018-03-01", "2018-10-31"),
        ("2018~/2019-02-03?", "2018-01-01", "2019-02-03"),
        ("2018-03-19/2018-03-19", "2018-03-19", "2018-03-19"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999-12-31", "9999-12-31", "9999-12-31"),
    ],
)
def test_a_date_has_a_first_and_a_last_possible_day(text: str, earliest: str, latest: str) -> None:
    when = parse(text)
    assert (when.text, when.earliest, when.latest) == (text, ordinal(earliest), ordinal(latest))
    assert when.is_exact == (earliest == latest)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2018-03-19/..", ordinal("2018-03-19"), END),
        ("../2018-05", BEGINNING, ordinal("2018-05-31")),
        ("../..", BEGINNING, END),
    ],
)
def test_an_open_end_is_before_or_after_every_day(text: str, earliest: int, latest: int) -> None:
    when = parse(text)
    assert (when.earliest, when.latest, when.is_exact) == (earliest, latest, False)
    assert BEGINNING < ordinal("0001-01-01") < ordinal("9999-12-31") < END


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("2018-02-29", "no such date"),
        ("2018-13", "no such date"),
        ("2018-00", "no such date"),
        ("2018-10-00", "no such date"),
        ("2018-11-31", "no such date"),
        ("0000", "no such date"),
        ("0000-01", "no such date"),
        ("..", "not a date"),
        ("", "not a date"),
        ("2018-1-1", "not a date"),
        ("2018-21-01-01", "not a date"),
        ("18", "not a date"),
        ("2018-10-01T08:00", "not a date"),
        ("201X", "not a date"),
        ("2018~?", "not a date"),
        ("2018/", "not a date"),
        ("/2018", "not a date"),
        ("2018/2019/2020", "not a date"),
        ("2018-10-01\n", "not a date"),
        ("٢٠١٨", "not a date"),
        ("2019/2018", "ends before it starts"),
        ("2018-03-02/2018-03-01", "ends before it starts"),
    ],
)
def test_all_else_is_refused_with_its_fault(text: str, fault: str) -> None:
    with pytest.raises(MalformedDate) as refusal:
        parse(text)
    assert f'The date "{text}"'.split("\n")[0] in str(refusal.value)
    assert fault in str(refusal.value)


def test_a_bound_is_shown_as_a_day_or_not_at_all() -> None:
    assert show(ordinal("2018-10-01")) == "2018-10-01"
    assert show(1) == "0001-01-01"
    assert (show(BEGINNING), show(END)) == (None, None)
