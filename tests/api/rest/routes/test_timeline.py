"""The timeline over HTTP: slips and reschedules, milestones and what rests on them, forecasts as they were known."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests.support.deployments import Deployment
from tests.support.examples import PAPER, amend, record, start, world

BASE = start("site-opened", "base", "2018-08/2018-10", "planned", id="base", name="Base", uses=["response-base"])
LATER = amend("change-rescheduled", "base", effective_on="2018-11", id="later", reason="The lease.", source=PAPER)


def milestone(slug: str, on: str, *needs: str, standing: str = "planned") -> dict[str, Any]:
    return start("milestone-set", slug, on, standing, id=slug, title=slug, depends_on=list(needs))


def timeline(deployment: Deployment, programme: str, role: str = "manager", **params: str) -> list[dict]:
    reply = deployment.get(f"/programmes/{programme}/timeline", role, **params)
    assert reply.status_code == 200, reply.text
    return reply.json()["changes"]


def test_a_plan_that_moved_says_how_far_and_why(deployment: Deployment) -> None:
    programme = world(deployment)
    record(deployment, programme, BASE, LATER)
    (change,) = timeline(deployment, programme, subject="site/base")
    assert (change["baseline"]["latest"], change["forecast"]["latest"]) == ("2018-10-31", "2018-11-30")
    assert (change["slip"], change["slip_earliest"], change["actual"]) == (30, 92, None)
    (moved,) = change["reschedules"]
    assert (moved["from"]["effective_on"], moved["to"]["effective_on"]) == ("2018-08/2018-10", "2018-11")
    assert (moved["entry"], moved["reason"], moved["source"], moved["recorded_by"]) == (
        "later", "The lease.", PAPER, "tester",
    )  # fmt: skip


def test_what_was_withdrawn_is_shown_and_what_was_retracted_is_not(deployment: Deployment) -> None:
    programme = world(deployment)
    moves = [start("team-moved", "response-a", "2018-09", "planned", id=name, to="colindale") for name in ("w", "r")]
    record(deployment, programme, *moves, amend("change-withdrawn", "w"), amend("change-retracted", "r"))
    assert [change["id"] for change in timeline(deployment, programme, kind="team-moved")] == ["w"]
    assert timeline(deployment, programme, kind="team-moved", basis="planned") == []


def test_a_span_takes_what_may_fall_into_it(deployment: Deployment) -> None:
    programme = world(deployment)
    record(deployment, programme, BASE)
    for first, last, found in (
        ("2018-07-01", "2018-07-31", []),
        ("2018-07-01", "2018-08-01", ["base"]),
        ("2018-09-01", "2018-09-02", ["base"]),
        ("2018-10-31", "2018-10-31", ["base"]),
        ("2018-11-01", "2018-11-30", ["go-live"]),
    ):
        told = timeline(deployment, programme, **{"from": first, "to": last})
        assert [change["id"] for change in told] == found, (first, last)


def test_a_bad_span_is_refused(on_sqlite: Deployment) -> None:
    programme = world(on_sqlite)
    for params in (
        {"from": "2018-10"},
        {"to": "1"},
        {"from": "2018-10-02", "to": "2018-10-01"},
        {"after": "after-go-live", "to": "2018-01-01"},
        {"after": "go-live"},
        {"limit": "0"},
        {"kind": "a\0b"},
    ):
        assert on_sqlite.get(f"/programmes/{programme}/timeline", **params).status_code == 422, params


def test_milestones_say_what_they_rest_on(deployment: Deployment) -> None:
    programme = world(deployment)
    record(deployment, programme, BASE, milestone("ready", "2018-11-10", "base", "go-live"), LATER)
    reply = deployment.get(f"/programmes/{programme}/milestones").json()
    ready, go_live = reply["milestones"]
    assert (ready["subject"], ready["title"], ready["days_left"]) == ("ready", "ready", 159)
    assert [(each["change"], each["slack"]) for each in ready["depends_on"]] == [("base", -20), ("go-live", -20)]
    assert (go_live["subject"], go_live["owner"], go_live["needed_by"]) == ("go-live", "commander", ["ready"])
    (alone,) = deployment.get(f"/programmes/{programme}/milestones", to="2018-11-10", subject="ready").json()[
        "milestones"
    ]
    assert alone == ready
    assert deployment.get(f"/programmes/{programme}/milestones", subject="site/base").json()["milestones"] == []


def test_a_slip_is_carried_to_what_rests_on_it(deployment: Deployment) -> None:
    programme = world(deployment)
    record(
        deployment,
        programme,
        BASE,
        milestone("ready", "2018-11-10", "base"),
        milestone("open", "2018-11-20", "ready"),
        milestone("far", "2019-06-01", "open"),
        milestone("past", "2018-05-01", "base", standing="done"),
        milestone("dropped", "2018-11-10", "base"),
        amend("change-withdrawn", "dropped"),
    )
    said = deployment.get(f"/programmes/{programme}/changes/base/knock-on", days=30).json()
    found = {each["change"]: (each["outcome"], each["days"], each["would_be"]) for each in said["milestones"]}
    assert found == {
        "past": ("clashes", 30, "2018-05-31"),
        "ready": ("moves", 20, "2018-11-30"),
        "open": ("moves", 10, "2018-11-30"),
        "far": ("holds", 0, "2019-06-01"),
    }
    said = deployment.get(f"/programmes/{programme}/changes/base/knock-on", days=10).json()
    assert {each["change"]: each["outcome"] for each in said["milestones"]} == {"past": "clashes", "ready": "holds"}
    assert deployment.get(f"/programmes/{programme}/changes/none/knock-on").status_code == 404


def test_a_circle_of_dependencies_comes_to_an_end(on_sqlite: Deployment) -> None:
    programme = world(on_sqlite)
    record(
        on_sqlite,
        programme,
        milestone("a", "2018-08-01"),
        milestone("b", "2018-08-02", "a"),
        amend("change-corrected", "a", details={"title": "a", "depends_on": ["b"]}),
    )
    said = on_sqlite.get(f"/programmes/{programme}/changes/a/knock-on", days=5).json()
    assert [(each["change"], each["days"]) for each in said["milestones"]] == [("b", 4)]


def test_what_october_looked_like_from_each_month(deployment: Deployment) -> None:
    deployment.time.at = datetime(2018, 4, 10, 9, tzinfo=UTC)
    programme = world(deployment)
    record(deployment, programme, milestone("october", "2018-10-01"))
    for month, day, on in ((5, 20, "2018-10"), (7, 1, "2018-12")):
        deployment.time.at = datetime(2018, month, day, 9, tzinfo=UTC)
        record(deployment, programme, amend("change-rescheduled", "october", effective_on=on))
    said = deployment.get(f"/programmes/{programme}/changes/october/forecasts").json()
    assert [(each["known_on"], each["latest"], each["slip"]) for each in said["series"]] == [
        ("2018-04-10", "2018-10-01", 0), ("2018-05-20", "2018-10-31", 30), ("2018-07-01", "2018-12-31", 91),
    ]  # fmt: skip
    assert [(each["known_on"], each["effective_on"]) for each in said["months"]] == [
        ("2018-04-30", "2018-10-01"), ("2018-05-31", "2018-10"), ("2018-06-30", "2018-10"), ("2018-07-01", "2018-12"),
    ]  # fmt: skip
    before = deployment.get(f"/programmes/{programme}/changes/october/forecasts", known_on="2018-05-31").json()
    assert before["months"] == said["months"][:2]


def test_an_observer_sees_no_restricted_milestone_nor_what_rests_on_it(deployment: Deployment) -> None:
    programme = world(deployment)
    secret = milestone("secret", "2018-10-01") | {"restricted": True}
    record(deployment, programme, secret, milestone("open", "2018-11-20", "secret"))
    assert [change["id"] for change in timeline(deployment, programme, "observer", kind="milestone-set")] == [
        "go-live", "open",
    ][::-1]  # fmt: skip
    (shown, _) = deployment.get(f"/programmes/{programme}/milestones", "observer").json()["milestones"]
    assert shown["depends_on"] == [
        {"name": "secret", "change": None, "standing": None, "earliest": None, "latest": None, "slack": None}
    ]
    assert deployment.get(f"/programmes/{programme}/changes/secret/knock-on", "observer").status_code == 404
