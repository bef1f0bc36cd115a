"""The pages behind the links in mails, as an application; people read its errors too, so they are pages."""

from __future__ import annotations

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api.http.problems import status_of
from api.links import pages
from api.links.render import message_page
from api.services.mergerlog import Mergerlog
from domain.refusals import Refusal
from projections.database.connections import Busy

_NOT_FOUND = "There is no page at this address. Check that you copied the whole link from the mail."
_WRONG_METHOD = "This page does not take what was sent to it. Go back to the link in the mail and start again."
_MALFORMED = "This link is not complete. Check that you copied all of it from the mail."
_BUSY = "Mergerlog is busy. Try again in a minute."
_FAULT = "Mergerlog could not do this. Try the link again; if it fails again, tell the people who run Mergerlog."
_logger = structlog.get_logger("mergerlog")


def build_links(mergerlog: Mergerlog) -> FastAPI:
    """The links' pages of one deployment."""
    app = FastAPI(title="Mergerlog", openapi_url=None, docs_url=None, redoc_url=None)
    app.state.mergerlog = mergerlog
    app.router.routes += pages.router.routes
    app.add_exception_handler(Refusal, _show_refusal)
    app.add_exception_handler(HTTPException, _show_http_error)
    app.add_exception_handler(RequestValidationError, _show_malformed)
    app.add_exception_handler(Busy, _show_busy)
    app.add_exception_handler(Exception, _show_fault)
    return app


def _show_refusal(_: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return message_page(str(error), status_of(error))


def _show_http_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    sentence = {404: _NOT_FOUND, 405: _WRONG_METHOD}.get(error.status_code, str(error.detail))
    response = message_page(sentence, error.status_code)
    response.headers.update(error.headers or {})
    return response


def _show_malformed(_: Request, __: Exception) -> Response:
    return message_page(_MALFORMED, 422)


def _show_busy(_: Request, __: Exception) -> Response:
    response = message_page(_BUSY, 503)
    response.headers["Retry-After"] = "5"
    return response


def _show_fault(request: Request, error: Exception) -> Response:
    _logger.error("fault", path=request.url.path, error=type(error).__name__, exc_info=error)
    return message_page(_FAULT, 500)
