"""Answers that were given before: the same question, to the same sort of viewer, of a log that has not grown since."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable
from threading import Lock

from projections.log.as_of import Point

_MOST_BYTES = 64 * 1024 * 1024
_MOST_ASKED = 10_000

Key = tuple[str, Point]
"""The address, and the point: with the sort of viewer, and how far the whole log was when it was asked. To restrict is
to record an entry, so it alters the point of every question, of those about the past too."""


class NotKept(Exception):
    """The answer would have to be made, and only one that was kept is wanted."""


class Answers:
    """The answers that were asked for last, up to so many bytes. It lives in memory, and is safe among threads."""

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[Key, bytes] = OrderedDict()
        self._addresses: Counter[str] = Counter()
        self._asked: set[int] = set()
        """Of questions with a brief answer, the hash, so that one is kept when it is asked again."""
        self._lock = Lock()

    def knows(self, address: str) -> bool:
        """Whether any answer is kept that was given at an address: perhaps not this viewer's, or of a shorter log."""
        return address in self._addresses

    def get(self, key: Key, make: Callable[[], bytes], *, is_brief: bool = False) -> bytes:
        """The answer that was kept, or else the one that is made now. To keep a brief one takes about as long as to
        make it, so it is kept only when it is asked for again."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
                return kept
        made = make()
        with self._lock:
            if is_brief and not self._was_asked(key):
                return made
            if key not in self._kept and len(made) <= self._most_bytes // 16:
                self._kept[key] = made
                self._addresses[key[0]] += 1
                self._bytes += len(made)
                while self._bytes > self._most_bytes:
                    self._forget_oldest()
        return made

    def _was_asked(self, key: Key) -> bool:
        mark = hash(key)
        if mark in self._asked:
            return True
        if len(self._asked) >= _MOST_ASKED:
            self._asked.clear()
        self._asked.add(mark)
        return False

    def _forget_oldest(self) -> None:
        (address, _), body = self._kept.popitem(last=False)
        self._bytes -= len(body)
        self._addresses[address] -= 1
        if not self._addresses[address]:
            del self._addresses[address]
