"""Milestones: what each rests on, what rests on it, and what a slip carries with it."""

from __future__ import annotations

from typing import Any

import pytest

from projections.questions.log import NoSuchChange
from projections.questions.milestones import MilestoneCourse, knock_on, milestones_of
from projections.questions.timeline import Span
from tests.support.deployments import Deployment
from tests.support.examples import amend, record, start
from tests.support.views import move_clock, viewing


def milestone(slug: str, on: str, *needed: str, standing: str = "planned", **more: Any) -> dict[str, Any]:
    depends = {"depends_on": list(needed)} if needed else {}
    return start("milestone-set", slug, on, standing, id=f"set-{slug}", title=slug.upper(), **depends, **more)


SITE = start("site-opened", "a", "2018-07-01", "planned", id="site", name="A")
BASE = milestone("base", "2018-08", "site")
LIVE = milestone("live", "2018-09-10", "base", "set-base", stage="go-live", workstream="Estates")


@pytest.fixture(scope="module")
def programme(on_sqlite: Deployment) -> str:
    move_clock(on_sqlite, "2018-06-04T08:00")
    programme = on_sqlite.programme()
    done = milestone("done", "2018-06-01", "base", standing="done")
    record(on_sqlite, programme, SITE, BASE, LIVE, milestone("someday", "2018-10/..", "live"), done)
    return programme


def shown(deployment: Deployment, programme: str, **asked: str) -> dict[str, MilestoneCourse]:
    with viewing(deployment, programme, effective_on=asked.get("on"), known_on=asked.get("known_on")) as view:
        return {course["subject"]: course for course in milestones_of(view, Span(type="milestone"))}


def test_milestones_come_by_their_latest_day(on_sqlite: Deployment, programme: str) -> None:
    assert list(shown(on_sqlite, programme)) == ["done", "base", "live", "someday"]


def test_a_milestone_has_its_details_beside_its_course(on_sqlite: Deployment, programme: str) -> None:
    live = shown(on_sqlite, programme)["live"]
    assert (live["title"], live["owner"], live["workstream"], live["stage"]) == ("LIVE", None, "Estates", "go-live")
    assert (live["standing"], live["latest"], live["reschedules"]) == ("planned", "2018-09-10", [])


@pytest.mark.parametrize(("on", "left"), [("2018-09-09", 1), ("2018-09-10", 0), ("2018-09-11", -1)])
def test_days_are_left_from_the_day_that_is_asked_about(
    on_sqlite: Deployment, programme: str, on: str, left: int
) -> None:
    milestones = shown(on_sqlite, programme, on=on)
    assert milestones["live"]["days_left"] == left
    assert milestones["someday"]["days_left"] is None


def test_what_a_milestone_needs_is_named_as_it_was_with_the_days_to_spare(
    on_sqlite: Deployment, programme: str
) -> None:
    milestones = shown(on_sqlite, programme)
    site = {"name": "site", "change": "site", "standing": "planned", "earliest": "2018-07-01", "latest": "2018-07-01"}
    base = {"change": "set-base", "standing": "planned", "earliest": "2018-08-01", "latest": "2018-08-31", "slack": 10}
    assert milestones["base"]["depends_on"] == [site | {"slack": 61}]
    assert milestones["live"]["depends_on"] == [{"name": "base", **base}, {"name": "set-base", **base}]
    assert milestones["someday"]["depends_on"][0]["slack"] is None


def test_what_needs_a_milestone_is_listed_soonest_first(on_sqlite: Deployment, programme: str) -> None:
    needed_by = {slug: course["needed_by"] for slug, course in shown(on_sqlite, programme).items()}
    assert needed_by["base"] == ["set-done", "set-live"]
    assert (needed_by["live"], needed_by["someday"]) == (["set-someday"], [])


def test_an_observer_sees_that_something_is_needed_and_not_what(on_sqlite: Deployment) -> None:
    programme = on_sqlite.programme()
    record(on_sqlite, programme, SITE, BASE, amend("change-restricted", "site"))
    with viewing(on_sqlite, programme, public=True) as view:
        (course,) = milestones_of(view, Span(type="milestone"))
    unknown = dict.fromkeys(("change", "standing", "earliest", "latest", "slack"))
    assert course["depends_on"] == [{"name": "site", **unknown}]


def test_a_milestone_that_moved_tells_how(on_sqlite: Deployment) -> None:
    programme = on_sqlite.programme()
    record(on_sqlite, programme, SITE, BASE, amend("change-rescheduled", "set-base", effective_on="2018-09"))
    course = shown(on_sqlite, programme)["base"]
    assert [(move["from"]["effective_on"], move["to"]["effective_on"]) for move in course["reschedules"]] == [
        ("2018-08", "2018-09")
    ]
    assert (course["slip"], course["depends_on"][0]["slack"]) == (30, 91)


@pytest.mark.parametrize(
    ("change", "days", "expected"),
    [
        ("site", 61, [("set-base", "holds", 0, 61)]),
        ("site", 62, [("set-done", "clashes", 1, -91), ("set-base", "moves", 1, 61), ("set-live", "holds", 0, 10)]),
        ("set-base", 10, [("set-done", "clashes", 10, -91), ("set-live", "holds", 0, 10)]),
        ("set-base", 12, [("set-done", "clashes", 12, -91), ("set-live", "moves", 2, 10)]),
        ("set-live", 400, []),
    ],
)
def test_a_slip_is_carried_as_far_as_there_are_no_days_to_spare(
    on_sqlite: Deployment, programme: str, change: str, days: int, expected: list[tuple[str, str, int, int]]
) -> None:
    with viewing(on_sqlite, programme) as view:
        answer = knock_on(view, change, days)
    assert (answer["change"], answer["days"]) == (change, days)
    carried = answer["milestones"]
    assert [(each["change"], each["outcome"], each["days"], each["slack"]) for each in carried] == expected


def test_a_milestone_that_moves_tells_where_to_and_through_what(on_sqlite: Deployment, programme: str) -> None:
    with viewing(on_sqlite, programme) as view:
        *_, live = knock_on(view, "set-base", 12)["milestones"]
    assert (live["subject"], live["through"], live["latest"], live["would_be"]) == (
        "live",
        "set-base",
        "2018-09-10",
        "2018-09-12",
    )


def test_a_slip_of_a_change_that_nobody_recorded_is_refused(on_sqlite: Deployment, programme: str) -> None:
    with viewing(on_sqlite, programme) as view, pytest.raises(NoSuchChange):
        knock_on(view, "nothing", 1)
