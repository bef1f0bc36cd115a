"""What is due is found among what can be due, by an index, and never by reading the logs."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from projections.database.connections import editing, reading
from projections.database.tables import log
from projections.questions import due
from scheduler.due import enqueue
from scheduler.people import contacts
from scheduler.people.contacts import Contact
from scheduler.tables import reminder
from tests.conftest import fresh_postgres
from tests.support.deployments import Deployment, deploy, sqlite_url
from tests.support.examples import Body, start

TODAY = date(2018, 6, 4)


def _bodies(programme: int) -> Iterator[Body]:
    """200 subjects: a unit, 20 posts with holders, 129 sites, and 50 milestones over two years, some overdue."""
    yield start("unit-established", "unit", "2017-01-01", name="Unit", unit_type="bcu")
    for number in range(20):
        yield start("post-created", f"post-{number}", "2017-01-01", title=f"Post {number}", unit="unit")
        person = f"p-{(programme + number) % 50}"
        yield start("leader-appointed", f"post-{number}", "2017-02-01", person=person, tenure="substantive")
    for number in range(129):
        yield start("site-opened", f"site-{number}", "2017-01-01", name=f"Site {number}", uses=["office"])
    for number in range(50):
        on = TODAY + timedelta(days=15 * number - 30 + programme % 7)
        what = {"title": f"Milestone {number}", "owner": f"post-{number % 20}"}
        yield start("milestone-set", f"m-{number}", on.isoformat(), "planned", **what)


def _fill(deployment: Deployment, programmes: int) -> None:
    for number in range(50):
        deployment.mergerlog.register_person(f"Person number {number}", f"p-{number}")
    for number in range(programmes):
        slug = f"programme-{number}"
        deployment.mergerlog.create_programme(slug, slug)
        lines = [json.dumps(body).encode() for body in _bodies(number)]
        deployment.mergerlog.import_lines(slug, lines, "tester")
    with editing(deployment.mergerlog.engine) as connection:
        for number in range(50):
            holder: Any = {"person": f"p-{number}", "email": f"p-{number}@example.org"}
            contacts.add_contact(connection, Contact(id=f"c-{number}", name=f"Contact {number}", **holder), 0)
        manager: Any = {"role": "manager", "email": "manager@example.org"}
        contacts.add_contact(connection, Contact(id="manager", name="Manager", **manager), 0)


def _reckon(deployment: Deployment, programmes: int) -> tuple[float, int]:
    """How long it takes to work out all that is due and note it, clashes too where the first look at them was taken and
    ten logs have grown since; and how many rows that are."""
    reminders = deployment.mergerlog.reminders
    assert reminders.clashes is not None
    began = time.perf_counter()
    reminders.clashes.look(deployment.time())
    first = time.perf_counter() - began
    for number in range(min(10, programmes)):
        late = start("post-created", "late", title="Late", unit="unit")
        assert deployment.post(f"/programmes/programme-{number}/entries", late).status_code == 201
    began = time.perf_counter()
    reminders.clashes.look(deployment.time())
    rows = enqueue.enqueue_due(deployment.mergerlog.engine, reminders.log, reminders.certain_clashes, deployment.time())
    took = time.perf_counter() - began
    began = time.perf_counter()
    assert (
        enqueue.enqueue_due(deployment.mergerlog.engine, reminders.log, reminders.certain_clashes, deployment.time())
        == 0
    )
    again = time.perf_counter() - began
    with reading(deployment.mergerlog.engine) as connection:
        entries = connection.scalar(select(func.count()).select_from(log))
        assert connection.scalar(select(func.count()).select_from(reminder)) == rows
    print(f"{programmes} programmes, {entries} entries: {rows} due in {took:.2f} s, and again in {again:.2f} s")
    print(f"the very first look at clashes took {first:.2f} s")
    return took, rows


def test_no_log_is_read_to_find_what_is_due(tmp_path: Path) -> None:
    with deploy(sqlite_url(tmp_path)) as deployment:
        _fill(deployment, 2)
        _, rows = _reckon(deployment, 2)
        assert rows > 0
        with reading(deployment.mergerlog.engine) as connection:
            for query in (due._OPEN, due._TENANCIES):
                text = str(query.compile(connection.engine))
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text.replace('?', '1')}").all()
                steps = [row[3] for row in plan]
                assert not any(step.startswith("SCAN") for step in steps), steps
                assert any("plan_open" in step or "tenancy_programme" in step for step in steps), steps


@pytest.mark.benchmark
@pytest.mark.parametrize("sort", ["sqlite", "postgresql"])
def test_a_thousand_programmes(sort: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    database = sqlite_url(tmp_path) if sort == "sqlite" else fresh_postgres(request.getfixturevalue("postgres"))
    with deploy(database) as deployment:
        _fill(deployment, 1000)
        took, _ = _reckon(deployment, 1000)
        assert took < 10
