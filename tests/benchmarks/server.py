"""The servers that are put under load: the product's own application, and a bare endpoint."""

from __future__ import annotations

import sys
from pathlib import Path

import uvicorn
from fastapi import FastAPI, Response
from starlette.types import ASGIApp

from api.app import build_app
from api.bootstrap import build
from api.services.process_log import configure_logging
from api.settings import Settings
from tests.benchmarks.deployment import NOW


def product(url: str) -> ASGIApp:
    """The product, with its log of requests, as it is served to everyone."""
    configure_logging()
    return build_app(build(Settings(database=url), real=lambda: NOW))


def bare(file: str) -> FastAPI:
    """One endpoint that returns the bytes of a file."""
    body = Path(file).read_bytes()
    app = FastAPI(openapi_url=None)

    @app.get("/bytes")
    def same_bytes() -> Response:
        return Response(body, media_type="application/json")

    return app


if __name__ == "__main__":
    _, what, where, port = sys.argv
    app = product(where) if what == "product" else bare(where)
    uvicorn.run(app, host="127.0.0.1", port=int(port), log_config=None, access_log=False, server_header=False)
