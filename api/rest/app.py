"""The HTTP API as an application: its routes, and errors as problems."""

from __future__ import annotations

from typing import Literal, TypedDict

import msgspec
from fastapi import FastAPI, Request, Response

from api.http import problems
from api.http.access import unknown_programme
from api.http.bodies import JSON
from api.http.readiness import Readiness
from api.rest.core import openapi, shapes
from api.rest.core.answer import AnswerCache
from api.rest.core.description import describe
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
from projections.log.programmes import NoSuchProgramme

_TAGS = {
    "programmes": "Programmes: each is one merger, with a log of its own.",
    "structure": "The organisation on a day, as known on a day, and each subject of it.",
    "entries": "What is recorded.",
    "timeline": "Changes by their dates, milestones and forecasts.",
    "clashes": "What cannot all be so.",
    "mergers": "Mergers with what is not accounted for, and papers that disagree.",
    "scenarios": "Drafts of many entries.",
    "contacts": "Whom to tell, of what, and how.",
    "reminders": "What is due, who was told, and calendars.",
    "accounts": "Accounts, tokens and the register of people.",
    "running": "Whether the service is up.",
}
_ROUTES = (structure, compare, timeline, clashes, mergers, entries, scenarios, contacts, reminders, admin)


def build_api(mergerlog: Mergerlog) -> FastAPI:
    """The API of one deployment."""
    app = FastAPI(
        title="Mergerlog",
        description="An event-sourced, bitemporal record of a merger.",
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        openapi_tags=[{"name": name, "description": text} for name, text in _TAGS.items()],
    )
    describe(app)
    app.state.mergerlog = mergerlog
    app.state.accounts = Accounts(mergerlog.engine, mergerlog.clock)
    app.state.answers = AnswerCache()
    app.state.readiness = Readiness(mergerlog.settings.database)
    routers = (programmes.router, structure.quick_router, *(routes.router for routes in _ROUTES))
    for router in routers:
        app.router.routes += router.routes  # as including it would, without the cost of an inner router a request
    health, ready = (openapi.answers(200, shapes.plain(Health), sentence) for sentence in ("Alive.", "Ready."))
    app.get("/healthz", tags=["running"], responses=health)(get_health)
    app.get("/readyz", tags=["running"], responses=ready | {503: openapi.problem(503)})(get_readiness)
    problems.install(app)
    app.add_exception_handler(NoSuchProgramme, _unknown_programme)
    return app


class Health(TypedDict):
    """Whether the service is up."""

    status: Literal["alive", "ready"]


def _unknown_programme(request: Request, error: Exception) -> Response:
    assert isinstance(error, NoSuchProgramme)
    return problems.handle_refusal(request, unknown_programme(request, request.app.state.mergerlog, error))


async def get_health() -> Response:
    """Alive."""
    return _status("alive")


async def get_readiness(request: Request) -> Response:
    """Able to serve: the database answers, within a second."""
    readiness: Readiness = request.app.state.readiness
    if await readiness.is_ready():
        return _status("ready")
    return problems.busy("The database does not answer. Send requests elsewhere until it does.")


def _status(status: Literal["alive", "ready"]) -> Response:
    return Response(msgspec.json.encode(Health(status=status)), media_type=JSON)
