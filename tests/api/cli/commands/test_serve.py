"""What serves ends cleanly when it is told to stop: by a service manager as by a key."""

from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from api.bootstrap import build
from api.settings import Settings
from projections.database.connections import reading
from scheduler.tables import leader_lease
from tests.support.deployments import sqlite_url
from tests.support.mail_and_webhooks import free_port
from tests.support.served_process import serving


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_serve_ends_with_status_0_and_releases_its_lease(tmp_path: Path, how: signal.Signals) -> None:
    database = sqlite_url(tmp_path)
    with serving(free_port(), {"MERGERLOG_DATABASE": database}) as server:
        until = time.monotonic() + 20
        while _leases(database) == 0:
            assert time.monotonic() < until, "the first tick takes the lease"
            time.sleep(0.05)
        assert server.stop(how) == 0
        assert _leases(database) == 0


def test_demo_removes_its_database_when_it_is_terminated(tmp_path: Path) -> None:
    with serving(free_port(), {"TMPDIR": str(tmp_path)}, "demo", subprocess.DEVNULL) as server:
        assert [path.name.startswith("mergerlog-demo-") for path in tmp_path.iterdir()] == [True]
        assert server.stop() == 0
        assert list(tmp_path.iterdir()) == []


def _leases(database: str) -> int:
    mergerlog = build(Settings(database=database))
    try:
        with reading(mergerlog.engine) as connection:
            return connection.scalar(select(func.count()).select_from(leader_lease)) or 0
    finally:
        mergerlog.engine.dispose()
