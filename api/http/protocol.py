"""uvicorn's HTTP protocol with bounds on the head of a request: how large it may be, and how long it may take.

A head is the request line and the headers. uvicorn itself bounds neither with httptools, so that a client could fill
the memory with headers, or keep every connection for itself by sending a header a minute.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_BYTES = 32 * 1024
HEAD_SECONDS = 10.0
_REASONS = {408: "Request Timeout", 431: "Request Header Fields Too Large"}


class BoundedHttpProtocol(HttpToolsProtocol):
    """One connection."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._head_size = 0
        self._head_deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end_of_head()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._head_deadline is not None:
            self._head_size += len(data)
        super().data_received(data)
        if self._head_deadline is not None and self._head_size > HEAD_BYTES:
            self._refuse(431, "The headers of a request have at most 32 KiB.")

    def on_message_begin(self) -> None:
        super().on_message_begin()
        if self._head_deadline is None:
            self._expect_head()

    def on_headers_complete(self) -> None:
        self._end_of_head()
        size = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
        if size > HEAD_BYTES:
            self._refuse(431, "The headers of a request have at most 32 KiB.")
        else:
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        if self.cycle is not None:
            super().on_body(body)

    def on_message_complete(self) -> None:
        if self.cycle is not None:
            super().on_message_complete()

    def _expect_head(self) -> None:
        self._head_size = 0
        self._head_deadline = self.loop.call_later(HEAD_SECONDS, self._refuse, 408, "The request took too long.")

    def _end_of_head(self) -> None:
        if self._head_deadline is not None:
            self._head_deadline.cancel()
            self._head_deadline = None

    def _refuse(self, status: int, sentence: str) -> None:
        """Answer without the application, and close the connection."""
        self._end_of_head()
        if not self.transport.is_closing():
            head = (
                f"HTTP/1.1 {status} {_REASONS[status]}\r\nContent-Type: text/plain; charset=utf-8\r\n"
                f"Content-Length: {len(sentence)}\r\nConnection: close\r\n\r\n"
            )
            self.transport.write((head + sentence).encode())
            self.transport.close()
