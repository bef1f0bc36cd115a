"""A bound on the requests that may write at once: they wait for the writer's lock in a thread each, and readers need
threads too."""

from __future__ import annotations

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from projections.database.connections import Busy

KNOWN_WRITERS, UNKNOWN_WRITERS = 24, 8
"""Requests that are worked on at once, of those who say who they are and of those who do not. Together with what reads
they have the web server's 40 threads."""
WAITING_SECONDS = 30.0
_READING = frozenset(("GET", "HEAD", "OPTIONS"))


class WritingPlaces:
    """Has a request that may write wait for a place once its body is there. Until then it holds no place: a client
    that sends slowly keeps nobody else from writing."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._known = asyncio.Semaphore(KNOWN_WRITERS)
        self._unknown = asyncio.Semaphore(UNKNOWN_WRITERS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on. Whoever reads the body of one that has waited too long for a place gets Busy."""
        if scope["type"] != "http" or scope["method"] in _READING:
            await self._app(scope, receive, send)
            return
        places = self._known if _says_who(scope) else self._unknown
        has_place = False

        async def receive_and_wait() -> Message:
            nonlocal has_place
            message = await receive()
            if not has_place and message["type"] == "http.request" and not message.get("more_body", False):
                try:
                    await asyncio.wait_for(places.acquire(), WAITING_SECONDS)
                except TimeoutError:
                    raise Busy("Too much is being written at the moment. Nothing was stored: try again.") from None
                has_place = True
            return message

        try:
            await self._app(scope, receive_and_wait, send)
        finally:
            if has_place:
                places.release()


def _says_who(scope: Scope) -> bool:
    """Whether the request has a token or a cookie: whose, and whether it is any good, is looked at later."""
    return any(name in (b"authorization", b"cookie") for name, _ in scope["headers"])
