"""No question, and no entry, reads a table from end to end that grows with the log: SQLite tells its plan of each
statement that is really sent. The other databases' plans differ, but rest on the same indexes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event

from api.app import build_app
from projections.database.connections import reading
from tests.laws.test_observer_pages import addresses
from tests.support.deployments import Deployment, deploy, sqlite_url
from tests.support.examples import amend, start
from tests.support.restricted_stories import END, STORIES, tell

STORY = "restricted, released and restricted again"
GROWS = {"log", "stream", "touch", "body", "segment", "tail", "hidden", "merger", "plan", "tenancy", "words"}
GROWS |= {"reminder", "digest", "attempt"}
FEW = ("stream_programme", "digest_dead")
"""Indexes of few rows, however long the log is."""
_SCAN = re.compile(r"^SCAN (\S+)(?: USING (?:COVERING )?INDEX (\S+))?$")


@contextmanager
def listening(deployment: Deployment) -> Iterator[set[str]]:
    """Every statement that is sent meanwhile, with its values in it."""
    said: set[str] = set()
    engine = deployment.mergerlog.engine

    def listen(connection: Any, _: Any) -> None:
        connection.set_trace_callback(said.add)

    engine.dispose()
    event.listen(engine, "connect", listen)
    yield said
    event.remove(engine, "connect", listen)
    engine.dispose()


def scans(deployment: Deployment, said: set[str]) -> set[str]:
    """The tables that grow with the log and are read from end to end, each with a statement that does."""
    found = set()
    with reading(deployment.mergerlog.engine) as connection:
        for statement in said:
            if not statement.lstrip().upper().startswith(("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")):
                continue
            tables = {}
            for alias in re.finditer(r"\b(?:FROM|JOIN|,) *(\w+)(?: AS (\w+))?", statement):
                tables[alias[2] or alias[1]] = alias[1]
            for row in connection.exec_driver_sql("EXPLAIN QUERY PLAN " + statement.replace("%", "%%")):
                scanned = _SCAN.match(row[3])
                if scanned and scanned[2] not in FEW and tables.get(scanned[1], scanned[1]) in GROWS:
                    found.add(f"{row[3]}: {' '.join(statement.split())}")
    return found


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Deployment, str]]:
    with deploy(sqlite_url(tmp_path_factory.mktemp("plans"))) as deployment:
        for programme in ("other", "ours"):
            deployment.time.at = min(deployment.time.at, END)
            tell(deployment, programme, STORIES[STORY], whole=True)
        deployment.time.at = END
        yield deployment, "ours"


def questions(programme: str) -> list[str]:
    pages = addresses(programme, STORIES[STORY])
    of = f"/v1/programmes/{programme}"
    found = [of, f"{of}/structure/compare?to_effective_on=2018-12-31", f"{of}/clashes?follow=true"]
    for what in ("structure", "entries", "timeline", "milestones", "clashes", "contradictions", "mergers", "reminders"):
        found += [f"{of}/{what}", f"{of}/{what}?known_on=2018-06-05"]
    found += [
        f"{of}/entries?{by}" for by in ("subject=team/response-a", "kind=site-closed", "change=closed", "limit=1")
    ]
    found += [f"{of}/teams/response-a", f"{of}/areas/kenton/cover", f"{of}/changes/closed", f"{of}/entries/closed"]
    found += [f"{of}/structure?basis=proposed&effective_on=2018-12-31", f"{of}/changes/renamed/forecasts"]
    found += [f"{of}/changes/renamed/knock-on?days=30", f"{of}/timeline?subject=team/response-a", "/v1/people/p-7f3a"]
    return found + pages


@pytest.mark.parametrize("role", ["manager", "observer"])
def test_no_question_scans_what_grows_with_the_log(told: tuple[Deployment, str], role: str) -> None:
    deployment, programme = told
    client = TestClient(build_app(deployment.mergerlog), headers=deployment.headers(role), follow_redirects=False)
    with listening(deployment) as said:
        for address in questions(programme):
            assert client.get(address).status_code < 500, address
    assert len(said) > 200
    assert scans(deployment, said) == set()


def test_no_entry_scans_what_grows_with_the_log(told: tuple[Deployment, str]) -> None:
    deployment, programme = told
    with listening(deployment) as said:
        moved = start("team-moved", "response-a", "2018-07-04", "planned", to="colindale", id="later")
        for body in (
            moved,
            amend("change-completed", "later", effective_on="2018-06-30"),
            amend("change-retracted", "later"),
        ):
            deployment.post(f"/programmes/{programme}/entries?dry_run=true", body)
            deployment.post(f"/programmes/{programme}/entries", body)
        deployment.mergerlog.reminders.tick()
    assert any(statement.startswith("INSERT INTO log") for statement in said)
    assert scans(deployment, said) == set()


def test_a_scan_would_be_seen(told: tuple[Deployment, str]) -> None:
    deployment, _ = told
    assert scans(deployment, {"SELECT told.* FROM touch AS told WHERE told.standing = 7"})
    assert not scans(deployment, {"SELECT told.* FROM touch AS told WHERE told.subject = 7"})
