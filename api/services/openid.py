"""Signing in by an identity provider: OpenID Connect's code flow, with PKCE, a state and a nonce."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization

from api.services.mergerlog import Mergerlog
from api.settings import Provider
from domain.refusals import Refusal
from projections.accounts import sessions
from projections.accounts.sessions import PendingSignIn
from projections.database.connections import writing

_TIMEOUT = 10
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Signatures by a key of the provider's own; never "none", nor one by a shared secret."""
_LEEWAY = 60


class ProviderFailed(Refusal):
    """You could not be signed in by your organisation: {fault}. Try again, or sign in with a password."""


@dataclass(frozen=True)
class ProviderIdentity:
    """Whom the provider vouches for, and where they were going."""

    issuer: str
    subject: str
    name: str
    next: str


def start_sign_in(mergerlog: Mergerlog, callback: str, next_: str) -> tuple[str, str]:
    """Where to send someone to sign in, and what their browser is to bring back. Raises ProviderFailed.

    The state alone does not say who began: without a token in the browser, somebody could have another person finish a
    sign-in that they had begun themselves (OAuth 2.0 Security BCP, RFC 9700, section 4.7).
    """
    provider = _provider(mergerlog)
    about = _about(provider)
    going = PendingSignIn(nonce=secrets.token_urlsafe(24), verifier=secrets.token_urlsafe(48), next=next_)
    with _client(provider, callback) as client:
        address, state = client.create_authorization_url(
            about["authorization_endpoint"], code_verifier=going.verifier, nonce=going.nonce
        )
    with writing(mergerlog.engine) as connection:
        sessions.begin_sign_in(connection, state, going, mergerlog.clock.real())
    return str(address), browser_token(state)


def browser_token(state: str) -> str:
    """What a browser keeps of a sign-in that it began: a hash, since the state stands in addresses."""
    return hashlib.sha256(state.encode("utf-8", "surrogatepass")).hexdigest()


def finish_sign_in(mergerlog: Mergerlog, callback: str, state: str, code: str, token: str) -> ProviderIdentity:
    """Who it was that came back, in the browser that began. Raises ProviderFailed."""
    provider = _provider(mergerlog)
    if not secrets.compare_digest(browser_token(state).encode(), token.encode("utf-8", "surrogatepass")):
        raise ProviderFailed(fault="the sign-in was not begun here, or took longer than ten minutes")
    with writing(mergerlog.engine) as connection:
        going = sessions.finish_sign_in(connection, state, mergerlog.clock.real()) if state else None
    if going is None:
        raise ProviderFailed(fault="the sign-in was not begun here, or took longer than ten minutes")
    if not code:
        raise ProviderFailed(fault="it was called off")
    about = _about(provider)
    try:
        with _client(provider, callback) as client:
            answer = client.fetch_token(
                about["token_endpoint"], code=code, code_verifier=going.verifier, timeout=_TIMEOUT
            )
        keys = KeySet.import_key_set(cast("KeySetSerialization", _get(about["jwks_uri"])))
        claims = jwt.decode(answer["id_token"], keys, algorithms=_ALGORITHMS).claims
    except (AuthlibBaseError, JoseError, requests.RequestException, KeyError, ValueError) as error:
        raise ProviderFailed(fault="its answer could not be believed") from error
    _check(claims, provider, going.nonce, mergerlog.clock.real() // 1_000_000)
    name = claims.get("name") or claims.get("preferred_username") or claims.get("email") or "Someone without a name"
    return ProviderIdentity(str(claims["iss"]), str(claims["sub"]), str(name)[:200], going.next)


def _check(claims: dict[str, Any], provider: Provider, nonce: str, now: int) -> None:
    """Hold what is claimed against what was asked. Raises ProviderFailed."""
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    holds = (
        claims.get("iss") == provider.issuer
        and provider.client_id in audiences
        and (len(audiences) == 1 or claims.get("azp") == provider.client_id)
        and isinstance(claims.get("sub"), str)
        and secrets.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode())
        and isinstance(claims.get("exp"), int | float)
        and claims["exp"] > now - _LEEWAY
    )
    if not holds:
        raise ProviderFailed(fault="its answer is not to what was asked")


def _provider(mergerlog: Mergerlog) -> Provider:
    if mergerlog.settings.provider is None:
        raise ProviderFailed(fault="no organisation is set up here")
    return mergerlog.settings.provider


def _client(provider: Provider, callback: str) -> Any:
    return OAuth2Session(
        provider.client_id,
        provider.client_secret,
        scope="openid profile email",
        redirect_uri=callback,
        code_challenge_method="S256",
    )


def _about(provider: Provider) -> dict[str, Any]:
    """What the provider says of itself. Raises ProviderFailed."""
    try:
        about = _get(f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    except (requests.RequestException, ValueError) as error:
        raise ProviderFailed(fault="it cannot be reached") from error
    wanted = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    secure = urlsplit(provider.issuer).scheme
    is_safe = all(urlsplit(str(about.get(name))).scheme == secure for name in wanted)
    if about.get("issuer") != provider.issuer or not is_safe:
        raise ProviderFailed(fault="it does not say who it is")
    return about


def _get(address: str) -> dict[str, Any]:
    reply = requests.get(address, timeout=_TIMEOUT, allow_redirects=False)
    reply.raise_for_status()
    found = reply.json()
    if not isinstance(found, dict):
        raise ValueError(address)  # noqa: TRY004 - what it sends is wrong, as where it is no JSON
    return found
