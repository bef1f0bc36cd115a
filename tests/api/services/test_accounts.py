"""Signing in: what happens to an account while its password is verified, and how many are verified at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from unittest.mock import patch

import pytest
from pwdlib import PasswordHash

from api.services.accounts import Accounts, NotSignedIn, TooManySignIns
from projections.database.connections import reading
from tests.support.deployments import Deployment

PASSWORD = "three words together"
OTHER = "four other words together"


def accounts_of(deployment: Deployment) -> Accounts:
    return Accounts(deployment.mergerlog.engine, deployment.mergerlog.clock)


def meanwhile(happens: Callable[[], Any]) -> Any:
    """Have something happen after a password was verified and before its session begins."""
    verify = PasswordHash.verify

    def verify_then(self: PasswordHash, password: str, hashed: str) -> bool:
        is_right = verify(self, password, hashed)
        happens()
        return is_right

    return patch.object(PasswordHash, "verify", verify_then)


@pytest.mark.parametrize("deed", ["disabled", "given another password"])
def test_no_session_begins_for_an_account_that_changed_meanwhile(deployment: Deployment, deed: str) -> None:
    accounts = accounts_of(deployment)
    accounts.add("owner", "Owner", PASSWORD, "manager")
    id_ = accounts.add("m", "M", PASSWORD, "manager").id

    def change() -> None:
        if deed == "disabled":
            accounts.set_disabled(id_, disabled=True)
        else:
            accounts.set_password(id_, OTHER)

    with meanwhile(change), pytest.raises(NotSignedIn):
        accounts.sign_in("m", PASSWORD, "here")


def test_a_session_of_a_disabled_account_is_nobodys(deployment: Deployment) -> None:
    accounts = accounts_of(deployment)
    accounts.add("owner", "Owner", PASSWORD, "manager")
    id_ = accounts.add("m", "M", PASSWORD, "manager").id
    secret = accounts.sign_in("m", PASSWORD, "here")
    with patch("projections.accounts.sessions.end_sessions"):  # as if the session had begun just then
        accounts.set_disabled(id_, disabled=True)
    with reading(deployment.mergerlog.engine) as connection:
        assert accounts.who(connection, secret) is None


def test_right_sign_ins_do_not_count_against_an_address(on_sqlite: Deployment) -> None:
    accounts = accounts_of(on_sqlite)
    accounts.add("often", "Often", PASSWORD)
    with patch.object(PasswordHash, "verify", lambda *_: True):
        for _ in range(60):
            accounts.sign_in("often", PASSWORD, "the office")


def test_two_passwords_are_verified_at_once_and_few_wait(on_sqlite: Deployment) -> None:
    accounts = accounts_of(on_sqlite)
    accounts.add("busy", "Busy", PASSWORD)
    lock, go, at_once, most, refused = threading.Lock(), threading.Event(), 0, 0, 0

    def verify(*_: object) -> bool:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        assert go.wait(60)
        with lock:
            at_once -= 1
        return True

    def sign_in(number: int) -> bool:
        nonlocal refused
        try:
            accounts.sign_in("busy", PASSWORD, f"address {number}")
        except TooManySignIns:
            with lock:
                refused += 1
                if refused == 24:
                    go.set()
            return False
        return True

    slow = patch.object(PasswordHash, "verify", verify)
    with slow, patch("api.services.accounts._TRIES", 100), ThreadPoolExecutor(40) as threads:
        signed_in = list(threads.map(sign_in, range(40)))
    assert most == 2
    assert sum(signed_in) == 16
