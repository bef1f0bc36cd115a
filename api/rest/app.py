"""The HTTP API as an application: its routes, and errors as problems."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response
from sqlalchemy import text

from api.http import problems
from api.http.access import unknown_programme
from api.rest.core.answer import AnswerCache
from api.rest.routes import (
    admin,
    clashes,
    compare,
    contacts,
    entries,
    mergers,
    programmes,
    reminders,
    scenarios,
    structure,
    timeline,
)
from api.services.accounts import Accounts
from api.services.mergerlog import Mergerlog
from projections.database.connections import reading
from projections.log.programmes import NoSuchProgramme

_ROUTES = (structure, compare, timeline, clashes, mergers, entries, scenarios, contacts, reminders, admin)


def build_api(mergerlog: Mergerlog) -> FastAPI:
    """The API of one deployment."""
    app = FastAPI(
        title="Mergerlog",
        description="An event-sourced, bitemporal record of a merger.",
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.mergerlog = mergerlog
    app.state.accounts = Accounts(mergerlog.engine, mergerlog.clock)
    app.state.answers = AnswerCache()
    routers = (programmes.router, structure.quick_router, *(routes.router for routes in _ROUTES))
    for router in routers:
        app.router.routes += router.routes  # as including it would, without the cost of an inner router a request
    app.get("/healthz", tags=["running"])(_healthz)
    app.get("/readyz", tags=["running"])(_readyz)
    problems.install(app)
    app.add_exception_handler(NoSuchProgramme, _unknown_programme)
    return app


def _unknown_programme(request: Request, error: Exception) -> Response:
    assert isinstance(error, NoSuchProgramme)
    return problems.handle_refusal(request, unknown_programme(request, request.app.state.mergerlog, error))


async def _healthz() -> dict[str, str]:
    """Alive."""
    return {"status": "alive"}


def _readyz(request: Request) -> dict[str, str]:
    """Able to serve: the database answers."""
    mergerlog: Mergerlog = request.app.state.mergerlog
    with reading(mergerlog.engine) as connection:
        connection.execute(text("SELECT 1"))
    return {"status": "ready"}
