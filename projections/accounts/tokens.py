"""API tokens: shown once, kept as a hash, each with a role in one programme or in all."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from projections.database.prepared import rows
from projections.database.tables import token

_TOKEN = select(token.c.name, token.c.role, token.c.programme).where(token.c.hash == bindparam("hash"))
ROLES = ("manager", "member", "observer")


@dataclass(frozen=True)
class Token:
    """What a token lets its bearer do."""

    name: str
    role: str
    programme: int | None
    """The one programme that it holds for; None for all."""

    def role_in(self, programme: int) -> str | None:
        """The role in a programme, if any."""
        return self.role if self.programme in (None, programme) else None


@dataclass(frozen=True)
class ListedToken:
    """A token as a list of them shows it."""

    mark: str
    """The beginning of its hash, by which it can be taken back."""
    token: Token
    created_at: int


def add_token(connection: Connection, name: str, role: str, programme: int | None, now: int) -> str:
    """Make a token of 192 random bits. Only its hash is kept."""
    secret = f"mergerlog_{secrets.token_urlsafe(24)}"
    row = {"hash": _hash(secret), "name": name, "role": role, "programme": programme, "created_at": now}
    connection.execute(insert(token), [row])
    return secret


def find_token(connection: Connection, secret: str) -> Token | None:
    """What a token lets its bearer do; None for one that was never made."""
    found = rows(connection, _TOKEN, {"hash": _hash(secret)})
    return Token(*found[0]) if found else None


def list_tokens(connection: Connection) -> list[ListedToken]:
    """Every token, the newest first; never its secret."""
    query = select(token).order_by(token.c.created_at.desc(), token.c.hash)
    rows_ = connection.execute(query)
    return [ListedToken(row.hash[:16], Token(row.name, row.role, row.programme), row.created_at) for row in rows_]


def withdraw_token(connection: Connection, mark: str) -> bool:
    """Take a token back, by its mark; whether there was one."""
    found = connection.execute(delete(token).where(func.substr(token.c.hash, 1, 16) == mark))
    return bool(found.rowcount)


def _hash(secret: str) -> str:
    # Plain SHA-256 will do: a secret of 192 random bits cannot be guessed, so nothing is gained by a slow hash.
    return hashlib.sha256(secret.encode()).hexdigest()
