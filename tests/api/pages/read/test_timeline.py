"""The timeline: what it shows, and what of it is still to come."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import build_app
from api.pages.read.timeline import chosen, upcoming
from domain.changes.change import DONE, PLANNED, PROPOSED, WITHDRAWN
from tests.api.pages.read.test_timeline_rows import OCTOBER, course
from tests.support.deployments import Deployment
from tests.support.examples import amend, record, world

TODAY = date(2018, 10, 31)


@pytest.mark.parametrize(
    ("show", "titles"),
    [
        ("everything", ["go-live", "planned", "proposed", "once planned", "never planned", "said"]),
        ("milestones", ["go-live"]),
        ("plans", ["go-live", "planned", "proposed", "once planned"]),
        ("nonsense", ["go-live", "planned", "proposed", "once planned"]),
    ],
)
def test_a_choice_of_courses(show: str, titles: list[str]) -> None:
    courses = [
        course(DONE, "milestone-set", "go-live"),
        course(PLANNED, title="planned"),
        course(PROPOSED, title="proposed"),
        course(DONE, title="once planned", baseline=OCTOBER),
        course(DONE, title="never planned"),
        course(PLANNED, "site-stated", "said", baseline=OCTOBER),
    ]
    assert [found.title for found in chosen(courses, show)] == titles


def test_milestones_to_come_are_open_and_not_over_and_the_next_is_first() -> None:
    def milestone(title: str, standing: Any = PLANNED, latest: str | None = "2018-10-31") -> Any:
        return course(standing, "milestone-set", title, latest=latest)

    courses = [
        milestone("in a year", latest="2019-10-31"),
        milestone("today, too", PROPOSED),
        milestone("today"),
        milestone("over", latest="2018-10-30"),
        milestone("done", DONE),
        milestone("withdrawn", WITHDRAWN),
        milestone("no date", latest=None),
        course(PLANNED, title="no milestone"),
    ]
    assert [found.title for found in upcoming(courses, TODAY)] == ["today", "today, too", "in a year"]


@pytest.fixture
def client(on_sqlite: Deployment) -> TestClient:
    return TestClient(build_app(on_sqlite.mergerlog), headers=on_sqlite.headers())


def test_the_table_of_the_timeline_gives_the_first_plan_and_how_late_it_is(
    on_sqlite: Deployment, client: TestClient
) -> None:
    programme = world(on_sqlite)
    record(on_sqlite, programme, amend("change-rescheduled", "go-live", effective_on="2018-12-25"))
    text = client.get(f"/programmes/{programme}/timeline.csv").text.removeprefix("\ufeff")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["change"] == row["subject"] == "go-live"
    assert (row["type"], row["kind"], row["standing"]) == ("milestone", "milestone-set", "planned")
    assert (row["first planned"], row["expected"], row["happened"]) == ("2018-11", "2018-12-25", "")
    assert (row["earliest"], row["latest"]) == ("2018-12-25", "2018-12-25")
    assert (row["days late"], row["overdue"]) == ("25", "no")


def test_everything_that_was_recorded_has_a_row_where_it_is_asked_for(
    on_sqlite: Deployment, client: TestClient
) -> None:
    programme = world(on_sqlite)
    text = client.get(f"/programmes/{programme}/timeline.csv?show=everything").text
    assert len(list(csv.reader(io.StringIO(text)))) == 1 + 10


def test_the_chart_says_how_many_changes_it_shows(on_sqlite: Deployment, client: TestClient) -> None:
    reply = client.get(f"/programmes/{world(on_sqlite)}/timeline.svg?show=milestones")
    assert reply.headers["content-type"] == "image/svg+xml; charset=utf-8"
    assert "1 change, from what was known on 4 June 2018" in reply.text
