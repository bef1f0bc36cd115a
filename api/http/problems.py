"""Errors as RFC 9457 problems: each refusal's sentence, under the status that the contract gives it."""

from __future__ import annotations

from typing import Any

import msgspec
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

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


def problem(status: int, title: str, detail: str, headers: dict[str, str] | None = None, **more: Any) -> Response:
    """A problem document."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    return Response(msgspec.json.encode(body), status, headers, MEDIA_TYPE)


def handle_refusal(_: Request, error: Exception) -> Response:
    """A refusal as a problem."""
    assert isinstance(error, Refusal)
    status = status_of(error)
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    more: dict[str, Any] = {}
    if isinstance(error, refusals.Stale):
        headers = {"ETag": f'"{error.words["version"]}"'}
        more["version"] = error.words["version"]
    if isinstance(error, refusals.MalformedImport):
        more["line"] = error.words["line"]
    obstacles = error.words.get("obstacles")
    if isinstance(obstacles, Obstacles):
        more["changed"] = [views.conflict_view(each) for each in obstacles.changed]
        more["refused"] = [views.refusal_view(each) for each in obstacles.refused]
    return problem(status, _title(error), str(error), headers, **more)


def _title(refusal: Refusal) -> str:
    kind = type(refusal.cause if isinstance(refusal, refusals.MalformedImport) else refusal).__name__
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in kind).strip().capitalize()


def _handle_http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    detail = {
        404: "There is nothing at this address. The description of the API is at /v1/openapi.json.",
        405: "This address does not take that method. The description of the API is at /v1/openapi.json.",
    }.get(error.status_code, str(error.detail))
    return problem(error.status_code, str(error.detail), detail, dict(error.headers or {}))


def _handle_validation(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = " ".join(str(part) for part in first["loc"])
    return problem(422, "Malformed", f"The request is not well formed: {where}: {first['msg']}.")


def _handle_busy(_: Request, error: Exception) -> Response:
    return problem(503, "Busy", str(error), {"Retry-After": "5"})


def _handle_fault(request: Request, error: Exception) -> Response:
    _logger.error("fault", path=request.url.path, error=type(error).__name__, exc_info=error)
    return problem(500, "Fault", "Mergerlog failed to answer. Nothing was stored. The fault is in its log.")


def install(app: FastAPI) -> None:
    """Have every error answered as a problem."""
    app.add_exception_handler(Refusal, handle_refusal)
    app.add_exception_handler(HTTPException, _handle_http)
    app.add_exception_handler(RequestValidationError, _handle_validation)
    app.add_exception_handler(Busy, _handle_busy)
    app.add_exception_handler(Exception, _handle_fault)
