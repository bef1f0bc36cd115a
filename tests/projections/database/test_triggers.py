"""The log keeps every entry: the database refuses what would change or lose one, and positions have no gap."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.conftest import fresh_postgres
from tests.support.database_dumps import dump
from tests.support.deployments import Deployment, deploy, sqlite_url
from tests.support.examples import WORLD, record, start, world

FIRST = "FROM log WHERE position = 1"
BY_POSITION = "INTO log (position, stream, version, topic, state) VALUES (1, 90, 91, 'x/1', '{}')"
BY_VERSION = f"INTO log (position, stream, version, topic, state) SELECT 90, stream, version, 'x/1', '{{}}' {FIRST}"
BY_ID = (
    "INTO log (position, stream, version, topic, state, programme, id) "
    f"SELECT 90, 91, 92, 'x/1', '{{}}', programme, id {FIRST}"
)
BOTH = {
    "update": "UPDATE log SET state = '{}' WHERE position = 1",
    "update of the envelope": "UPDATE log SET recorded_at = 0, recorded_by = 'nobody'",
    "update of the position": "UPDATE log SET position = 90 WHERE position = 1",
    "delete": "DELETE FROM log WHERE position = 1",
    "delete the last": "DELETE FROM log WHERE position = (SELECT max(position) FROM log)",
    "delete all": "DELETE FROM log",
    "upsert by position": f"INSERT {BY_POSITION} ON CONFLICT (position) DO UPDATE SET state = '{{}}'",
    "upsert by version": f"INSERT {BY_VERSION} ON CONFLICT (stream, version) DO UPDATE SET state = '{{}}'",
    "upsert by id": f"INSERT {BY_ID} ON CONFLICT (programme, id) DO UPDATE SET state = '{{}}'",
}
SQLITE = BOTH | {
    "replace by position": f"INSERT OR REPLACE {BY_POSITION}",
    "replace by version": f"INSERT OR REPLACE {BY_VERSION}",
    "replace by id": f"REPLACE {BY_ID}",
    "update or replace": "UPDATE OR REPLACE log SET position = 2 WHERE position = 1",
    "insert or ignore, then update": f"INSERT OR IGNORE {BY_POSITION}",
}
POSTGRESQL = BOTH | {
    "truncate": "TRUNCATE log",
    "truncate cascade": "TRUNCATE log, stream CASCADE",
    "delete within a select": "WITH gone AS (DELETE FROM log RETURNING *) SELECT * FROM gone",
    "merge": "MERGE INTO log USING (SELECT 1) AS one ON log.position = 1 WHEN MATCHED THEN UPDATE SET state = '{}'",
}


@pytest.mark.parametrize("attempt", SQLITE)
def test_sqlite_refuses_to_change_or_lose_an_entry(tmp_path: Path, attempt: str) -> None:
    with deploy(sqlite_url(tmp_path)) as deployment:
        refuses(deployment, SQLITE[attempt])


@pytest.mark.parametrize("attempt", POSTGRESQL)
def test_postgresql_refuses_to_change_or_lose_an_entry(postgres: str, attempt: str) -> None:
    with deploy(fresh_postgres(postgres)) as deployment:
        refuses(deployment, POSTGRESQL[attempt])


def refuses(deployment: Deployment, statement: str) -> None:
    world(deployment)
    engine, before = deployment.mergerlog.engine, dump(deployment.mergerlog.engine)
    with pytest.raises(DBAPIError, match="an entry of the log is immutable"), engine.begin() as connection:
        connection.execute(text(statement))
    assert dump(engine) == before


def positions(deployment: Deployment) -> list[int]:
    return sorted(row[0] for row in dump(deployment.mergerlog.engine)["log"])


def test_positions_have_no_gap_after_what_was_refused_or_rolled_back(deployment: Deployment) -> None:
    programme = deployment.programme()
    path = f"/programmes/{programme}/entries"
    for body in WORLD:
        assert deployment.post(path, body, dry_run=True).status_code == 200
        assert deployment.post(path, body).status_code == 201
        again = start("team-renamed", "atlantis", name="Nobody")
        assert deployment.post(path, again).status_code == 422
        assert deployment.post(path, {**body, "reason": "Under a used id."}).status_code == 409
    assert positions(deployment) == list(range(1, len(WORLD) + 1))


def test_an_import_that_fails_midway_leaves_nothing_and_takes_no_position(deployment: Deployment) -> None:
    programme = world(deployment)
    before = dump(deployment.mergerlog.engine)
    good = b'{"kind":"site-opened","subject":"s-%d","effective_on":"2018","standing":"planned","details":{"name":"S"}}'
    lines = [b'{"person":"p-9","name":"Sara Leach"}', *(good % number for number in range(1200)), good % 1199]
    reply = deployment.send(f"/programmes/{programme}/entries/import", b"\n".join(lines))
    assert (reply.status_code, reply.json()["line"]) == (409, len(lines))
    assert dump(deployment.mergerlog.engine) == before
    record(deployment, programme, start("site-renamed", "wembley", name="Wembley Park"))
    assert positions(deployment) == list(range(1, len(WORLD) + 2))


def test_positions_and_versions_have_no_gap_when_many_write_at_once(deployment: Deployment) -> None:
    programme = world(deployment)

    def rename(number: int) -> int:
        body = start("site-renamed", "wembley", name=f"Wembley {number}")
        return int(deployment.post(f"/programmes/{programme}/entries", body).json()["entry"]["version"])

    with ThreadPoolExecutor(8) as pool:
        versions = list(pool.map(rename, range(40)))
    assert sorted(versions) == list(range(2, 42))
    assert positions(deployment) == list(range(1, len(WORLD) + 41))


def test_recorded_at_never_runs_back_though_the_clock_does(deployment: Deployment) -> None:
    programme = world(deployment)
    noon = deployment.time.at
    steps = [timedelta(hours=1), timedelta(hours=-30), timedelta(microseconds=-1), timedelta(days=400), timedelta(0)]
    for step in steps:
        deployment.time.at = noon + step
        record(deployment, programme, start("site-stated", "wembley", text="It will remain open."))
    entries = deployment.get(f"/programmes/{programme}/entries").json()["entries"]
    recorded, entered = ([entry[field] for entry in entries] for field in ("recorded_at", "entered_at"))
    assert recorded == sorted(recorded)
    assert recorded[-5:-2] == ["2018-06-04T09:00:00.000000Z"] * 3
    assert entered[-4] == "2018-06-03T02:00:00.000000Z", "the true instant is kept beside it"
