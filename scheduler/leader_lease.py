"""The leader's lease: on SQLite one process sends reminders, and another takes over once the first has stopped or died.

SQLite has one writer. Several processes that send would be safe, since each claims what it sends, but they would only
wait for one another. On PostgreSQL they share the work, and there is no lease.
"""

from __future__ import annotations

import secrets

from sqlalchemy import Engine, text

from projections.database.connections import editing

LAPSES = 2 * 60 * 1_000_000
"""Microseconds after which a lease lapses unless its process renews it."""
_TAKE = text(
    "INSERT INTO leader_lease (id, holder, until) VALUES (1, :me, :until) "
    "ON CONFLICT (id) DO UPDATE SET holder = excluded.holder, until = excluded.until "
    "WHERE leader_lease.holder = :me OR leader_lease.until <= :now OR leader_lease.until > :far"
)
_LEAVE = text("DELETE FROM leader_lease WHERE holder = :me")


class LeaderLease:
    """One process's lease."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._me = secrets.token_hex(8)
        self._until = 0

    def acquire(self, now: int) -> bool:
        """Take or renew the lease; whether this process holds it now."""
        if self._engine.dialect.name != "sqlite" or LAPSES // 2 < self._until - now <= LAPSES:
            return True
        # A lease that ends far from now was taken before the clock was set back, and means nothing.
        values = {"me": self._me, "now": now, "until": now + LAPSES, "far": now + 2 * LAPSES}
        with editing(self._engine) as connection:
            is_ours = connection.execute(_TAKE, values).rowcount == 1
        self._until = now + LAPSES if is_ours else 0
        return is_ours

    def release(self) -> None:
        """Give the lease up, so that another process can take it at once."""
        if self._until:
            self._until = 0
            with editing(self._engine) as connection:
                connection.execute(_LEAVE, {"me": self._me})
