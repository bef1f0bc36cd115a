"""Deployments to test: the real thing on a real database, by the door that everyone enters by, with a clock of ours."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from api.app import build_app
from api.bootstrap import build
from api.services.mergerlog import Mergerlog
from api.settings import Settings
from domain.time import instants

_count = itertools.count(1)


@dataclass
class Time:
    """A clock that stands until it is moved."""

    at: datetime = datetime(2018, 6, 4, 8, tzinfo=UTC)

    def __call__(self) -> int:
        return instants.from_datetime(self.at)


@dataclass
class Deployment:
    """A deployment and its clock, and a token of each role."""

    mergerlog: Mergerlog
    time: Time
    client: TestClient
    tokens: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for role in ("manager", "member", "observer"):
            self.tokens[role] = self.mergerlog.add_token("tester", role)

    def headers(self, role: str = "manager", **more: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.tokens[role]}", **more}

    def programme(self) -> str:
        """A new programme."""
        slug = f"programme-{next(_count)}"
        self.mergerlog.create_programme(slug, slug)
        return slug

    def get(self, path: str, role: str = "manager", **params: Any) -> Any:
        return self.client.get(f"/v1{path}", params=params, headers=self.headers(role))

    def post(
        self, path: str, body: Any, role: str = "manager", headers: dict[str, str] | None = None, **params: Any
    ) -> Any:
        return self.client.post(f"/v1{path}", json=body, params=params, headers=self.headers(role, **(headers or {})))

    def send(self, path: str, raw: bytes, role: str = "manager", **params: Any) -> Any:
        return self.client.post(f"/v1{path}", content=raw, params=params, headers=self.headers(role))


@contextmanager
def deploy(database: str, **settings: Any) -> Iterator[Deployment]:
    """A deployment on a database."""
    time = Time()
    mergerlog = build(Settings(database=database, **settings), real=time)
    try:
        # Entered, it keeps its event loop: otherwise every request would start another.
        address = mergerlog.settings.address or "http://testserver"
        with TestClient(build_app(mergerlog), address, raise_server_exceptions=False) as client:
            yield Deployment(mergerlog, time, client)
    finally:
        mergerlog.engine.dispose()


def sqlite_url(folder: Path, name: str = "mergerlog") -> str:
    """A database in a file."""
    return f"sqlite:///{folder / name}.sqlite"
