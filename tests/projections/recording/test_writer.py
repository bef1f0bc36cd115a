"""Many writers at once: each is let in alone, and what they wrote is one unbroken log."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from sqlalchemy import Connection, Engine, delete, select
from sqlalchemy.event import listen, remove

from api.services import mergerlog
from projections.database import tables
from projections.database.connections import reading, writing
from projections.database.tables import log
from tests.support.deployments import Deployment


def open_site(deployment: Deployment, programme: str, slug: str) -> int:
    details = {"name": slug, "uses": ["office"]}
    body = {
        "kind": "site-opened",
        "subject": slug,
        "effective_on": "2018-01-01",
        "standing": "done",
        "details": details,
    }
    return deployment.post(f"/programmes/{programme}/entries", body).status_code


def test_writers_at_once_leave_one_unbroken_log(deployment: Deployment) -> None:
    programme = deployment.programme()
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda n: open_site(deployment, programme, f"site-{n}"), range(64)))
    assert statuses == [201] * 64
    with reading(deployment.mergerlog.engine) as connection:
        rows = connection.execute(select(log.c.position, log.c.recorded_at).order_by(log.c.position)).all()
    assert [row.position for row in rows] == list(range(1, 65))
    assert [row.recorded_at for row in rows] == sorted(row.recorded_at for row in rows)
    assert len(deployment.get(f"/programmes/{programme}/structure").json()["sites"]) == 64


def test_of_writers_at_once_on_one_version_one_is_let_through(deployment: Deployment) -> None:
    programme = deployment.programme()
    assert open_site(deployment, programme, "wembley") == 201

    def rename(name: str) -> int:
        body = {"kind": "site-renamed", "subject": "wembley", "effective_on": "2018-02-01", "standing": "done",
                "details": {"name": name}}  # fmt: skip
        return deployment.post(f"/programmes/{programme}/entries", body, headers={"If-Match": '"1"'}).status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(rename, (f"Name {n}" for n in range(8))))
    assert statuses == [201, *[412] * 7]


def test_of_writers_at_once_that_send_the_same_entry_one_records_it(deployment: Deployment) -> None:
    programme = deployment.programme()
    body = {"id": "opened", "kind": "site-opened", "subject": "wembley", "details": {"name": "Wembley"},
            "effective_on": "2018-01-01", "standing": "done"}  # fmt: skip
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda _: deployment.post(f"/programmes/{programme}/entries", body), range(8)))
    assert sorted(reply.status_code for reply in replies) == [200] * 7 + [201]
    assert len({reply.json()["entry"]["recorded_at"] for reply in replies}) == 1


def test_a_reader_sees_an_entry_and_its_effect_together_or_not_at_all(deployment: Deployment) -> None:
    programme = deployment.programme()
    seen: list[tuple[int, int]] = []

    def look() -> None:
        for _ in range(40):
            with deployment.mergerlog.viewing(programme, deployment.mergerlog.ask(), public=False) as view:
                entries = view.point.position
                seen.append((entries, len(view.structure().items("site"))))

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(look) for _ in range(2)]
        list(pool.map(lambda n: open_site(deployment, programme, f"site-{n}"), range(24)))
        for reader in readers:
            reader.result()
    assert all(entries == sites for entries, sites in seen)


def test_recorded_instants_never_run_back_when_the_clock_does(deployment: Deployment) -> None:
    programme = deployment.programme()
    for hours in (0, 5, -3, -100, 6):
        deployment.time.at = datetime(2018, 6, 4, 8, tzinfo=UTC) + timedelta(hours=hours)
        assert open_site(deployment, programme, f"site-{hours + 200}") == 201
    entries = deployment.get(f"/programmes/{programme}/entries").json()["entries"]
    recorded = [entry["recorded_at"] for entry in entries]
    assert recorded == sorted(recorded)
    assert recorded[1] == recorded[2] == recorded[3]


def test_an_entry_takes_one_transaction_and_its_clashes_another(deployment: Deployment) -> None:
    programme = deployment.programme()
    begun: list[bool] = []

    def note(connection: Connection) -> None:
        begun.append(connection.get_execution_options().get("mergerlog_writing", False))

    listen(deployment.mergerlog.engine, "begin", note)
    try:
        assert open_site(deployment, programme, "wembley") == 201
    finally:
        remove(deployment.mergerlog.engine, "begin", note)
    assert begun == [True, False]


def test_a_token_that_is_withdrawn_while_an_entry_waits_records_nothing(
    deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    programme = deployment.programme()
    waits = Event()

    def waiting(engine: Engine) -> AbstractContextManager[Connection]:
        waits.set()
        return writing(engine)

    monkeypatch.setattr(mergerlog, "writing", waiting)
    with ThreadPoolExecutor(1) as pool:
        with writing(deployment.mergerlog.engine) as connection:
            reply = pool.submit(open_site, deployment, programme, "wembley")
            assert waits.wait(30)
            connection.execute(delete(tables.token))
        assert reply.result() == 401


def test_a_request_without_a_token_waits_for_no_writer(deployment: Deployment) -> None:
    programme = deployment.programme()
    with writing(deployment.mergerlog.engine):
        reply = deployment.client.post(f"/v1/programmes/{programme}/entries", json={"kind": "site-closed"})
    assert reply.status_code == 401
