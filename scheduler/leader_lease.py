"""LeaderLease: on SQLite one process does the work, and another takes it over once the first has stopped or died.

SQLite has one writer. Several processes that send would be safe, since they claim what they send, and would only wait
for one another. On PostgreSQL they share the work, and nobody has a duty.
"""

from __future__ import annotations

import secrets

from sqlalchemy import Engine, text

from projections.database.connections import editing

LAPSES = 2 * 60 * 1_000_000
"""Microseconds after which the duty of a process that does not renew it lapses."""
_TAKE = text(
    "INSERT INTO leader_lease (id, holder, until) VALUES (1, :me, :until) "
    "ON CONFLICT (id) DO UPDATE SET holder = excluded.holder, until = excluded.until "
    "WHERE leader_lease.holder = :me OR leader_lease.until <= :now OR leader_lease.until > :far"
)
_LEAVE = text("DELETE FROM leader_lease WHERE holder = :me")


class LeaderLease:
    """One process's claim to do the work."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._me = secrets.token_hex(8)
        self._until = 0

    def acquire(self, now: int) -> bool:
        """Whether this process is to do the work until the duty lapses: it had it, or nobody has it any more."""
        if self._engine.dialect.name != "sqlite" or LAPSES // 2 < self._until - now <= LAPSES:
            return True
        # A duty that ends far from now was taken before the clock was set back, and tells nothing.
        values = {"me": self._me, "now": now, "until": now + LAPSES, "far": now + 2 * LAPSES}
        with editing(self._engine) as connection:
            is_ours = connection.execute(_TAKE, values).rowcount == 1
        self._until = now + LAPSES if is_ours else 0
        return is_ours

    def release(self) -> None:
        """Leave the duty to whoever comes next."""
        if self._until:
            self._until = 0
            with editing(self._engine) as connection:
                connection.execute(_LEAVE, {"me": self._me})
