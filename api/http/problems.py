"""Errors as RFC 9457 problems: each refusal's sentence, under the status that the contract gives it."""

from __future__ import annotations

import re

import msgspec
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api.services.process_log import security_event
from domain import refusals
from domain.refusals import Refusal
from projections.accounts.accounts import NoSuchAccount
from projections.database.connections import Busy
from projections.log.programmes import NoSuchProgramme
from projections.questions.clashes.page import NoSuchClash
from projections.questions.log import NoSuchChange, NoSuchEntry
from projections.questions.mergers import NoSuchMerger
from projections.questions.subject import NoSuchSubject
from projections.scenarios import views
from projections.scenarios.add_remove import NeededLater
from projections.scenarios.commit import CannotBeRecorded, EmptyScenario, GroundMoved, Obstacles
from projections.scenarios.drafts import NoSuchDraftEntry, NoSuchScenario, ScenarioClosed, ScenarioFull
from scheduler.calendars.keys import BadKey, NoSuchKey
from scheduler.delivery.queue import NoSuchDigest
from scheduler.people.acknowledgements import NothingOpen
from scheduler.people.contacts import NoSuchContact
from scheduler.people.signed_links import BadLink
from scheduler.people.subscriptions import NoSuchSubscription

MEDIA_TYPE = "application/problem+json"
PAGES = "/docs/problems"
"""The address under which each type of problem has a page: the `type` of a problem leads to its own."""

_logger = structlog.get_logger("mergerlog")


class NoToken(Refusal):
    """This needs a token: send it as `Authorization: Bearer TOKEN`. A manager of the deployment makes tokens with
    `mergerlog token add`."""


class BadToken(Refusal):
    """The token is not one of this deployment's. Check that it was copied whole."""


class WrongRole(Refusal):
    """{deed} needs a token with the role {role}, and this one has not."""


class NotYours(Refusal):
    """The token does not hold for the programme "{slug}"."""


class NoSuchAddress(Refusal):
    """There is nothing at this address: an id is of small letters, digits and hyphens."""


class NoSuchPerson(Refusal):
    """No person "{id}" is in the register."""


class TooLarge(Refusal):
    """The body is larger than {limit}. {advice}"""


_STATUS: tuple[tuple[type[Refusal], int], ...] = (
    (NoToken, 401),
    (BadToken, 401),
    (WrongRole, 403),
    (NotYours, 403),
    (NoSuchProgramme, 404),
    (NoSuchSubject, 404),
    (NoSuchEntry, 404),
    (NoSuchChange, 404),
    (NoSuchClash, 404),
    (NoSuchMerger, 404),
    (NoSuchScenario, 404),
    (NoSuchDraftEntry, 404),
    (NoSuchAddress, 404),
    (NoSuchPerson, 404),
    (NoSuchContact, 404),
    (NoSuchSubscription, 404),
    (NoSuchKey, 404),
    (NoSuchDigest, 404),
    (NothingOpen, 404),
    (BadKey, 404),
    (BadLink, 404),
    (NoSuchAccount, 404),
    (TooLarge, 413),
    (refusals.Stale, 412),
    (refusals.IdTaken, 409),
    (refusals.VersionTaken, 409),
    (refusals.NotAllowed, 409),
    (refusals.Impossible, 409),
    (refusals.MakesImpossible, 409),
    (GroundMoved, 409),
    (CannotBeRecorded, 409),
    (EmptyScenario, 409),
    (NeededLater, 409),
    (ScenarioClosed, 409),
    (ScenarioFull, 409),
)


def status_of(refusal: Refusal) -> int:
    """The status of a refusal; a line of an import has that of its own fault."""
    if isinstance(refusal, refusals.MalformedImport):
        return status_of(refusal.cause)
    return next((status for kind, status in _STATUS if isinstance(refusal, kind)), 422)


def problem(
    type_: str, status: int, title: str, detail: str, headers: dict[str, str] | None = None, **more: object
) -> Response:
    """A problem document, of a type that has a page."""
    body = {"type": f"{PAGES}/{type_}", "title": title, "status": status, "detail": detail, **more}
    return Response(msgspec.json.encode(body), status, headers, MEDIA_TYPE)


def note_refusal(request: Request, status: int) -> None:
    """Write down that somebody asked for what they may not have."""
    if status in (401, 403):
        security_event("refused", status=status, method=request.method, path=request.url.path)


def handle_refusal(request: Request, error: Exception) -> Response:
    """A refusal as a problem."""
    assert isinstance(error, Refusal)
    status = status_of(error)
    note_refusal(request, status)
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    more: dict[str, object] = {}
    if isinstance(error, refusals.Stale):
        headers = {"ETag": f'"{error.words["version"]}"'}
        more["version"] = error.words["version"]
    if isinstance(error, refusals.MalformedImport):
        more["line"] = error.words["line"]
    obstacles = error.words.get("obstacles")
    if isinstance(obstacles, Obstacles):
        more["changed"] = [views.conflict_view(each) for each in obstacles.changed]
        more["refused"] = [views.refusal_view(each) for each in obstacles.refused]
    kind = type(error.cause if isinstance(error, refusals.MalformedImport) else error)
    return problem(type_of(kind), status, title_of(kind), str(error), headers, **more)


def type_of(refusal: type[Refusal]) -> str:
    """The type of a refusal's problems, as it stands in an address: `no-such-entry`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", refusal.__name__).lower()


def title_of(refusal: type[Refusal]) -> str:
    """The title of a refusal's problems: `No such entry`."""
    return type_of(refusal).replace("-", " ").capitalize()


FAULT = "Mergerlog failed to answer. Nothing was stored. The fault is in its log."
NOT_FOUND = "There is nothing at this address. The description of the API is at /v1/openapi.json."
WRONG_METHOD = "This address does not take that method. The description of the API is at /v1/openapi.json."
_OF_HTTP = {404: ("not-found", NOT_FOUND), 405: ("method-not-allowed", WRONG_METHOD)}


def _handle_http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    type_, detail = _OF_HTTP.get(error.status_code, (type_of(refusals.Malformed), str(error.detail)))
    return problem(type_, error.status_code, str(error.detail), detail, dict(error.headers or {}))


def _handle_validation(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = " ".join(str(part) for part in first["loc"])
    return problem(
        type_of(refusals.Malformed), 422, "Malformed", f"The request is not well formed: {where}: {first['msg']}."
    )


def busy(sentence: str) -> Response:
    """A problem that passes by itself: try again."""
    return problem("busy", 503, "Busy", sentence, {"Retry-After": "5"})


def _handle_busy(_: Request, error: Exception) -> Response:
    return busy(str(error))


def _handle_fault(request: Request, error: Exception) -> Response:
    _logger.error("fault", path=request.url.path, error=type(error).__name__, exc_info=error)
    return problem("fault", 500, "Fault", FAULT)


def install(app: FastAPI) -> None:
    """Have every error answered as a problem."""
    app.add_exception_handler(Refusal, handle_refusal)
    app.add_exception_handler(HTTPException, _handle_http)
    app.add_exception_handler(RequestValidationError, _handle_validation)
    app.add_exception_handler(Busy, _handle_busy)
    app.add_exception_handler(Exception, _handle_fault)
