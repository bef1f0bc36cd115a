"""Who is signed in: the account whose session a browser's cookie names."""

from __future__ import annotations

from fastapi import Request
from sqlalchemy import Connection
from structlog.contextvars import bind_contextvars

from api.services.accounts import Accounts
from api.services.mergerlog import Mergerlog
from projections.accounts.accounts import Account


def mergerlog_of(request: Request) -> Mergerlog:
    """The deployment that serves the request."""
    found = request.app.state.mergerlog
    assert isinstance(found, Mergerlog)
    return found


def accounts_of(request: Request) -> Accounts:
    """Its accounts."""
    found = request.app.state.accounts
    assert isinstance(found, Accounts)
    return found


def cookie_name(request: Request) -> str:
    """The session's cookie; over https one that only this very host can have set."""
    return "__Host-mergerlog" if is_secure(request) else "mergerlog"


def is_secure(request: Request) -> bool:
    """Whether people come in by https."""
    address = mergerlog_of(request).settings.address
    return (address or str(request.base_url)).startswith("https://")


def signed_in(request: Request, connection: Connection) -> Account | None:
    """The account that is signed in, if any."""
    account = accounts_of(request).who(connection, request.cookies.get(cookie_name(request)))
    if account is not None:
        bind_contextvars(by=account.id)
    return account
