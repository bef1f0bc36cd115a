"""SendSlots: of what a process has sent when it dies, one delivery at most is not marked.

Between the last byte of a delivery and its mark in the ledger a process can die, and then the delivery is repeated. So
one delivery at a time is in between. Only whoever takes long to answer is not waited for.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, Timer

PATIENCE = 1.0
"""Seconds for which a delivery keeps its turn. One that takes longer goes on beside the others."""


class SendSlots:
    """Whose turn it is to send."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._turn = Lock()
        self._slow: set[str] = set()
        """Whoever took long the last time: they take no turn until they are quick again."""

    @contextmanager
    def hold(self, whom: str) -> Iterator[None]:
        """Wait for the turn to send to someone, and keep it until the end, or for as long as patience lasts."""
        turn = None if whom in self._slow else _Held(self._turn)
        late = Timer(self._patience, self._give_up, (whom, turn))
        late.daemon = True
        late.start()
        try:
            yield
            if late.is_alive():
                self._slow.discard(whom)
        finally:
            late.cancel()
            if turn is not None:
                turn.release()

    def _give_up(self, whom: str, turn: _Held | None) -> None:
        self._slow.add(whom)
        if turn is not None:
            turn.release()


class _Held:
    """A lock that is held, and can be let go of by whoever comes first."""

    def __init__(self, lock: Lock) -> None:
        lock.acquire()
        self._lock = lock
        self._once = Lock()

    def release(self) -> None:
        if self._once.acquire(blocking=False):
            self._lock.release()
