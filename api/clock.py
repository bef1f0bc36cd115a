"""The clock that is passed in: the real one, or one that was started at another instant and runs on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Instant = int
"""Microseconds since 1970."""


@dataclass(frozen=True)
class Clock:
    """Two readings of time: what the programme goes by, and what is really so."""

    real: Callable[[], Instant]
    offset: int = 0
    started_at: str | None = None
    """The instant that MERGERLOG_CLOCK set it to, where it did."""

    @property
    def note(self) -> str | None:
        """What answers say of a clock that was set."""
        return None if self.started_at is None else f"started at {self.started_at} for a demonstration or a test"

    def now(self) -> Instant:
        """The instant that entries are recorded at and questions are asked at."""
        return self.real() + self.offset
