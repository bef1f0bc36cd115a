"""Rate limits: counts attempts within a window of time, in the database, so that all processes share the count."""

from __future__ import annotations

import hashlib

from sqlalchemy import BigInteger, Column, Connection, Integer, String, Table, delete, insert, select, update

from projections.database.tables import metadata

limit = Table(
    "rate_limit",
    metadata,
    Column("bucket", String(64), primary_key=True),
    Column("window", BigInteger, primary_key=True),
    Column("count", Integer, nullable=False),
)
"""Attempts by the hash of an address or a name, which the table must not hold."""


def count_attempt(connection: Connection, what: str, now: int, seconds: int) -> int:
    """Count one more try, in the writer's transaction; how many there were in this window, with it."""
    length = seconds * 1_000_000
    window = now - now % length
    connection.execute(delete(limit).where(limit.c.window < now - 86_400_000_000))
    here = (limit.c.bucket == _hash(what), limit.c.window == window)
    known = connection.scalar(select(limit.c.count).where(*here))
    if known is None:
        connection.execute(insert(limit), [{"bucket": _hash(what), "window": window, "count": 1}])
        return 1
    connection.execute(update(limit).where(*here).values(count=known + 1))
    return int(known) + 1


def uncount_attempt(connection: Connection, what: str, now: int, seconds: int) -> None:
    """Take one attempt of this window back, because it succeeded."""
    window = now - now % (seconds * 1_000_000)
    here = (limit.c.bucket == _hash(what), limit.c.window == window, limit.c.count > 0)
    connection.execute(update(limit).where(*here).values(count=limit.c.count - 1))


def reset_attempts(connection: Connection, what: str) -> None:
    """Reset the counter after a success."""
    connection.execute(delete(limit).where(limit.c.bucket == _hash(what)))


def _hash(what: str) -> str:
    return hashlib.sha256(what.encode("utf-8", "surrogatepass")).hexdigest()
