"""A bound on how long the body of a request may take: a client that stalls holds nothing for good."""

from __future__ import annotations

import asyncio

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PATIENCE_SECONDS = 10.0
SLOWEST_BYTES_A_SECOND = 16 * 1024


class BodyTime:
    """Gives a body ten seconds, and a second more for each 16 KiB of it that came."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on. Whoever reads a body that is too slow gets HTTPException with status 408."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        deadline: float | None = None
        is_over = False

        async def receive_in_time() -> Message:
            nonlocal deadline, is_over
            if is_over:  # From then on, to receive is to wait for the client to go, for as long as it stays.
                return await receive()
            now = asyncio.get_running_loop().time()
            deadline = now + PATIENCE_SECONDS if deadline is None else deadline
            try:
                message = await asyncio.wait_for(receive(), deadline - now)
            except TimeoutError:
                raise HTTPException(408, "The body of the request took too long. Send it again.") from None
            deadline += len(message.get("body", b"")) / SLOWEST_BYTES_A_SECOND
            is_over = not message.get("more_body", False)
            return message

        await self._app(scope, receive_in_time, send)
