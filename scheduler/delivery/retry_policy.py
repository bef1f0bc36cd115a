"""The outcomes of an attempt to send, and how long to wait before the next attempt."""

from __future__ import annotations

from dataclasses import dataclass

SENT = "sent"
DEFERRED = "deferred"
"""It was not taken, and may be later."""
REFUSED = "refused"
"""It was not taken, and will not be."""
UNKNOWN = "unknown"
"""It may have been taken: nobody said."""
GONE = "gone"
"""Nobody wants it any more."""

_MINUTE = 60 * 1_000_000
_PAUSES = {
    # A mail server that is away is asked again soon: what it missed is to arrive within ten minutes of its return.
    "email": tuple(minutes * _MINUTE for minutes in (1, 2, 3, 4, 5)),
    # A webhook is tried for a day.
    "webhook": tuple(minutes * _MINUTE for minutes in (1, 5, 15, 30, 60, 120, 240, 360, 600)),
}
DEAD_AFTER = {"email": 1500, "webhook": len(_PAUSES["webhook"]) + 1}
"""Failures after which nobody tries any more: five days of mail, and a day of a webhook."""


@dataclass(frozen=True)
class Outcome:
    """What became of an attempt, and what the receiver answered."""

    kind: str
    answer: str

    @property
    def is_lost(self) -> bool:
        """Whether the connection went with it."""
        return self.kind == UNKNOWN


def pause_after(channel: str, failures: int) -> int:
    """Microseconds to wait after so many failures."""
    pauses = _PAUSES[channel.partition(":")[0]]
    return pauses[min(failures, len(pauses)) - 1]
