"""Real databases for the tests: SQLite in a file, and a PostgreSQL that each test process starts for itself."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import HealthCheck, settings
from sqlalchemy import create_engine, text

from tests.support.deployments import Deployment, Time, deploy, sqlite_url
from tests.support.postgres import running_postgres

settings.register_profile(
    "mergerlog",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    print_blob=True,
)
settings.load_profile("mergerlog")
os.environ.pop("MERGERLOG_CLOCK", None)

_count = itertools.count(1)


@pytest.fixture(autouse=True)
def _fresh_log_settings() -> Iterator[None]:
    """What one test sets of the log is not the next one's, nor that of what the next one's module is given."""
    structlog.reset_defaults()
    yield
    structlog.reset_defaults()


_shared: list[Deployment] = []


@pytest.fixture(autouse=True)
def _clocks_as_they_come() -> None:
    """A test that moved the clock of a deployment that many share did so for itself."""
    for each in _shared:
        each.time.at = Time().at


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a running PostgreSQL."""
    with running_postgres(tmp_path_factory.mktemp("postgres")) as uri:
        yield uri


def fresh_postgres(uri: str) -> str:
    """The URL of a new, empty database."""
    name = f"mergerlog_{next(_count)}"
    engine = create_engine(uri.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    head, _, query = uri.partition("?")
    return f"{head.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a new database of each sort."""
    if request.param == "sqlite":
        return sqlite_url(tmp_path)
    return fresh_postgres(request.getfixturevalue("postgres"))


@pytest.fixture
def deployment(database: str) -> Iterator[Deployment]:
    """A deployment on a new database of each sort."""
    with deploy(database) as found:
        yield found


@pytest.fixture(scope="session")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """A deployment on SQLite that many tests share, each with programmes of its own."""
    with deploy(sqlite_url(tmp_path_factory.mktemp("shared"))) as found:
        _shared.append(found)
        yield found


@pytest.fixture(scope="session")
def on_postgres(postgres: str) -> Iterator[Deployment]:
    """The same on PostgreSQL."""
    with deploy(fresh_postgres(postgres)) as found:
        _shared.append(found)
        yield found


@pytest.fixture(params=["on_sqlite", "on_postgres"])
def both(request: pytest.FixtureRequest) -> Deployment:
    """The shared deployment on each database."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Deployment)
    return found
