"""The question of a page: what its address says, and what its date fields make of it."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

import pytest
from fastapi import Request

from api.http.problems import NoSuchAddress
from api.pages.core import page
from api.pages.core.page import SeeOther


def request(**query: str) -> Request:
    written = urlencode({name.replace("__", "-"): text for name, text in query.items()})
    return Request({"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": written.encode()})


@pytest.mark.parametrize(
    ("day", "month", "year", "expected"),
    [
        ("1", "10", "2018", date(2018, 10, 1)),
        ("01", "Oct", "2018", date(2018, 10, 1)),
        ("29", "february", "2020", date(2020, 2, 29)),
        ("31", "12", "9999", date(9999, 12, 31)),
    ],
)
def test_a_day_is_read_from_three_fields(day: str, month: str, year: str, expected: date) -> None:
    assert page.read_day(day, month, year) == expected


@pytest.mark.parametrize(
    ("day", "month", "year", "sentence"),
    [
        ("", "10", "2018", "The date must have a day"),
        ("1", "", "2018", "The date must have a month"),
        ("", "", "2018", "The date must have a day and a month"),
        ("1", "10", "", "The date must have a year"),
        ("1", "13", "2018", "Write the date in numbers, for example 1 10 2018"),
        ("first", "10", "2018", "Write the date in numbers, for example 1 10 2018"),
        ("1", "10", "MMXX", "Write the date in numbers, for example 1 10 2018"),
        ("١", "10", "2018", "Write the date in numbers, for example 1 10 2018"),
        ("1", "10", "18", "Write the year with four digits"),
        ("1", "10", "02018", "Write the year with four digits"),
        ("29", "2", "2018", "There is no 29 February 2018"),
        ("031", "4", "2018", "There is no 31 April 2018"),
        ("0", "1", "2018", "There is no 0 January 2018"),
    ],
)
def test_a_day_that_cannot_be_read_says_why(day: str, month: str, year: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        page.read_day(day, month, year)


def test_the_coordinates_of_an_address_are_those_that_it_fills_in() -> None:
    given, errors = page.coordinates(request(effective_on="2018-10-01", known_on="", basis="done", sort="name"))
    assert (given, errors) == ({"effective_on": "2018-10-01", "basis": "done"}, {})


def test_date_fields_take_the_place_of_the_day_in_the_address() -> None:
    fields = {"effective_on__day": " 2 ", "effective_on__month": "10", "effective_on__year": "2018"}
    assert page.coordinates(request(effective_on="2017-01-01", **fields)) == ({"effective_on": "2018-10-02"}, {})


def test_empty_date_fields_ask_as_of_no_day() -> None:
    fields = {"known_on__day": "", "known_on__month": "", "known_on__year": ""}
    assert page.coordinates(request(known_on="2017-01-01", **fields)) == ({}, {})


def test_a_fault_in_date_fields_is_reported_under_their_name() -> None:
    fields = {"b_known_on__day": "", "b_known_on__month": "2", "b_known_on__year": "2018"}
    assert page.coordinates(request(**fields), "b_") == ({}, {"b_known_on": "The date must have a day"})


def test_coordinates_with_a_prefix_are_apart_from_those_without() -> None:
    both = request(basis="done", b_basis="planned")
    assert page.coordinates(both)[0] == {"basis": "done"}
    assert page.coordinates(both, "b_")[0] == {"basis": "planned"}


def test_an_address_without_date_fields_is_settled_already() -> None:
    page.settle_address(request(effective_on="2018-10-01"), "/programmes/p", {"effective_on": "2018-10-01"})


@pytest.mark.parametrize(
    ("path", "given", "more", "address"),
    [
        ("/p", {"effective_on": "2018-10-01"}, {}, "/p?effective_on=2018-10-01"),
        ("/p?old=1", {"effective_on": "2018-10-01"}, {"q": "a b"}, "/p?q=a+b&effective_on=2018-10-01"),
        ("/p?old=1", {}, {"q": ""}, "/p"),
        ("/p", {"basis": "done"}, {"basis": "planned"}, "/p?basis=done"),
    ],
)
def test_filled_in_date_fields_lead_to_the_address_that_says_the_same(
    path: str, given: dict[str, str], more: dict[str, str], address: str
) -> None:
    fields = {"effective_on__day": "1", "effective_on__month": "10", "effective_on__year": "2018"}
    with pytest.raises(SeeOther) as other:
        page.settle_address(request(**fields, **more), path, given)
    assert other.value.address == address


@pytest.mark.parametrize(
    ("path", "params", "expected"),
    [
        ("", {}, "/programmes/p"),
        ("timeline", {}, "/programmes/p/timeline"),
        ("timeline", {"basis": "done", "known_on": None, "q": ""}, "/programmes/p/timeline?basis=done"),
        ("", {"q": "a&b=c"}, "/programmes/p?q=a%26b%3Dc"),
    ],
)
def test_an_address_leaves_out_what_is_empty(path: str, params: dict[str, str | None], expected: str) -> None:
    assert page.address("p", path, params) == expected


def test_the_months_around_a_day_cross_the_years() -> None:
    months = [date(2017, 12, 1), date(2018, 1, 1), date(2018, 2, 1), date(2018, 3, 1)]
    assert page.month_days(date(2018, 1, 31), before=1, after=2) == months


def test_the_months_around_a_day_stay_within_the_calendar() -> None:
    assert page.month_days(date(1, 1, 15), before=2, after=1) == [date(1, 1, 1), date(1, 2, 1)]
    assert page.month_days(date(9999, 12, 1), before=1, after=2) == [date(9999, 11, 1), date(9999, 12, 1)]


@pytest.mark.parametrize(
    ("day", "days", "expected"),
    [
        (date(2018, 1, 31), 31, date(2018, 3, 3)),
        (date(2018, 1, 1), -1, date(2017, 12, 31)),
        (date(1, 1, 2), -1, date.min),
        (date(1, 1, 2), -2, date.min),
        (date(9999, 12, 30), 1, date.max),
        (date(9999, 12, 30), 2, date.max),
    ],
)
def test_a_shifted_day_stays_within_the_calendar(day: date, days: int, expected: date) -> None:
    assert page.shifted(day, days) == expected


def test_days_between_are_negative_backwards() -> None:
    assert page.days_between(date(2018, 2, 28), date(2018, 3, 1)) == 1
    assert page.days_between(date(2018, 3, 1), date(2018, 2, 28)) == -1


def test_a_part_of_an_address_that_is_no_id_leads_nowhere() -> None:
    assert page.slug_of("north-west-2") == "north-west-2"
    for text in ("", "North", "north west", "a/b", "../a"):
        with pytest.raises(NoSuchAddress):
            page.slug_of(text)
