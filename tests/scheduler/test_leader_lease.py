"""LeaderLease: on SQLite one process sends, and another takes over when it stops, or dies; on PostgreSQL they share."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import create_engine, select

from projections.database.connections import reading
from scheduler.leader_lease import LAPSES, LeaderLease
from scheduler.tables import leader_lease
from tests.support.deployments import deploy, sqlite_url
from tests.support.mail_and_webhooks import free_port
from tests.support.paths import ROOT
from tests.support.reminding_process import clock

NOW = 1_528_099_200_000_000
START = "2018-06-04T08:00:00Z"


def test_one_has_it_until_it_lapses_or_is_left(tmp_path: Path) -> None:
    with deploy(sqlite_url(tmp_path)) as deployment:
        first, second = (LeaderLease(deployment.mergerlog.engine) for _ in range(2))
        assert first.acquire(NOW)
        assert not second.acquire(NOW + 1)
        assert first.acquire(NOW + LAPSES - 1), "renewed"
        assert not second.acquire(NOW + LAPSES + 1)
        assert second.acquire(NOW + 2 * LAPSES), "lapsed"
        assert not first.acquire(NOW + 2 * LAPSES + 1)
        second.release()
        assert first.acquire(NOW + 2 * LAPSES + 2)


def test_a_clock_that_was_set_back_leaves_no_duty_behind(tmp_path: Path) -> None:
    with deploy(sqlite_url(tmp_path)) as deployment:
        first, second = (LeaderLease(deployment.mergerlog.engine) for _ in range(2))
        assert first.acquire(NOW)
        assert second.acquire(NOW - 5 * LAPSES)
        assert not first.acquire(NOW - 5 * LAPSES)


def test_on_postgresql_they_share(postgres: str) -> None:
    engine = create_engine(postgres.replace("postgresql://", "postgresql+psycopg://"))
    assert all(LeaderLease(engine).acquire(NOW) for _ in range(2))
    engine.dispose()


def test_another_process_takes_over_from_one_that_was_killed(tmp_path: Path) -> None:
    database, epoch = sqlite_url(tmp_path), time.time()  # noqa: TID251
    smtp = f"smtp://127.0.0.1:{free_port()}"
    command = [
        sys.executable,
        "-m",
        "tests.support.reminding_process",
        database,
        smtp,
        "receiver.test",
        START,
        str(epoch),
        "100",
    ]
    with deploy(database) as deployment:
        ours = LeaderLease(deployment.mergerlog.engine)
        process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT)
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == b"begins\n"
            until = time.monotonic() + 20
            while not _holders(deployment.mergerlog.engine) and time.monotonic() < until:
                time.sleep(0.01)
            assert not ours.acquire(clock(START, epoch, 100)), "it lives, and renews"
        finally:
            process.kill()
            process.wait()
            process.stdout.close()
        until = time.monotonic() + 20
        while not ours.acquire(clock(START, epoch, 100)):
            assert time.monotonic() < until
            time.sleep(0.02)


def _holders(engine: object) -> list[str]:
    with reading(engine) as connection:  # type: ignore[arg-type]
        return list(connection.scalars(select(leader_lease.c.holder)))
