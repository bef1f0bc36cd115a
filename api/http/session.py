"""Who is signed in: the account whose session a browser's cookie names."""

from __future__ import annotations

from fastapi import Request
from sqlalchemy import Connection
from structlog.contextvars import bind_contextvars

from api.http.hosts import is_checked_host
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


def site_address(request: Request) -> str:
    """The address that links begin with: the deployment's own, or the one by which its reader came where that can lead
    nowhere else. Empty for any other, which anyone may have made up; links are then relative."""
    settings = mergerlog_of(request).settings
    if settings.address:
        return settings.address
    is_checked = is_checked_host(request.headers.get("host", ""), settings)
    return str(request.base_url).rstrip("/") if is_checked else ""


def origin_of(request: Request) -> str:
    """The origin that forms of this site are sent from, as browsers write it."""
    return f"{'https' if is_secure(request) else 'http'}://{request.headers.get('host', '')}"


def signed_in(request: Request, connection: Connection) -> Account | None:
    """The account that is signed in, if any."""
    account = accounts_of(request).who(connection, request.cookies.get(cookie_name(request)))
    if account is not None:
        bind_contextvars(by=account.id)
    return account
