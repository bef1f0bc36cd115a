"""The web application: routes, errors as problems, and one line of JSON a request in the log."""

from __future__ import annotations

from fastapi import FastAPI, Request
from sqlalchemy import text

from api.accounts import Accounts
from api.links import pages
from api.rest import (
    clashes,
    comparing,
    contacts,
    ledgers,
    problems,
    reads,
    reminders,
    running,
    scenarios,
    timeline,
    writes,
)
from api.rest.answers import Answers
from api.rest.surroundings import Surroundings
from api.service import Mergerlog
from projections.database.connections import reading


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
    app.state.accounts = Accounts(mergerlog.engine, mergerlog.clock)
    app.state.answers = Answers()
    for found in (reads, comparing, timeline, clashes, ledgers, writes, scenarios, contacts, reminders, running, pages):
        app.router.routes += found.router.routes  # as including it would, without the cost of an inner router a request
    app.get("/healthz", tags=["running"])(_healthz)
    app.get("/readyz", tags=["running"])(_readyz)
    problems.install(app)
    app.add_middleware(Surroundings, clock=mergerlog.clock)
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
