"""Answers that were given before: the same question, to the same sort of viewer, of a log that has not grown since."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from projections.points import Point

_MOST_BYTES = 64 * 1024 * 1024

Key = tuple[str, Point]
"""The address, and the point: with the sort of viewer, and how far the whole log was when it was asked. To restrict is
to record an entry, so it alters the point of every question, of those about the past too."""


class Answers:
    """The answers that were asked for last, up to so many bytes. It lives in memory, and is safe among threads."""

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[Key, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key, make: Callable[[], bytes]) -> bytes:
        """The answer that was kept, or else the one that is made now."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
                return kept
        made = make()
        with self._lock:
            if key not in self._kept and len(made) <= self._most_bytes // 16:
                self._kept[key] = made
                self._bytes += len(made)
                while self._bytes > self._most_bytes:
                    self._bytes -= len(self._kept.popitem(last=False)[1])
        return made
