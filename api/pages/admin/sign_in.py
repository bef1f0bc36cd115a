"""Signing in and out, by a password or by an identity provider."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.http.client_address import client_group
from api.http.session import accounts_of, cookie_name, is_secure, mergerlog_of, site_address
from api.pages.core import templates
from api.pages.core.next_address import safe_next
from api.pages.core.rate_limit import SigningIn
from api.pages.core.same_site import same_site
from api.pages.core.viewer import viewer
from api.pages.forms.kept import forget_kept_forms, is_resuming
from api.pages.forms.read_form import SentForm
from api.services.accounts import NotSignedIn, TooManySignIns, TooManyTries
from api.services.openid import ProviderFailed, finish_sign_in, start_sign_in
from projections.accounts.sessions import LASTS
from projections.database.connections import reading

router = APIRouter()
_TEN_MINUTES = 600


def _page(request: Request, next_: str, *, status: int = 200, **values: Any) -> Response:
    with reading(mergerlog_of(request).engine) as connection:
        who = viewer(request, connection)
    known = {"viewer": who, "next": safe_next(next_), "is_resuming": is_resuming(next_), "is_lost": False}
    known |= {"typed": "", "errors": {}}
    return templates.render_page(request, "admin/sign_in.html", status=status, **(known | values))


@router.get("/sign-in")
def sign_in_page(
    request: Request, next_: Annotated[str, Query(alias="next")] = "/", lost: Annotated[str, Query()] = ""
) -> Response:
    """The form; `lost` says that what was typed elsewhere could not be kept."""
    return _page(request, next_, is_lost=lost == "yes")


@router.post("/sign-in", dependencies=[Depends(same_site)])
def sign_in(request: Request, form: SentForm) -> Response:
    """Sign in by a password."""
    typed, password, next_ = form.text("sign_in"), form.raw("password"), form.text("next")
    errors = {}
    if not typed:
        errors["sign_in"] = "Enter your sign-in name"
    if not password:
        errors["password"] = "Enter your password"  # noqa: S105 - a sentence
    if errors:
        return _page(request, next_, status=422, errors=errors, typed=typed)
    cookie = request.cookies.get(cookie_name(request))
    try:
        secret = accounts_of(request).sign_in(typed, password, client_group(request), cookie)
    except NotSignedIn as refusal:
        return _page(request, next_, status=403, errors={"sign_in": str(refusal)}, typed=typed)
    except TooManyTries as refusal:
        return _page(request, next_, status=429, errors={"sign_in": str(refusal)}, typed=typed)
    except TooManySignIns as refusal:
        return _page(request, next_, status=503, errors={"sign_in": str(refusal)}, typed=typed)
    return _signed_in(request, secret, next_)


@router.post("/sign-out", dependencies=[Depends(same_site)])
def sign_out(request: Request) -> Response:
    """End the session."""
    secret = request.cookies.get(cookie_name(request))
    if secret:
        accounts_of(request).sign_out(secret)
    reply = RedirectResponse("/", 303)
    reply.headers["Clear-Site-Data"] = '"cache", "storage"'
    reply.delete_cookie(cookie_name(request), path="/", secure=is_secure(request), httponly=True, samesite="lax")
    forget_kept_forms(request, reply)
    return reply


@router.get("/sign-in/provider", dependencies=[SigningIn])
def to_provider(request: Request, next_: Annotated[str, Query(alias="next")] = "/") -> Response:
    """Off to the identity provider."""
    try:
        address, token = start_sign_in(mergerlog_of(request), _callback(request), safe_next(next_))
    except ProviderFailed as failure:
        is_none = mergerlog_of(request).settings.provider is None
        return _page(request, next_, status=404 if is_none else 502, errors={"sign_in": str(failure)})
    reply = RedirectResponse(address, 303)
    _set_cookie(request, reply, _provider_cookie(request), token, _TEN_MINUTES)
    return reply


@router.get("/sign-in/back")
def from_provider(
    request: Request,
    state: Annotated[str, Query()] = "",
    code: Annotated[str, Query()] = "",
) -> Response:
    """Back from it, with a code that says who it was."""
    mergerlog = mergerlog_of(request)
    try:
        token = request.cookies.get(_provider_cookie(request), "")
        known = finish_sign_in(mergerlog, _callback(request), state, code, token)
        old = request.cookies.get(cookie_name(request))
        secret = accounts_of(request).sign_in_as(known.issuer, known.subject, known.name, old)
    except ProviderFailed as failure:
        return _page(request, "/", status=403, errors={"sign_in": str(failure)})
    except NotSignedIn:
        sentence = "This account may not sign in any more. Ask a manager of the deployment."
        return _page(request, "/", status=403, errors={"sign_in": sentence})
    reply = _signed_in(request, secret, known.next)
    reply.delete_cookie(_provider_cookie(request), path="/", secure=is_secure(request), httponly=True, samesite="lax")
    return reply


def _provider_cookie(request: Request) -> str:
    """The cookie by which the browser that began a sign-in at the provider is known again."""
    return f"{cookie_name(request)}-provider"


def _callback(request: Request) -> str:
    """Where the provider sends people back to. Raises ProviderFailed where it would be a host that anyone can name."""
    address = site_address(request)
    if not address:
        raise ProviderFailed(fault="MERGERLOG_ADDRESS has to say by which address people come in")
    return f"{address}/sign-in/back"


def _signed_in(request: Request, secret: str, next_: str) -> Response:
    reply = RedirectResponse(safe_next(next_), 303)
    _set_cookie(request, reply, cookie_name(request), secret, LASTS // 1_000_000)
    return reply


def _set_cookie(request: Request, reply: Response, name: str, value: str, seconds: int) -> None:
    secure = is_secure(request)
    reply.set_cookie(name, value, max_age=seconds, path="/", secure=secure, httponly=True, samesite="lax")
