"""A bounded store: the one way in which anything is cached by its key."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")

MOST_BYTES = 64 * 1024 * 1024
_ENTRY_BYTES = 300
"""Memory that an entry takes for its places in the table and in the order, and for the bookkeeping of its size."""
_LARGEST_SHARE = 4
"""A value that would take more than this part of the store pushes too much else out, and is not kept."""


class BoundedStore(Generic[Key, Value]):
    """Keeps values by their keys in so many bytes of memory, keys included, and evicts the oldest. Safe among threads.

    To read takes no lock, so that readers never wait: the oldest entry is the one that was put first, and not the one
    that was read longest ago.
    """

    def __init__(self, size: Callable[[Key, Value], int], most_bytes: int = MOST_BYTES) -> None:
        """`size` says how many bytes a key and its value take, without the store's own part: always the same for the
        same two."""
        self._size = size
        self._most_bytes = most_bytes
        self._bytes = 0
        self._values: OrderedDict[Key, Value] = OrderedDict()
        """The oldest first: a plain dict finds its oldest key slowly."""
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._values)

    def __contains__(self, key: Key) -> bool:
        return key in self._values

    @property
    def bytes(self) -> int:
        """The memory that everything in the store takes."""
        return self._bytes

    def get(self, key: Key) -> Value | None:
        """The value of a key, if it is there."""
        return self._values.get(key)

    def get_all(self, keys: Iterable[Key]) -> list[Value | None]:
        """The value of each key, in their order; None for one that is not there."""
        return list(map(self._values.get, keys))

    def put(self, key: Key, value: Value) -> None:
        """Keep a value, in the place of an older one of the same key."""
        self.put_all([(key, value)])

    def put_all(self, pairs: Iterable[tuple[Key, Value]]) -> None:
        """Keep several values."""
        size_of, values, largest = self._size, self._values, self._most_bytes // _LARGEST_SHARE
        with self._lock:
            for key, value in pairs:
                if key in values:
                    self._bytes -= size_of(key, values.pop(key)) + _ENTRY_BYTES
                size = size_of(key, value) + _ENTRY_BYTES
                if size <= largest:
                    values[key] = value
                    self._bytes += size
            while self._bytes > self._most_bytes:
                self._bytes -= size_of(*values.popitem(last=False)) + _ENTRY_BYTES
