"""Everything that is served: the API under /v1, and the pages everywhere else."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from api.http.middleware import Surroundings
from api.pages.app import build_pages
from api.rest.app import build_api
from api.services.mergerlog import Mergerlog

_API = ("/v1", "/healthz", "/readyz")


class Site:
    """Sends each request to the API or to the pages."""

    def __init__(self, api: FastAPI, pages: ASGIApp) -> None:
        self._api = api
        self._pages = pages

    def prepare(self) -> None:
        """Make the description of the API, which the first call would make else: calls are checked against it."""
        self._api.openapi()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; what is no request (the start and the end of serving) goes to the API."""
        path = scope.get("path", "")
        is_api = scope["type"] != "http" or path in _API or path.startswith("/v1/")
        await (self._api if is_api else self._pages)(scope, receive, send)


def build_web(mergerlog: Mergerlog) -> Site:
    """The whole web application of one deployment."""
    return Site(build_api(mergerlog), Surroundings(build_pages(mergerlog), mergerlog.clock))
