"""The clock that the composition root passes in: the real one, or one that started at another instant and runs on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Instant = int
"""Microseconds since 1970."""


@dataclass(frozen=True)
class Clock:
    """Two readings of time: the instant that the record goes by, and the real one."""

    real: Callable[[], Instant]
    offset: int = 0
    started_at: str | None = None
    """The instant at which MERGERLOG_CLOCK started it, if it did."""

    @property
    def note(self) -> str | None:
        """The note that answers carry where the clock was set."""
        return None if self.started_at is None else f"started at {self.started_at} for a demonstration or a test"

    def now(self) -> Instant:
        """The instant at which entries are recorded and questions are asked."""
        return self.real() + self.offset
