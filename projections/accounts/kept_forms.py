"""Forms that arrived after their session had ended, kept for an hour so that nobody types one twice.

A form is handed back only to the browser that sent it: the browser holds a secret in a cookie, the address of the page
holds a key, and the database holds the hashes of both.
"""

from __future__ import annotations

import hashlib
import secrets

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    bindparam,
    delete,
    insert,
    select,
)

from projections.database.tables import metadata

LASTS = 3600 * 1_000_000
"""An hour, in microseconds."""
MOST = 500
"""Forms that are kept at once. Anyone can send a form without a session, so the oldest make room."""
MOST_BYTES = 32 * 1024 * 1024

kept_form = Table(
    "kept_form",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("browser", String(64), nullable=False, index=True),
    Column("path", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("size", Integer, nullable=False),
    Column("ends_at", BigInteger, nullable=False),
)
_NEWEST_FIRST = select(kept_form.c.key, kept_form.c.size).order_by(kept_form.c.ends_at.desc(), kept_form.c.key)
_DROP = delete(kept_form).where(kept_form.c.key == bindparam("dropped"))


def keep_form(connection: Connection, browser: str, path: str, content: bytes, now: int) -> str:
    """Keep what a browser sent to a path; the key to it. Forms that are over go, and the oldest where there are too
    many."""
    connection.execute(delete(kept_form).where(kept_form.c.ends_at <= now))
    key = secrets.token_urlsafe(16)
    row = {"key": _hash(key), "browser": _hash(browser), "path": path, "content": content, "size": len(content)}
    connection.execute(insert(kept_form), [row | {"ends_at": now + LASTS}])
    _make_room(connection, _hash(key), len(content))
    return key


def kept_content(connection: Connection, browser: str, key: str, path: str, now: int) -> bytes | None:
    """What this browser sent to this path, while it is kept."""
    content: bytes | None = connection.scalar(
        select(kept_form.c.content).where(
            kept_form.c.key == _hash(key),
            kept_form.c.browser == _hash(browser),
            kept_form.c.path == path,
            kept_form.c.ends_at > now,
        )
    )
    return content


def forget_forms(connection: Connection, browser: str) -> None:
    """Forget every form that a browser sent."""
    connection.execute(delete(kept_form).where(kept_form.c.browser == _hash(browser)))


def _make_room(connection: Connection, newest: str, size: int) -> None:
    count = 1
    dropped = []
    for key, length in connection.execute(_NEWEST_FIRST):
        if key == newest:
            continue
        count, size = count + 1, size + length
        if count > MOST or size > MOST_BYTES:
            dropped.append({"dropped": key})
    if dropped:
        connection.execute(_DROP, dropped)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
