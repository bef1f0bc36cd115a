"""What a provider claims is held against what was asked; each claim that is not as it must be is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.services.openid import ProviderFailed, _check, browser_token, finish_sign_in, start_sign_in
from api.settings import Provider
from projections.accounts import sessions
from projections.accounts.sessions import PendingSignIn
from projections.database.connections import writing
from tests.support.deployments import Deployment, deploy, sqlite_url

PROVIDER = Provider("https://issuer.example", "merger", "hidden", "your organisation")
NOW = 1_528_099_200
CLAIMS: dict[str, Any] = {
    "iss": "https://issuer.example",
    "aud": "merger",
    "sub": "rose",
    "nonce": "once",
    "exp": NOW,
}
CALLBACK = "https://merger.example/callback"


@pytest.fixture
def deployment(tmp_path: Path) -> Iterator[Deployment]:
    with deploy(sqlite_url(tmp_path), provider=PROVIDER) as deployment:
        yield deployment


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"aud": ["merger"]},
        {"aud": ["other", "merger"], "azp": "merger"},
        {"exp": NOW - 59},
        {"exp": float(NOW)},
    ],
)
def test_claims_that_answer_what_was_asked_are_believed(changed: dict[str, Any]) -> None:
    _check(CLAIMS | changed, PROVIDER, "once", NOW)


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://other.example"},
        {"aud": "other"},
        {"aud": ["other"]},
        {"aud": []},
        {"aud": ["other", "merger"]},
        {"aud": ["other", "merger"], "azp": "other"},
        {"sub": 5},
        {"sub": None},
        {"nonce": "twice"},
        {"nonce": None},
        {"exp": NOW - 60},
        {"exp": str(NOW)},
    ],
)
def test_a_claim_that_does_not_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(ProviderFailed, match="not to what was asked"):
        _check(CLAIMS | changed, PROVIDER, "once", NOW)


@pytest.mark.parametrize("claim", ["iss", "aud", "sub", "nonce", "exp"])
def test_a_claim_that_is_missing_is_refused(claim: str) -> None:
    with pytest.raises(ProviderFailed):
        _check({name: value for name, value in CLAIMS.items() if name != claim}, PROVIDER, "once", NOW)


def begun(deployment: Deployment, state: str) -> None:
    """A sign-in that was begun under a state."""
    going = PendingSignIn(nonce="once", verifier="v" * 48, next="/programmes")
    with writing(deployment.mergerlog.engine) as connection:
        sessions.begin_sign_in(connection, state, going, deployment.mergerlog.clock.real())


@pytest.mark.parametrize(
    ("state", "token"),
    [
        ("known", browser_token("another")),
        ("known", ""),
        ("unknown", browser_token("unknown")),
        ("", browser_token("")),
    ],
)
def test_only_the_browser_that_began_finishes(state: str, token: str, deployment: Deployment) -> None:
    begun(deployment, "known")
    with pytest.raises(ProviderFailed, match="was not begun here"):
        finish_sign_in(deployment.mergerlog, CALLBACK, state, "code", token)


def test_a_sign_in_that_was_called_off_is_over(deployment: Deployment) -> None:
    begun(deployment, "known")
    for fault in ("it was called off", "was not begun here"):
        with pytest.raises(ProviderFailed, match=fault):
            finish_sign_in(deployment.mergerlog, CALLBACK, "known", "", browser_token("known"))


def test_a_browser_keeps_no_state_but_a_hash_of_it() -> None:
    assert browser_token("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_without_a_provider_nobody_signs_in_by_one(on_sqlite: Deployment) -> None:
    with pytest.raises(ProviderFailed, match="no organisation is set up here"):
        start_sign_in(on_sqlite.mergerlog, CALLBACK, "/")
    with pytest.raises(ProviderFailed, match="no organisation is set up here"):
        finish_sign_in(on_sqlite.mergerlog, CALLBACK, "known", "code", browser_token("known"))
