"""The web application: routes, errors as problems, and one line of JSON a request in the log."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

import structlog
from fastapi import FastAPI, Request, Response
from sqlalchemy import text

from api.rest import problems, reads, writes
from api.service import Mergerlog
from projections.engine import reading

_logger = structlog.get_logger("mergerlog")
_SAFE = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "X-Frame-Options": "DENY"}


def build_api(mergerlog: Mergerlog) -> FastAPI:
    """The application for one deployment."""
    app = FastAPI(
        title="Mergerlog",
        description="An event-sourced, bitemporal record of a merger.",
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.mergerlog = mergerlog
    app.include_router(reads.router)
    app.include_router(writes.router)
    app.get("/healthz", tags=["running"])(_healthz)
    app.get("/readyz", tags=["running"])(_readyz)
    problems.install(app)
    app.middleware("http")(_log_request)
    return app


async def _healthz() -> dict[str, str]:
    """Alive."""
    return {"status": "alive"}


def _readyz(request: Request) -> dict[str, str]:
    """Able to serve: the database answers."""
    mergerlog: Mergerlog = request.app.state.mergerlog
    with reading(mergerlog.engine) as connection:
        connection.execute(text("SELECT 1"))
    return {"status": "ready"}


async def _log_request(request: Request, call: Callable[[Request], Awaitable[Response]]) -> Response:
    start = time.perf_counter_ns()
    response = await call(request)
    response.headers.update(_SAFE)
    clock = request.app.state.mergerlog.clock
    if clock.started_at is not None:
        response.headers["Mergerlog-Clock"] = f"started at {clock.started_at}"
    elapsed = (time.perf_counter_ns() - start) / 1e6
    _logger.info(
        "request",
        method=request.method,
        path=request.url.path,
        status=response.status_code,
        milliseconds=round(elapsed, 2),
    )
    return response
