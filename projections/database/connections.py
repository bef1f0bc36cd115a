"""Engines for SQLite and PostgreSQL, and their transactions: readers, and one writer at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, RootTransaction, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.pool import StaticPool

SAFE_SQLITE = (3, 51, 3)
"""The first SQLite without the WAL-reset race, which can lose commits made by two connections."""
_WRITER_LOCK = 7_306_220_184_630_158
_ADDRESSES = "Write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME."
_SEEKING = (
    "enable_seqscan=off",
    "enable_hashjoin=off",
    "enable_mergejoin=off",
    "plan_cache_mode=force_generic_plan",
    "jit=off",
)
"""Settings of PostgreSQL. Every question here is many short seeks by an index, however many rows it is thought to have:
other ways to join read whole tables, and a plan made for each question or compiled to machine code costs too much."""
_CONNECT_SECONDS = 10
_POOL = 48
"""Connections: one for each of the web server's 40 worker threads, and some to spare."""


class BadDatabase(RuntimeError):
    """The address names no database that Mergerlog can use."""


class NoDatabase(RuntimeError):
    """The database that is named does not exist yet, or holds no log."""

    def __str__(self) -> str:
        return (
            f"There is no database at {self.args[0]}. Start one with `mergerlog import` or `mergerlog serve`, or name "
            "another with --database or MERGERLOG_DATABASE."
        )


class DatabaseTooOld(RuntimeError):
    """The SQLite of this Python can lose commits."""


class Busy(RuntimeError):
    """Another writer held the log for too long."""


def connect_database(url: str, *, busy_seconds: float = 30) -> Engine:
    """An engine for a SQLAlchemy URL of SQLite (a file) or PostgreSQL. Raises BadDatabase or DatabaseTooOld."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        # It is not repeated: it may hold a password.
        raise BadDatabase(f"--database or MERGERLOG_DATABASE is not the address of a database. {_ADDRESSES}") from None
    if parsed.get_backend_name() not in ("sqlite", "postgresql") or parsed.database in (None, "", ":memory:"):
        raise BadDatabase(f'"{parsed.render_as_string()}" cannot be used. {_ADDRESSES}')
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(url, busy_seconds)
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    options = " ".join(f"-c {setting}" for setting in (f"lock_timeout={int(busy_seconds * 1000)}", *_SEEKING))
    return create_engine(
        parsed,
        hide_parameters=True,
        pool_size=_POOL,
        max_overflow=0,
        connect_args={"options": options, "connect_timeout": _CONNECT_SECONDS},
    )


def _sqlite(url: str, busy_seconds: float) -> Engine:
    engine = create_engine(
        url,
        module=_sqlite_module(),
        hide_parameters=True,
        pool_size=_POOL,
        max_overflow=0,
        # The driver must not begin transactions of its own: the listener below does.
        connect_args={"isolation_level": None, "timeout": busy_seconds, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _: object) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-32768"):
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "begin", _begin)
    return engine


def connect_in_memory() -> Engine:
    """An engine for a new SQLite database in memory. It has one connection, so one transaction at a time, and the
    database is gone with it."""
    arguments = {"isolation_level": None, "check_same_thread": False}
    engine = create_engine("sqlite://", module=_sqlite_module(), poolclass=StaticPool, connect_args=arguments)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("mergerlog_writing", False)
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("BEGIN IMMEDIATE" if writing else "BEGIN")


def _sqlite_module() -> ModuleType:
    """The newest SQLite at hand: that of pysqlite3's wheel, or the standard library's where it is safe."""
    try:
        module = import_module("pysqlite3")
    except ImportError:
        module = sqlite3
    if module.sqlite_version_info < SAFE_SQLITE:
        wanted = ".".join(map(str, SAFE_SQLITE))
        raise DatabaseTooOld(
            f"This Python has SQLite {module.sqlite_version}, which can lose commits when two connections write. "
            f"Install pysqlite3 with a SQLite of {wanted} or later, or set MERGERLOG_DATABASE to a PostgreSQL."
        )
    return module


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction of the one writer: what it reads cannot change before it commits. Raises Busy."""
    with engine.connect() as connection:
        with _busy_where_locked(engine, "The log is being written to by someone else. Nothing was stored: try again."):
            transaction = _begin_writing(connection)
            if connection.dialect.name == "postgresql":
                # A statement of its own: the next one then sees what the last holder of the lock committed.
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITER_LOCK})
        with transaction:
            yield connection


def _begin_writing(connection: Connection) -> RootTransaction:
    return connection.execution_options(mergerlog_writing=True).begin()


@contextmanager
def _busy_where_locked(engine: Engine, sentence: str) -> Iterator[None]:
    """Raise Busy where another transaction kept a lock for too long."""
    try:
        yield
    # SQLite begins in a listener of ours, on the driver itself: its error comes as the driver raised it.
    except (OperationalError, engine.dialect.loaded_dbapi.OperationalError) as error:
        raise Busy(sentence) from error


@contextmanager
def trying(engine: Engine) -> Iterator[Connection]:
    """A transaction of the one writer that is always rolled back. Raises Busy."""
    with suppress(_Undone), writing(engine) as connection:
        yield connection
        raise _Undone


class _Undone(Exception):
    """Raised to roll a transaction back."""


@contextmanager
def editing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes to other tables than the log, and need not wait for its writer. Raises Busy.

    SQLite has one writer for the whole database all the same.
    """
    with engine.connect() as connection:
        sentence = "The database is being written to by someone else. Nothing was stored: try again."
        with _busy_where_locked(engine, sentence):
            transaction = _begin_writing(connection)
        with transaction:
            yield connection


def truncate_wal(engine: Engine) -> None:
    """After something was erased: on SQLite, empty the write-ahead log, which has the pages as they were. Where someone
    reads just then it is emptied as it next fills."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))


def analyse_tables(connection: Connection) -> None:
    """After many rows at once: have PostgreSQL count them now, so that it plans for the tables as they are."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("ANALYZE"))


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction in which every statement sees the same moment of the database."""
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with connection.begin():
            yield connection
