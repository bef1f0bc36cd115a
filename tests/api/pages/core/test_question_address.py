"""The question in the address of a page: its coordinates, and what its date fields make of it."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from fastapi import Request

from api.pages.core.question_address import SeeOther, coordinates, settle_address


def request(**query: str) -> Request:
    written = urlencode({name.replace("__", "-"): text for name, text in query.items()})
    return Request({"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": written.encode()})


def test_the_coordinates_of_an_address_are_those_that_it_fills_in() -> None:
    given, errors = coordinates(request(effective_on="2018-10-01", known_on="", basis="done", sort="name"))
    assert (given, errors) == ({"effective_on": "2018-10-01", "basis": "done"}, {})


def test_date_fields_take_the_place_of_the_day_in_the_address() -> None:
    fields = {"effective_on__day": " 2 ", "effective_on__month": "10", "effective_on__year": "2018"}
    assert coordinates(request(effective_on="2017-01-01", **fields)) == ({"effective_on": "2018-10-02"}, {})


def test_empty_date_fields_ask_as_of_no_day() -> None:
    fields = {"known_on__day": "", "known_on__month": "", "known_on__year": ""}
    assert coordinates(request(known_on="2017-01-01", **fields)) == ({}, {})


def test_a_fault_in_date_fields_is_reported_under_their_name() -> None:
    fields = {"b_known_on__day": "", "b_known_on__month": "2", "b_known_on__year": "2018"}
    assert coordinates(request(**fields), "b_") == ({}, {"b_known_on": "The date must have a day"})


def test_coordinates_with_a_prefix_are_apart_from_those_without() -> None:
    both = request(basis="done", b_basis="planned")
    assert coordinates(both)[0] == {"basis": "done"}
    assert coordinates(both, "b_")[0] == {"basis": "planned"}


def test_an_address_without_date_fields_is_settled_already() -> None:
    settle_address(request(effective_on="2018-10-01"), "/programmes/p", {"effective_on": "2018-10-01"})


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
        settle_address(request(**fields, **more), path, given)
    assert other.value.address == address
