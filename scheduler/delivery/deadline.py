"""A limit on how long all that is done over one connection may take, whatever each single wait is allowed."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Timer


class Deadline:
    """Breaks one connection where an exchange over it takes too long: a peer that sends a byte now and then keeps
    within the limit of every single wait."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._handle: socket.socket | None = None
        self.was_cut = False

    def watch(self, connected: socket.socket) -> None:
        """Take note of the connection. A handle of its own breaks it in the middle of a TLS handshake too."""
        self._handle = connected.dup()
        if self.was_cut:
            self.cut()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Give what is done within so many seconds."""
        timer = Timer(self._seconds, self.cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def cut(self) -> None:
        """Break the connection at once: who waits on it is told that it ended."""
        self.was_cut = True
        if self._handle is not None:
            with suppress(OSError):
                self._handle.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let go of the connection."""
        if self._handle is not None:
            self._handle.close()
