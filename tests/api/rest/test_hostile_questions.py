"""Hostile questions: dates that are none, known points to come, parameters, methods and paths that nothing takes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.deployments import Deployment
from tests.support.examples import world

READS = (
    "structure", "structure/compare", "entries", "entries/brent", "changes/wembley", "areas/kenton/cover",
    "areas/brent", "units/nw-bcu", "sites/wembley", "teams/response-a", "posts/commander", "milestones/go-live", "",
)  # fmt: skip
NO_DAY = (
    "0", "2018-02-29", "2018-24", "201X", "1538352000", "1538352000.0", "2018", "2018-06", "2018-06-31", "2018-6-1",
    "20180601", "2018-W22-5", "2018-152", "0000-01-01", "10000-01-01", "-2018-06-01", "2018-06-01T00:00:00Z", "today",
    "2018-06-01~", "2018-06-01/2018-06-02", "../2018-06-01", " 2018-06-01", "2018-06-01 ", "2018-06-01\n", "None", "",
    "2018-06-01\0", "\u0662\u0660\u0661\u0668-\u0660\u0666-\u0660\u0661", "2018\u201006\u201001", "\ud7ff",
)  # fmt: skip
NO_INSTANT = (
    *NO_DAY[:14], "2018-06-01", "2018-06-01T08:00:00", "2018-06-01T08:00:00+00:00", "2018-06-01T08:00:00z", "",
    "2018-06-01 08:00Z", "2018-06-01T24:00:00Z", "2018-06-01T08:00:60Z", "2018-06-01T08:00Z", "2018-06-01T08:00:00,5Z",
    "2018-02-29T08:00:00Z", "2018-06-01T08:00:00.0000001Z", "2018-06-01T08:00:00.Z", "0000-01-01T00:00:00Z",
)  # fmt: skip
TWICE = ("effective_on", "2018-06-01")
FAULTS: dict[str, list[tuple[tuple[str, str], ...]]] = {
    "a known day to come": [(("known_on", day),) for day in ("2018-06-05", "9999-12-31")],
    "a known instant to come": [(("known_at", at),) for at in ("2018-06-04T08:00:00.000001Z", "9999-12-31T23:59:59Z")],
    "both known points": [(("known_on", "2018-06-01"), ("known_at", "2018-06-01T08:00:00Z"))],
    "no basis": [(("basis", text),) for text in ("", "Done", "withdrawn", "done,planned", "1", "\0")],
    "an unknown parameter": [((name, "2018"),) for name in ("effective", "Effective_on", "to", "known", "", "\0", "%")],
    "a parameter twice": [(TWICE, TWICE), (("basis", "done"), ("basis", "planned"))],
    "no day": [((name, day),) for day in NO_DAY for name in ("effective_on", "known_on")],
    "no instant": [(("known_at", instant),) for instant in NO_INSTANT],
}
NOWHERE = (
    "%00", "wembley%00", "%ED%A0%80", "%FF", "..%2f..", "%2e%2e", "wembley%2f..", "WEMBLEY", "wembley%20", "wembley'--",
    "%F0%9F%98%80", "a" * 5000, "*", "{slug}", "wembley;x=1", "wembley%0a", "%25", "\u202e",
)  # fmt: skip


@pytest.fixture(params=["on_sqlite", "on_postgres"])
def both(request: pytest.FixtureRequest) -> Deployment:
    """The shared deployment on each database."""
    return request.getfixturevalue(request.param)


def ask(deployment: Deployment, path: str, params: Any = (), method: str = "GET") -> Any:
    return deployment.client.request(method, path, params=list(params), headers=deployment.headers())


def is_problem(reply: Any, *statuses: int) -> bool:
    media_type = reply.headers["Content-Type"]
    return reply.status_code in statuses and media_type == "application/problem+json" and bool(reply.json()["detail"])


@pytest.mark.parametrize("name", FAULTS)
def test_the_question_is_turned_away_by_every_read(both: Deployment, name: str) -> None:
    programme = world(both)
    for read in READS:
        path = f"/v1/programmes/{programme}/{read}".rstrip("/")
        assert ask(both, path).status_code == 200
        for params in FAULTS[name]:
            reply = ask(both, path, params)
            assert is_problem(reply, 422), (path, params, reply.text)


def test_so_it_is_by_the_reads_of_no_programme(both: Deployment) -> None:
    world(both)
    for path in ("/v1/programmes", "/v1/people/p-7f3a"):
        assert ask(both, path).status_code == 200
        for params in (params for cases in FAULTS.values() for params in cases):
            assert is_problem(ask(both, path, params), 422), (path, params)


def test_the_other_side_of_a_comparison_is_held_to_the_same(both: Deployment) -> None:
    path = f"/v1/programmes/{world(both)}/structure/compare"
    names = ("a known day to come", "a known instant to come", "both known points", "no basis", "no day", "no instant")
    for params in (params for name in names for params in FAULTS[name]):
        renamed = [(f"to_{name}", value) for name, value in params]
        assert is_problem(ask(both, path, renamed), 422), renamed


def test_the_outermost_points_that_are_right_are_answered(both: Deployment) -> None:
    path = f"/v1/programmes/{world(both)}/structure"
    for day in ("0001-01-01", "9999-12-31"):
        assert ask(both, path, [("effective_on", day)]).status_code == 200, day
    for day in ("0001-01-01", "2018-06-04"):
        assert ask(both, path, [("known_on", day)]).status_code == 200, day
    for instant in ("0001-01-02T00:00:00Z", "2018-06-04T08:00:00Z", "0001-01-01T00:00:00Z"):
        assert ask(both, path, [("known_at", instant)]).status_code == 200, instant


def test_limits_and_cursors_that_no_page_gave_are_turned_away(both: Deployment) -> None:
    programme = world(both)
    path = f"/v1/programmes/{programme}/entries"
    for limit in ("0", "-1", "1001", "1.5", "1e2", "abc", "", "9" * 40, "NaN", "0x10"):
        assert is_problem(ask(both, path, [("limit", limit)]), 422), limit
    page = ask(both, path, [("limit", "1")]).json()
    assert len(page["entries"]) == 1
    assert ask(both, path, [("after", page["next"])]).status_code == 200
    for cursor in ("0", "brent", "after-", "after-atlantis", "after-brent'--", page["next"] + "x", "\0", "a" * 999):
        assert is_problem(ask(both, path, [("after", cursor)]), 422), cursor
    for name in ("kind", "subject", "change"):
        assert is_problem(ask(both, path, [(name, "a\0b")]), 422)
        for nothing in ("%", "_", "site-opened/%", "area/", "/brent", "atlantis", "'; DROP TABLE log; --"):
            assert ask(both, path, [(name, nothing)]).json()["entries"] == [], (name, nothing)


def test_methods_that_an_address_does_not_take_get_405_and_are_told_which_it_does(both: Deployment) -> None:
    programme = world(both)
    of_programme = f"/v1/programmes/{programme}"
    for path in (f"{of_programme}/entries", f"{of_programme}/structure", "/v1/people", "/healthz"):
        for method in ("PUT", "PATCH", "DELETE", "TRACE", "BREW"):
            reply = ask(both, path, method=method)
            assert is_problem(reply, 405), (method, path, reply.text)
            assert {"GET", "POST"} & set(reply.headers["Allow"].split(", "))


@pytest.mark.parametrize(
    "address",
    ["{}", "people/{}", "programmes/{}", "programmes/{}/structure", "programmes/{}/entries", "programmes/P/sites/{}",
     "programmes/P/entries/{}", "programmes/P/changes/{}", "programmes/P/areas/{}/cover"],
)  # fmt: skip
def test_paths_that_lead_nowhere_get_404(both: Deployment, address: str) -> None:
    programme = world(both)
    for trick in NOWHERE:
        path = f"/v1/{address.replace('P', programme).replace('{}', trick)}"
        reply = ask(both, path)
        assert is_problem(reply, 404), (path, reply.status_code, reply.text)


def test_nothing_is_written_to_a_path_that_leads_nowhere(both: Deployment) -> None:
    for trick in NOWHERE:
        for path in (f"/programmes/{trick}/entries", f"/programmes/{trick}/entries/import"):
            assert is_problem(both.send(path, b"{}"), 404, 422), path


def test_a_kind_of_the_timeline_is_no_pattern(both: Deployment) -> None:
    path = f"/v1/programmes/{world(both)}/timeline"
    assert ask(both, path, [("kind", "site-opened")]).json()["changes"]
    for nothing in ("%", "_ite-opened", "site-%", "site\\-opened", "\\%"):
        assert ask(both, path, [("kind", nothing)]).json()["changes"] == [], nothing


def test_an_address_of_more_than_8_kib_is_refused_at_once(both: Deployment) -> None:
    programme = world(both)
    for read in ("entries", "timeline", "milestones", "structure"):
        reply = ask(both, f"/v1/programmes/{programme}/{read}", [("kind", "a" * 60_000)])
        assert reply.status_code == 414, read
    assert both.client.get(f"/programmes/{programme}/log?kind={'a' * 60_000}").status_code == 414
