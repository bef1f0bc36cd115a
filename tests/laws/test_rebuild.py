"""Order of asking, of writing and of rebuilding never matters: read models made again are those that were there."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from fastapi.testclient import TestClient

from api.app import build_app
from domain.kinds.registry import PLURALS
from tests.conftest import fresh_postgres
from tests.laws.test_oracle import tell
from tests.support.database_dumps import dump, read_models
from tests.support.deployments import Deployment, deploy, sqlite_url
from tests.support.examples import amend, record, start, world
from tests.support.random_logs import STEPS, log_of, play

IMPORTED = 1100
SEVERAL = [range(first, first + 5) for first in range(0, 25, 5)]
HUNDREDS = [range(first, first + 25) for first in range(1000, 1500, 25)]


def told(deployment: Deployment, seed: int) -> tuple[str, list[dict]]:
    """A programme with a random log, and its entries."""
    rng = Random(seed)
    attempts = play([rng.randrange(1, 2**16) for _ in range(STEPS)])
    return tell(deployment, attempts), log_of(attempts)


def rebuilds_the_same(deployment: Deployment, seeds: range) -> None:
    count = sum(len(told(deployment, seed)[1]) for seed in seeds)
    before = dump(deployment.mergerlog.engine)
    assert before["hidden"], "something is restricted in the end"
    assert deployment.mergerlog.rebuild() == count
    after = dump(deployment.mergerlog.engine)
    for table in before:
        assert after[table] == before[table], table


@pytest.mark.parametrize("seeds", SEVERAL, ids=str)
def test_read_models_rebuilt_are_those_written_entry_by_entry(deployment: Deployment, seeds: range) -> None:
    rebuilds_the_same(deployment, seeds)


@pytest.mark.long
@pytest.mark.parametrize("seeds", HUNDREDS, ids=str)
def test_so_they_are_on_hundreds_of_logs(deployment: Deployment, seeds: range) -> None:
    rebuilds_the_same(deployment, seeds)


def test_an_entry_after_a_rebuild_alters_what_it_would_have_altered(deployment: Deployment) -> None:
    programme, entries = told(deployment, 77)
    deployment.mergerlog.rebuild()
    for number, entry in enumerate(entries):
        kind = ("change-restricted", "change-released")[number % 2]
        record(deployment, programme, amend(kind, entry["change"]))
    live = read_models(deployment.mergerlog.engine)
    deployment.mergerlog.rebuild()
    assert read_models(deployment.mergerlog.engine) == live


def large(deployment: Deployment) -> str:
    """A programme so large that a rebuild of it takes several batches."""
    programme = world(deployment)
    record(deployment, programme, amend("change-restricted", "wembley"))
    line = '{"kind":"site-opened","subject":"s-%d","effective_on":"2018","standing":"done","details":{"name":"%d"}}'
    lines = [line % (number, number) for number in range(IMPORTED)]
    reply = deployment.send(f"/programmes/{programme}/entries/import", "\n".join(lines).encode())
    assert reply.json()["count"] == IMPORTED, reply.text
    return programme


def answers(deployment: Deployment, programme: str, at: str, *paths: str) -> dict[str, bytes]:
    """What everyone is answered about a programme, by a server that has just been started."""
    client = TestClient(build_app(deployment.mergerlog))
    later = {"effective_on": "2018-06-30", "basis": "proposed"}
    questions = [{}, {"known_at": at}, later, {"known_on": at[:10], "effective_on": "2018-03-01"}]
    asked = [("structure", question) for question in questions]
    asked += [(path, question) for path in paths for question in questions[:2]]
    said = {}
    for role in ("manager", "observer"):
        for path, question in asked:
            address = f"/v1/programmes/{programme}/{path}"
            reply = client.get(address, params=question, headers=deployment.headers(role))
            assert reply.status_code in (200, 404), reply.text
            said[f"{role} {path} {question}"] = reply.content
    return said


def paths_of(entries: list[dict]) -> list[str]:
    """Some of the addresses of a programme: its log, a comparison, every third subject, a few changes."""
    own = {(entry["kind"].partition("-")[0], entry["subject"]) for entry in entries if "subject" in entry}
    paths = [f"{PLURALS[type_]}/{slug}" for type_, slug in sorted(own) if type_ in PLURALS]
    return ["entries", "structure/compare", *paths[::3], *(f"changes/{entry['change']}" for entry in entries[::15])]


def test_readers_are_answered_as_before_all_through_a_rebuild(deployment: Deployment) -> None:
    programme = large(deployment)
    at = deployment.get(f"/programmes/{programme}/entries/wembley").json()["recorded_at"]
    before = answers(deployment, programme, at)
    during: list[dict[str, bytes]] = []
    with ThreadPoolExecutor(1) as reader:

        def ask(_: int) -> None:
            during.append(reader.submit(answers, deployment, programme, at).result())

        deployment.mergerlog.rebuild(progress=ask)
    assert len(during) >= IMPORTED // 500
    for said in (*during, answers(deployment, programme, at)):
        assert said == before


def test_a_rebuild_that_fails_midway_leaves_every_read_model_as_it_was(deployment: Deployment) -> None:
    large(deployment)
    before = dump(deployment.mergerlog.engine)

    def fail(_: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        deployment.mergerlog.rebuild(progress=fail)
    assert dump(deployment.mergerlog.engine) == before


@pytest.fixture
def others(tmp_path: Path, postgres: str) -> Iterator[list[Deployment]]:
    """A new deployment on each database."""
    with deploy(sqlite_url(tmp_path, "other")) as on_file, deploy(fresh_postgres(postgres)) as on_server:
        yield [on_file, on_server]


@pytest.mark.parametrize("seed", [7, 2018])
def test_an_export_imports_to_the_same_log_and_the_same_answers(
    deployment: Deployment, others: list[Deployment], seed: int
) -> None:
    programme, entries = told(deployment, seed)
    exported = list(deployment.mergerlog.export_lines(programme))
    at = entries[len(entries) // 2]["recorded_at"]
    before = answers(deployment, programme, at, *paths_of(entries))
    for other in others:
        other.time.at = deployment.time.at
        other.mergerlog.create_programme(programme, programme)
        reply = other.send(f"/programmes/{programme}/entries/import", b"\n".join(exported))
        assert (reply.status_code, reply.json()["count"]) == (201, len(entries))
        assert list(other.mergerlog.export_lines(programme)) == exported
        assert answers(other, programme, at, *paths_of(entries)) == before
        again = other.send(f"/programmes/{programme}/entries/import", b"\n".join(exported))
        assert (again.status_code, again.json()["count"]) == (200, 0), "a retry brings nothing new"


def test_an_import_leaves_the_read_models_that_recording_one_by_one_leaves(
    deployment: Deployment, others: list[Deployment]
) -> None:
    programme, _ = told(deployment, 3)
    lines = b"\n".join(deployment.mergerlog.export_lines(programme))
    for other in others:
        other.time.at = deployment.time.at + timedelta(days=1)
        other.mergerlog.create_programme(programme, programme)
        assert other.send(f"/programmes/{programme}/entries/import", lines).status_code == 201
        mine, theirs = read_models(deployment.mergerlog.engine), read_models(other.mergerlog.engine)
        assert without_uuids(theirs) == without_uuids(mine)


def without_uuids(tables: dict[str, list]) -> dict[str, list]:
    """The tables with the streams by number only: the uuid of one rests on the number of its programme."""
    return tables | {"stream": [(row[0], *row[2:]) for row in tables["stream"]]}


def test_what_was_planned_long_ago_is_overdue_again_after_a_rebuild(deployment: Deployment) -> None:
    programme = world(deployment)
    late = start("site-closed", "wembley", "2018-07", "planned", id="late")
    record(deployment, programme, late)
    deployment.time.at += timedelta(days=90)
    known = deployment.time.at.strftime("%Y-%m-%dT%H:%M:%SZ")
    deployment.time.at += timedelta(days=1)
    record(deployment, programme, amend("change-rescheduled", "late", effective_on="2019"))
    deployment.time.at += timedelta(days=1)
    deployment.mergerlog.rebuild()
    for question, overdue in (({"known_at": known, "effective_on": "2018-06-30"}, ["late"]), ({}, [])):
        sites = deployment.get(f"/programmes/{programme}/structure", **question).json()["sites"]
        assert {site["id"]: site["overdue"] for site in sites} == {"colindale": [], "wembley": overdue}
