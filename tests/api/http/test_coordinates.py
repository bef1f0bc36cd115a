"""The coordinates of a request, and addresses that are refused before a question is asked."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import Request

from api.http.coordinates import COORDINATES, Coordinates
from api.http.problems import NoSuchAddress
from api.http.strict_parameters import refuse_strange
from domain.changes.coordinates import resolve_question
from domain.refusals import Malformed, MalformedQuestion
from domain.time import instants
from tests.support.deployments import Deployment


def request(query: str = "", **path: str) -> Request:
    """A request with a query and parameters in its path."""
    scope: dict[str, Any] = {"type": "http", "query_string": query.encode(), "path_params": path}
    return Request(scope)


def test_these_are_the_coordinates() -> None:
    assert {"effective_on", "known_on", "known_at", "basis"} == COORDINATES


def test_each_coordinate_is_asked_for_as_it_was_given(on_sqlite: Deployment) -> None:
    now = instants.from_datetime(on_sqlite.time.at)
    given = {"effective_on": "2018-10-01", "known_on": "2018-05-01", "basis": "proposed"}
    assert Coordinates(**given).resolve(on_sqlite.mergerlog) == resolve_question(now, **given)
    at = "2018-05-01T08:00:00Z"
    assert Coordinates(known_at=at).resolve(on_sqlite.mergerlog) == resolve_question(now, known_at=at)


@pytest.mark.parametrize(
    "given",
    [
        {"effective_on": "2018-13"},
        {"basis": "certain"},
        {"known_at": "noon"},
        {"known_on": "2018-05-01", "known_at": "2018-05-01T08:00:00Z"},
    ],
)
def test_coordinates_that_name_no_point_are_refused(given: dict[str, str], on_sqlite: Deployment) -> None:
    with pytest.raises(Malformed):
        Coordinates(**given).resolve(on_sqlite.mergerlog)


@pytest.mark.parametrize("value", ["North", "north_west", "", "a b", "north-west\n", "../x"])
def test_a_path_that_names_no_id_leads_nowhere(value: str) -> None:
    with pytest.raises(NoSuchAddress):
        refuse_strange(request(programme="north-west", change=value), COORDINATES)


@pytest.mark.parametrize("query", ["", "basis=done", "basis=done&known_on=2018-05-01", "basis="])
def test_parameters_that_the_call_takes_are_let_through(query: str) -> None:
    refuse_strange(request(query, programme="north-west"), COORDINATES)


@pytest.mark.parametrize(
    ("query", "allowed", "sentence"),
    [
        ("bases=done", ["basis", "after"], r'takes no parameter "bases" \(it takes: after, basis\)'),
        ("basis=done", [], r'takes no parameter "basis" \(it takes: none\)'),
        ("basis=done&basis=done", ["basis"], 'the parameter "basis" is given more than once'),
    ],
)
def test_a_parameter_that_is_not_taken_or_is_given_twice_is_refused(
    query: str, allowed: list[str], sentence: str
) -> None:
    with pytest.raises(MalformedQuestion, match=sentence):
        refuse_strange(request(query), allowed)


@pytest.mark.parametrize("path", ["clashes", "structure"])
def test_a_read_refuses_a_slip_of_the_pen_over_http(path: str, on_sqlite: Deployment) -> None:
    reply = on_sqlite.get(f"/programmes/{on_sqlite.programme()}/{path}", efective_on="2018-10-01")
    assert reply.status_code == 422
    assert 'no parameter "efective_on"' in reply.json()["detail"]
