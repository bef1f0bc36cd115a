"""What surrounds every answer: headers that are always there, and one line of JSON in the log of requests."""

from __future__ import annotations

import time

import structlog
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bind_contextvars

from api.clock import Clock
from api.http.client_address import BadForwarding, forwarded_scope
from api.settings import Settings

_logger = structlog.get_logger("mergerlog")
_SAFE = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_ONLY_HTTPS = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")
_BADLY_FORWARDED = PlainTextResponse(
    "The proxy in front of this deployment sent on something that is no address in X-Forwarded-For, or no scheme in "
    "X-Forwarded-Proto.\n",
    400,
)


class Surroundings:
    """The outermost layer. The line in the log has the path and no parameters, no token and no name."""

    def __init__(self, app: ASGIApp, clock: Clock, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._headers = list(_SAFE)
        if clock.started_at is not None:
            self._headers.append((b"mergerlog-clock", f"started at {clock.started_at}".encode()))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start = time.perf_counter_ns()
        status = 0
        app = self._app
        try:
            scope = forwarded_scope(scope, self._settings.trusted_proxies)
        except BadForwarding:
            app = _BADLY_FORWARDED
        bind_contextvars(address=scope["client"][0] if scope.get("client") else "")
        headers = [*self._headers, _ONLY_HTTPS] if self._is_https(scope) else self._headers

        async def send_on(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), *headers]
            await send(message)

        try:
            await app(scope, receive, send_on)
        finally:
            elapsed = (time.perf_counter_ns() - start) / 1e6
            _logger.info(
                "request",
                method=scope["method"],
                path=scope["path"],
                status=status,
                milliseconds=round(elapsed, 2),
            )

    def _is_https(self, scope: Scope) -> bool:
        return self._settings.is_https or scope["scheme"] == "https"
