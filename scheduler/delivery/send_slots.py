"""Slots for sending: when a process dies, at most one delivery has been sent and not marked.

A process can die between the last byte of a delivery and its mark in the database, and then the delivery is repeated.
So only one delivery at a time is in between. A slow receiver keeps nobody waiting.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, Timer

PATIENCE = 1.0
"""Seconds for which a delivery holds the slot. One that takes longer goes on without it."""


class SendSlots:
    """The slot that deliveries take one after another."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._slot = Lock()
        self._slow: set[str] = set()
        """Receivers that were slow the last time: they take no slot until they are quick again."""

    @contextmanager
    def hold(self, receiver: str) -> Iterator[None]:
        """Wait for the slot to send to a receiver, and hold it until the end, or until patience runs out."""
        slot = None if receiver in self._slow else _Held(self._slot)
        late = Timer(self._patience, self._give_up, (receiver, slot))
        late.daemon = True
        late.start()
        try:
            yield
            if late.is_alive():
                self._slow.discard(receiver)
        finally:
            late.cancel()
            if slot is not None:
                slot.release()

    def _give_up(self, receiver: str, slot: _Held | None) -> None:
        self._slow.add(receiver)
        if slot is not None:
            slot.release()


class _Held:
    """A lock that is held, and that the first of two releases."""

    def __init__(self, lock: Lock) -> None:
        lock.acquire()
        self._lock = lock
        self._once = Lock()

    def release(self) -> None:
        if self._once.acquire(blocking=False):
            self._lock.release()
