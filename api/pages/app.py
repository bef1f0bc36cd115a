"""The pages as an application: routes, errors as pages, front-end files, and the headers that keep browsers safe."""

from __future__ import annotations

import mimetypes

import structlog
from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

from api.http.access import unknown_programme
from api.http.problems import NoToken, note_refusal, status_of
from api.http.session import mergerlog_of
from api.pages.admin import accounts, people, sign_in
from api.pages.core import templates
from api.pages.core.next_address import here
from api.pages.core.question_address import SeeOther
from api.pages.core.rate_limit import EXPORTS, SEARCHES, SIGN_INS, Pace, TooOften
from api.pages.core.same_site import NotFromHere, same_site
from api.pages.core.security_headers import Headers
from api.pages.core.viewer import SignInNeeded, Viewer, viewer
from api.pages.drawings.png import TooLargeToDraw, TooManyPictures
from api.pages.forms.kept import send_to_sign_in
from api.pages.forms.read_form import WrongFormType
from api.pages.read import (
    about,
    changes,
    clashes,
    compare,
    contradictions,
    docs,
    forecasts,
    log,
    mergers,
    papers,
    search,
    structure,
    subjects,
    timeline,
    today,
    ward,
)
from api.pages.read.papers import NoSuchPaper
from api.pages.record import amend, import_file, reminder_policy, start
from api.pages.reminders import calendars, contacts, downloads, reminders
from api.pages.scenarios import close, scenario, side_by_side
from api.services.accounts import Accounts
from api.services.mergerlog import Mergerlog
from domain.refusals import Refusal
from projections.database.connections import Busy, reading
from projections.log.programmes import NoSuchProgramme

_logger = structlog.get_logger("mergerlog")
_ROUTERS = (
    today,
    structure,
    compare,
    timeline,
    ward,
    log,
    search,
    papers,
    clashes,
    contradictions,
    mergers,
    forecasts,
    changes,
    start,
    amend,
    import_file,
    scenario,
    side_by_side,
    close,
    accounts,
    people,
    downloads,
    reminders,
    contacts,
    reminder_policy,
    calendars,
    about,
    docs,
    sign_in,
    subjects,
)


def build_pages(mergerlog: Mergerlog) -> FastAPI:
    """The pages of one deployment."""
    app = FastAPI(title="Mergerlog", openapi_url=None, docs_url=None, redoc_url=None)
    app.state.mergerlog = mergerlog
    app.state.accounts = Accounts(mergerlog.engine, mergerlog.clock)
    app.state.paces = {"searches": Pace(SEARCHES), "exports": Pace(EXPORTS), "sign-ins": Pace(SIGN_INS)}
    for module in _ROUTERS:
        app.include_router(module.router, dependencies=[Depends(same_site)])
    app.get("/static/{digest}/{name:path}")(_static)
    app.add_exception_handler(SeeOther, _see_other)
    app.add_exception_handler(SignInNeeded, _sign_in)
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(NoSuchProgramme, _unknown_programme)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Busy, _busy)
    app.add_exception_handler(Exception, _fault)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    app.add_middleware(Headers)
    return app


async def _static(request: Request, name: str) -> Response:
    """A front-end file; what its address holds of it never changes."""
    path = templates.STATIC / name
    known = {"mergerlog.css", "start.js", "docs.js", "icon.svg", *(f"vendor/{each}" for each in _VENDOR)}
    if name not in known or not path.is_file():
        raise HTTPException(404)
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
    packed = path.with_name(path.name + ".gz")
    if packed.is_file() and "gzip" in request.headers.get("accept-encoding", ""):
        path, headers = packed, headers | {"Content-Encoding": "gzip"}
    return Response(path.read_bytes(), 200, headers, mimetypes.guess_type(name)[0] or "application/octet-stream")


_VENDOR = (
    "govuk-frontend.css",
    "govuk-frontend.js",
    "accessible-autocomplete.css",
    "accessible-autocomplete.js",
    "govuk-frontend-licence.md",
    "accessible-autocomplete-licence.txt",
    "swagger-ui.css",
    "swagger-ui.js",
    "swagger-ui-licence.txt",
    "swagger-ui-licences.txt",
)


_OF_PICTURES: dict[type[Refusal], int] = {TooLargeToDraw: 413, TooManyPictures: 503}
_OWN: dict[type[Refusal], int] = {TooOften: 429, NotFromHere: 403, NoSuchPaper: 404, WrongFormType: 415, **_OF_PICTURES}
"""Statuses of what only pages refuse."""


async def _see_other(_: Request, error: Exception) -> Response:
    assert isinstance(error, SeeOther)
    return RedirectResponse(error.address, 303)


def _sign_in(request: Request, error: Exception) -> Response:
    assert isinstance(error, SignInNeeded)
    return send_to_sign_in(request, error)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    status = _OWN.get(type(error)) or status_of(error)
    note_refusal(request, status)
    return _problem(request, status, str(error))


def _unknown_programme(request: Request, error: Exception) -> Response:
    assert isinstance(error, NoSuchProgramme)
    refusal = unknown_programme(request, mergerlog_of(request), error)
    if isinstance(refusal, NoToken):
        return send_to_sign_in(request, SignInNeeded(here(request)))
    return _refused(request, refusal)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    sentence = {
        404: "There is no page at this address. Check that it was copied whole, or begin at the front page.",
        405: "This page does not take what was sent to it.",
    }.get(error.status_code, str(error.detail))
    return _problem(request, error.status_code, sentence)


def _invalid(request: Request, _: Exception) -> Response:
    return _problem(request, 422, "The address of this page is not well formed.")


def _busy(request: Request, error: Exception) -> Response:
    return _problem(request, 503, str(error))


def _fault(request: Request, error: Exception) -> Response:
    _logger.error("fault", path=request.url.path, error=type(error).__name__, exc_info=error)
    return _problem(request, 500, "Mergerlog failed to make this page. Nothing was stored. The fault is in its log.")


def _problem(request: Request, status: int, sentence: str) -> Response:
    mergerlog = mergerlog_of(request)
    try:
        with reading(mergerlog.engine) as connection:
            who = viewer(request, connection)
    except Refusal:
        who = Viewer(None, None, mergerlog.settings.anyone_reads)
    values = {"viewer": who, "sentence": sentence, "code": status}
    return templates.render_page(request, "core/problem.html", status=status, **values)
