"""The pages behind the links in mails, as an application."""

from __future__ import annotations

from fastapi import FastAPI

from api.http import problems
from api.links import pages
from api.services.mergerlog import Mergerlog


def build_links(mergerlog: Mergerlog) -> FastAPI:
    """The links' pages of one deployment."""
    app = FastAPI(title="Mergerlog", openapi_url=None, docs_url=None, redoc_url=None)
    app.state.mergerlog = mergerlog
    app.router.routes += pages.router.routes
    problems.install(app)
    return app
