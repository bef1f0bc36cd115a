"""Refusals over HTTP that rest on the log: what is unknown, too early, not allowed, stale or under a used id.

Each has its status and a sentence that names what was wrong, and a twin that is accepted.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.oracle.kinds import AMENDMENTS
from tests.support.deployments import Deployment
from tests.support.examples import PAPER, PERSON, Body, accepted, amend, log_of, record, refused, start, world

AT_ATLANTIS = {"name": "W", "area": "atlantis"}
UNNAMED = {"area": "atlantis", "count": 6}
UNKNOWN: tuple[tuple[str, Body, str, str], ...] = (
    ("site", start("site-closed", "atlantis"), "atlantis", "wembley"),
    ("team", start("team-stated", "atlantis", text="It is to stay."), "atlantis", "response-a"),
    ("team", start("teams-merged", "atlantis", from_=["response-b"]), "atlantis", "response-a"),
    ("team", start("teams-merged", "response-a", from_=["atlantis"]), "atlantis", "response-b"),
    ("unit", start("units-merged", "nw-bcu", from_=["atlantis"]), "atlantis", "brent-boc"),
    ("area", start("area-defined", "pinner", name="P", area_type="ward", parent="atlantis"), "atlantis", "brent"),
    ("area", start("unit-established", "x", name="X", unit_type="bcu", areas=["atlantis"]), "atlantis", "brent"),
    ("area", start("site-opened", "x", name="X", area="atlantis"), "atlantis", "brent"),
    ("unit", start("team-formed", "x", name="X", unit="atlantis", function="response"), "atlantis", "nw-bcu"),
    ("site", start("team-moved", "response-a", to="brent"), "brent", "colindale"),
    ("unit", start("team-transferred", "response-a", to="wembley"), "wembley", "nw-bcu"),
    ("area", start("team-cover-changed", "response-a", end=["brent", "atlantis"]), "atlantis", "kenton"),
    ("area", start("team-cover-changed", "response-a", covers_unnamed=UNNAMED), "atlantis", "brent"),
    ("unit", start("post-created", "x", title="X", unit="atlantis"), "atlantis", "nw-bcu"),
    ("area", start("post-created", "x", title="X", unit="nw-bcu", area="atlantis"), "atlantis", "brent"),
    ("post", start("milestone-set", "x", title="X", owner="atlantis"), "atlantis", "commander"),
    ("milestone", start("milestone-set", "x", title="X", depends_on=["atlantis"]), "atlantis", "go-live"),
    ("change", start("milestone-set", "x", title="X", depends_on=["atlantis"]), "atlantis", "wembley"),
    ("person", start("leader-appointed", "commander", person="atlantis", tenure="acting"), "atlantis", PERSON),
    ("area", amend("change-corrected", "wembley", details=AT_ATLANTIS), "atlantis", "brent"),
    ("area", amend("claim-recorded", "wembley", source=PAPER, details=AT_ATLANTIS), "atlantis", "brent"),
    ("change", amend("change-restricted", "atlantis"), "atlantis", "wembley"),
)  # fmt: skip


@pytest.mark.parametrize(("type_", "body", "unknown", "known"), UNKNOWN)
def test_what_the_log_does_not_know_is_refused(
    on_sqlite: Deployment, type_: str, body: Body, unknown: str, known: str
) -> None:
    programme = world(on_sqlite)
    refused(on_sqlite, programme, body, 422, type_, f'"{unknown}"')
    accepted(on_sqlite, programme, renamed(body, unknown, known))


def renamed(value: Any, old: str, new: str) -> Any:
    """The body with one name in the place of another, wherever it stands."""
    if isinstance(value, dict):
        return {field: renamed(inner, old, new) for field, inner in value.items()}
    if isinstance(value, list):
        return [renamed(inner, old, new) for inner in value]
    return new if value == old else value


def test_an_amendment_is_no_change_to_amend_or_to_depend_on(on_sqlite: Deployment) -> None:
    programme = world(on_sqlite)
    record(on_sqlite, programme, amend("claim-recorded", "wembley", id="claim", source=PAPER, effective_on="2016"))
    refused(on_sqlite, programme, amend("change-retracted", "claim"), 422, '"claim"')
    refused(on_sqlite, programme, start("milestone-set", "x", title="X", depends_on=["claim"]), 422, '"claim"')
    elsewhere = world(on_sqlite)
    refused(on_sqlite, elsewhere, amend("claim-recorded", "claim", source=PAPER, effective_on="2016"), 422, '"claim"')


DONE = (
    (start("site-renamed", "wembley", "2018-06-05", name="W"), "2018-06-04"),
    (start("site-renamed", "wembley", "2018-07", name="W"), "2018-06"),
    (start("site-renamed", "wembley", "2019", name="W"), "2018"),
    (start("site-renamed", "wembley", "2018-06-05/..", name="W"), "2018-06-04/.."),
    (amend("change-completed", "go-live", effective_on="2018-06-05?"), "2018-06-04?"),
    (amend("change-corrected", "wembley", effective_on="2018-06-05"), "2018-01-31"),
)


@pytest.mark.parametrize(("body", "by_now"), DONE)
def test_nothing_is_done_before_its_day(on_sqlite: Deployment, body: Body, by_now: str) -> None:
    programme = world(on_sqlite)
    refused(on_sqlite, programme, body, 422, body["effective_on"], "2018-06-04")
    accepted(on_sqlite, programme, {**body, "effective_on": by_now})
    if "standing" in body:
        accepted(on_sqlite, programme, {**body, "standing": "planned"})


def test_the_day_is_londons(deployment: Deployment) -> None:
    programme = world(deployment)
    body = start("site-renamed", "wembley", "2018-06-05", name="W")
    deployment.time.at = datetime(2018, 6, 4, 22, 59, 59, 999_999, tzinfo=UTC)
    refused(deployment, programme, body, 422, "2018-06-05", "2018-06-04")
    deployment.time.at = datetime(2018, 6, 4, 23, tzinfo=UTC)
    accepted(deployment, programme, body)


STANDINGS = ("proposed", "planned", "done", "withdrawn", "retracted")
STEPS = {"withdrawn": ("planned", "change-withdrawn"), "retracted": ("done", "change-retracted")}
BECOMES = {
    "change-confirmed": "planned",
    "change-completed": "done",
    "change-withdrawn": "withdrawn",
    "change-retracted": "retracted",
}
ALLOWED = {
    "change-confirmed": "proposed",
    "change-rescheduled": "proposed planned",
    "change-completed": "proposed planned",
    "change-withdrawn": "proposed planned",
    "change-corrected": "proposed planned done",
    "change-retracted": "proposed planned done withdrawn",
    "claim-recorded": "proposed planned done withdrawn",
    "change-restricted": "proposed planned done withdrawn retracted",
    "change-released": "proposed planned done withdrawn retracted",
}
"""The contract's table, as it stands there."""


@pytest.mark.parametrize("standing", STANDINGS)
@pytest.mark.parametrize("kind", ALLOWED)
def test_an_amendment_is_allowed_where_the_table_says_so(on_sqlite: Deployment, kind: str, standing: str) -> None:
    programme = world(on_sqlite)
    first, *steps = STEPS.get(standing, (standing,))
    record(on_sqlite, programme, start("site-renamed", "wembley", "2018-05", first, id="c", name="W"))
    record(on_sqlite, programme, *(amend(step, "c") for step in steps))
    told = (*AMENDMENTS[kind].required, *AMENDMENTS[kind].one_or_more)
    fields = {"effective_on": "2018-06-01", "source": PAPER}
    body = amend(kind, "c", **{field: value for field, value in fields.items() if field in told})
    if standing not in ALLOWED[kind].split():
        refused(on_sqlite, programme, body, 409, '"c"', standing)
        return
    accepted(on_sqlite, programme, body)
    change = on_sqlite.get(f"/programmes/{programme}/changes/c").json()
    assert change["standing"] == BECOMES.get(kind, standing)
    assert change["restricted"] is (kind == "change-restricted")


def test_a_stale_version_is_refused_with_the_version_that_stands(on_sqlite: Deployment) -> None:
    programme = world(on_sqlite)
    body = amend("change-corrected", "wembley", effective_on="2017")
    for stale in ('"2"', '"0"', "7"):
        problem = refused(on_sqlite, programme, body, 412, "version 1", **{"If-Match": stale})
        assert problem["version"] == 1
    assert accepted(on_sqlite, programme, body, **{"If-Match": '"1"'})["version"] == 2
    problem = refused(on_sqlite, programme, start("site-closed", "wembley", "2018-05"), 412, **{"If-Match": '"1"'})
    assert problem["version"] == 2
    accepted(on_sqlite, programme, start("site-closed", "wembley", "2018-05"), **{"If-Match": '"2"'})
    refused(on_sqlite, programme, body, 422, "If-Match", **{"If-Match": "the last one"})


def test_the_same_entry_again_is_answered_with_the_stored_one_and_another_is_refused(on_sqlite: Deployment) -> None:
    programme = world(on_sqlite)
    source = {"document": "a.txt", "quote": "Wembley"}
    move = start("team-moved", "response-a", "2018-05", id="move", to="colindale", source=source)
    right = amend("change-corrected", "move", id="right", details={"to": "wembley"})
    stored = record(on_sqlite, programme, move, right, amend("change-retracted", "move", id="gone"))
    before = log_of(on_sqlite, programme)
    spelt_out = {**dict(reversed(move.items())), "restricted": False, "reason": None}
    for body, entry in ((move, stored[0]), (spelt_out, stored[0]), (right, stored[1])):
        for options in ({}, {"dry_run": True}, {"headers": {"If-Match": '"1"'}}):
            reply = on_sqlite.post(f"/programmes/{programme}/entries", body, **options)
            assert (reply.status_code, reply.json()["entry"]) == (200, entry), reply.text
    assert log_of(on_sqlite, programme) == before
    for other in (
        {**move, "details": {"to": "wembley"}},
        {**move, "effective_on": "2018-05-01"},
        {**move, "restricted": True},
        {**move, "reason": "Another."},
        start("site-closed", "wembley", id="move"),
        {**right, "reason": "Another."},
        {**right, "change": "response-a"},
        amend("change-released", "move", id="right"),
    ):
        refused(on_sqlite, programme, other, 409, f'"{other["id"]}"')
    accepted(on_sqlite, world(on_sqlite), move)


def test_of_several_faults_the_first_in_the_agreed_order_is_told(on_sqlite: Deployment) -> None:
    programme = world(on_sqlite)
    gone = start("team-moved", "response-a", "2018-05", "planned", id="gone", to="colindale")
    done = start("team-moved", "response-a", "2018-05", id="done", to="colindale")
    record(on_sqlite, programme, gone, amend("change-withdrawn", "gone"), done)
    body = amend("change-corrected", "gone", id="done", effective_on="2019", details={"to": "atlantis"}, colour="red")
    stale, right = {"If-Match": '"1"'}, {"If-Match": '"4"'}
    refused(on_sqlite, programme, body, 422, "colour", **stale)
    del body["colour"]
    refused(on_sqlite, programme, body, 409, '"done"', "another entry", **stale)
    body["id"] = "correction"
    refused(on_sqlite, programme, body, 412, "version 4", **stale)
    refused(on_sqlite, programme, body, 422, '"atlantis"', **right)
    body["details"] = {"to": "wembley"}
    refused(on_sqlite, programme, body, 409, '"gone"', "withdrawn", **right)
    body["change"] = "done"
    refused(on_sqlite, programme, body, 422, "2019", "before its day", **right)
    body["effective_on"] = "2017"
    refused(on_sqlite, programme, body, 409, '"response-a"', "not there", **right)
    body["effective_on"] = "2018-04"
    accepted(on_sqlite, programme, body, **right)
