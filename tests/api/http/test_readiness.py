"""The service says whether it is ready, whatever everyone else is waiting for."""

from __future__ import annotations

import asyncio
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from fastapi.testclient import TestClient

from api.http.readiness import Readiness
from projections.database.connections import connect_database, writing
from tests.support.deployments import Deployment, deploy, sqlite_url
from tests.support.mail_and_webhooks import free_port
from tests.support.served_process import serving

WAITING = 50
"""More than there are worker threads, or connections of the pool."""


@contextmanager
def held(database: str) -> Iterator[None]:
    """The writer's lock, as another process would hold it."""
    engine = connect_database(database)
    with writing(engine):
        yield
    engine.dispose()


def write(address: str, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    requests.post(f"{address}/v1/people", json={"name": "Ann Ash"}, headers=headers, timeout=120)


def test_it_is_answered_while_a_writer_holds_the_lock_and_everyone_waits(tmp_path: Path) -> None:
    database = sqlite_url(tmp_path)
    settings = {"MERGERLOG_DATABASE": database, "MERGERLOG_ANYONE_READS": "yes"}
    with deploy(database) as deployment:
        token = deployment.tokens["manager"]
    with serving(free_port(), settings, output=subprocess.DEVNULL) as served:
        waiting = [threading.Thread(target=write, args=[served.address, token]) for _ in range(WAITING)]
        with held(database):
            for thread in waiting:
                thread.start()
            for path in ("/readyz", "/healthz", "/", "/v1/programmes") * 5:
                reply = requests.get(f"{served.address}{path}", timeout=20)
                assert reply.status_code == 200, path
            assert all(thread.is_alive() for thread in waiting), "nobody waited, so nothing was shown"
        for thread in waiting:
            thread.join()


def test_a_database_that_does_not_answer_in_time_is_not_ready(
    on_sqlite: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    monkeypatch.setattr(Readiness, "_ask", lambda _: go_on.wait(30))
    try:
        reply = on_sqlite.client.get("/readyz")
    finally:
        go_on.set()
    assert (reply.status_code, reply.headers["Retry-After"]) == (503, "5")
    assert reply.json()["detail"].startswith("The database does not answer")
    assert on_sqlite.client.get("/healthz").status_code == 200


def test_a_database_that_is_gone_is_not_ready(tmp_path: Path) -> None:
    assert not asyncio.run(Readiness(sqlite_url(tmp_path, "empty")).is_ready())


def test_those_who_ask_at_once_share_one_question(both: Deployment, monkeypatch: pytest.MonkeyPatch) -> None:
    readiness = Readiness(both.mergerlog.settings.database)
    asked: list[object] = []
    ask = Readiness._ask

    def count(self: Readiness) -> None:
        asked.append(self)
        ask(self)

    monkeypatch.setattr(Readiness, "_ask", count)

    async def ask_often() -> list[bool]:
        return await asyncio.gather(*(readiness.is_ready() for _ in range(20)))

    assert asyncio.run(ask_often()) == [True] * 20
    assert len(asked) == 1
    assert asyncio.run(readiness.is_ready())
    assert len(asked) == 2, "an answer is never older than its question"


def test_without_a_database_url_of_its_own_it_asks_that_of_the_deployment(both: Deployment) -> None:
    with TestClient(both.client.app) as client:
        assert client.get("/readyz").json() == {"status": "ready"}
