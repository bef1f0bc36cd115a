"""Who is signed in: by a cookie whose name says whether it came by https."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi import Request
from structlog.contextvars import clear_contextvars, get_contextvars

from api.http.session import accounts_of, cookie_name, is_secure, mergerlog_of, signed_in
from api.services.accounts import Accounts
from projections.database.connections import reading
from tests.support.deployments import Deployment, deploy, sqlite_url


@contextmanager
def request_to(deployment: Deployment, scheme: str = "http", cookie: str = "") -> Iterator[Request]:
    """A request to a deployment."""
    accounts = Accounts(deployment.mergerlog.engine, deployment.mergerlog.clock)
    app = SimpleNamespace(state=SimpleNamespace(mergerlog=deployment.mergerlog, accounts=accounts))
    scope: dict[str, Any] = {
        "type": "http",
        "method": "GET",
        "scheme": scheme,
        "server": ("merger.example", 443 if scheme == "https" else 80),
        "path": "/",
        "query_string": b"",
        "headers": [(b"cookie", cookie.encode())] if cookie else [],
        "app": app,
    }
    clear_contextvars()
    yield Request(scope)
    clear_contextvars()


def test_the_deployment_and_its_accounts_are_those_of_the_application(on_sqlite: Deployment) -> None:
    with request_to(on_sqlite) as request:
        assert mergerlog_of(request) is on_sqlite.mergerlog
        assert accounts_of(request) is request.app.state.accounts


@pytest.mark.parametrize(
    ("address", "scheme", "secure"),
    [
        (None, "http", False),
        (None, "https", True),
        ("https://merger.example", "http", True),
        ("http://merger.example", "https", False),
    ],
)
def test_the_address_that_people_use_says_whether_it_is_https(
    address: str | None, scheme: str, secure: bool, tmp_path: Path
) -> None:
    with deploy(sqlite_url(tmp_path), address=address) as deployment, request_to(deployment, scheme) as request:
        assert is_secure(request) is secure
        assert cookie_name(request) == ("__Host-mergerlog" if secure else "mergerlog")


def test_the_cookie_of_a_session_names_its_account(on_sqlite: Deployment) -> None:
    accounts = Accounts(on_sqlite.mergerlog.engine, on_sqlite.mergerlog.clock)
    account = accounts.add("session-owner", "Owner", "three words together", "manager")
    secret = accounts.sign_in("session-owner", "three words together", "192.0.2.7")
    for cookie, found in (
        (f"mergerlog={secret}", account.id),
        (f"__Host-mergerlog={secret}", None),
        ("mergerlog=other", None),
        ("", None),
    ):
        with request_to(on_sqlite, cookie=cookie) as request, reading(on_sqlite.mergerlog.engine) as connection:
            who = signed_in(request, connection)
            assert (None if who is None else who.id) == found
            assert get_contextvars().get("by") == found
