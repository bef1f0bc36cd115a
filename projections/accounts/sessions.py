"""Sessions, known by a secret of which the database keeps the hash; and sign-ins that wait for a provider."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from sqlalchemy import BigInteger, Column, Connection, String, Table, Text, bindparam, delete, insert, select

from projections.database.prepared import rows
from projections.database.tables import metadata

LASTS = 12 * 3600 * 1_000_000
"""A working day, in microseconds."""
UNDER_WAY = 600 * 1_000_000
"""Ten minutes to sign in at an identity provider."""

session = Table(
    "session",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("account", String(40), nullable=False, index=True),
    Column("created_at", BigInteger, nullable=False),
    Column("ends_at", BigInteger, nullable=False),
)

pending_sign_in = Table(
    "sign_in_under_way",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("nonce", Text, nullable=False),
    Column("verifier", Text, nullable=False),
    Column("next", Text, nullable=False),
    Column("ends_at", BigInteger, nullable=False),
)
"""`hash` is that of the state that the provider hands back."""

_ACCOUNT = select(session.c.account).where(
    session.c.hash == bindparam("hash"), session.c.ends_at > bindparam("now", type_=BigInteger)
)


@dataclass(frozen=True)
class PendingSignIn:
    """A sign-in that was begun: what the provider's answer is held against, and where to go on then."""

    nonce: str
    verifier: str
    next: str


def begin_session(connection: Connection, account: str, now: int) -> str:
    """Begin a session; its secret, of 256 random bits. Sessions that are over go."""
    secret = secrets.token_urlsafe(32)
    connection.execute(delete(session).where(session.c.ends_at <= now))
    row = {"hash": _hash(secret), "account": account, "created_at": now, "ends_at": now + LASTS}
    connection.execute(insert(session), [row])
    return secret


def account_of(connection: Connection, secret: str, now: int) -> str | None:
    """The account that a session is of, while it lasts."""
    found = rows(connection, _ACCOUNT, {"hash": _hash(secret), "now": now})
    return found[0][0] if found else None


def end_session(connection: Connection, secret: str) -> None:
    """End a session."""
    connection.execute(delete(session).where(session.c.hash == _hash(secret)))


def end_sessions(connection: Connection, account: str) -> None:
    """End every session of an account."""
    connection.execute(delete(session).where(session.c.account == account))


def begin_sign_in(connection: Connection, state: str, going: PendingSignIn, now: int) -> None:
    """Keep what the provider's answer will be held against."""
    connection.execute(delete(pending_sign_in).where(pending_sign_in.c.ends_at <= now))
    row = {"hash": _hash(state), "nonce": going.nonce, "verifier": going.verifier, "next": going.next}
    connection.execute(insert(pending_sign_in), [row | {"ends_at": now + UNDER_WAY}])


def finish_sign_in(connection: Connection, state: str, now: int) -> PendingSignIn | None:
    """What was kept for a state, once."""
    here = pending_sign_in.c.hash == _hash(state)
    found = connection.execute(select(pending_sign_in).where(here)).one_or_none()
    connection.execute(delete(pending_sign_in).where(here))
    if found is None or found.ends_at <= now:
        return None
    return PendingSignIn(found.nonce, found.verifier, found.next)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
