"""A real server of a real deployment, with the real data and the clock at 4 June 2018, for a browser to visit."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn

from api.app import build_app
from api.bootstrap import build
from api.cli.demonstration import load_demo
from api.services.accounts import Accounts
from api.services.mergerlog import Mergerlog
from api.settings import Settings
from tests.support.deployments import Time, sqlite_url

PASSWORD = "three words together"


@dataclass
class Served:
    """A deployment that is being served."""

    mergerlog: Mergerlog
    accounts: Accounts
    time: Time
    address: str
    sessions: dict[str, str] = field(default_factory=dict)

    def session(self, sign_in: str) -> str:
        """The secret of a session of an account, made once."""
        if sign_in not in self.sessions:
            self.sessions[sign_in] = self.accounts.sign_in(sign_in, PASSWORD, "the tests")
        return self.sessions[sign_in]

    def add(self, sign_in: str, role: str | None, programme: str | None = None) -> str:
        """An account that signs in by PASSWORD; its id."""
        return self.accounts.add(sign_in, f"The {sign_in}", PASSWORD, role, programme).id


@contextmanager
def served(folder: Path, *, data: bool = True, **settings: Any) -> Iterator[Served]:
    """Serve a new deployment on a port of its own."""
    clock = Time()
    wanted = {"anyone_reads": True} | settings
    mergerlog = build(Settings(database=sqlite_url(folder), **wanted), real=clock)
    if data:
        load_demo(mergerlog)
    config = uvicorn.Config(
        build_app(mergerlog), host="127.0.0.1", port=0, log_config=None, access_log=False, proxy_headers=False
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    found = Served(mergerlog, Accounts(mergerlog.engine, mergerlog.clock), clock, f"http://127.0.0.1:{port}")
    try:
        yield found
    finally:
        server.should_exit = True
        thread.join(10)
        mergerlog.engine.dispose()
