"""The limit of an address: a longer one is refused before anything reads it."""

from __future__ import annotations

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

ADDRESS_BYTES = 8 * 1024


class BoundedAddress:
    """Refuses an address of more than 8 KiB: no question needs one, and databases and caches suffer from it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it with status 414."""
        if scope["type"] == "http" and len(scope["query_string"]) + len(scope["path"]) > ADDRESS_BYTES:
            sentence = "The address is longer than 8 KiB. Ask about less at once.\n"
            reply = PlainTextResponse(sentence, 414)
            await reply(scope, receive, send)
        else:
            await self._app(scope, receive, send)
