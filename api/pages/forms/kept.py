"""A form that arrived after its session had ended: kept while its user signs in, then shown as it was filled in."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from fastapi import Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.routing import Match

from api.http.client_address import client_group
from api.http.session import is_secure, mergerlog_of
from api.pages.core.viewer import SignInNeeded
from api.pages.forms.form import Form, sent_form
from api.services.kept_forms import FormNotKept, KeptForms, SentContent
from projections.accounts.kept_forms import LASTS

RESUME = "resume"
"""The parameter of an address that holds the key to a kept form. What was typed is in no address."""
_STEPS = ("step", "said", "entry-id", "version")
"""Fields of the page that checks an entry: whoever signs in again checks it again."""


def kept_forms_of(request: Request) -> KeptForms:
    """The forms that the deployment keeps."""
    mergerlog = mergerlog_of(request)
    return KeptForms(mergerlog.engine, mergerlog.clock)


def send_to_sign_in(request: Request, needed: SignInNeeded) -> Response:
    """Send someone to sign in and then on to where they were going; from a form, back to it with what they typed."""
    if request.method in ("GET", "HEAD"):
        return RedirectResponse(sign_in_address(needed.next), 303)
    form, path, query = sent_form(request), _page_of_form(request), parse_qs(request.url.query)
    if form is None:
        address = sign_in_address(_with_query(path, query))
        return RedirectResponse(f"{address}&lost=yes" if needed.is_lost else address, 303)
    try:
        secret, key = kept_forms_of(request).keep(
            SentContent(form.fields, form.files),
            path,
            request.cookies.get(cookie_name(request)),
            client_group(request),
        )
    except FormNotKept:
        return RedirectResponse(f"{sign_in_address(_with_query(path, query))}&lost=yes", 303)
    reply = RedirectResponse(sign_in_address(_with_query(path, query | {RESUME: [key]})), 303)
    reply.set_cookie(
        cookie_name(request),
        secret,
        max_age=LASTS // 1_000_000,
        path="/",
        secure=is_secure(request),
        httponly=True,
        samesite="lax",
    )
    return reply


def sign_in_address(next_: str) -> str:
    """The page to sign in at, which leads on to another."""
    return f"/sign-in?next={quote(next_, safe='')}"


def cookie_name(request: Request) -> str:
    """The cookie by which a browser is known to have sent a form."""
    return "__Host-mergerlog-form" if is_secure(request) else "mergerlog-form"


def is_resuming(next_: str) -> bool:
    """Whether signing in leads back to a form."""
    return RESUME in parse_qs(urlsplit(next_).query)


def forget_kept_forms(request: Request, reply: Response) -> None:
    """Forget what this browser sent, as someone signs out."""
    secret = request.cookies.get(cookie_name(request))
    if secret:
        kept_forms_of(request).forget(secret)
        reply.delete_cookie(cookie_name(request), path="/", secure=is_secure(request), httponly=True, samesite="lax")


def kept_form(request: Request, key: Annotated[str, Query(alias=RESUME)] = "") -> Form | None:
    """The form that is to be shown again, where the address has a key to one that this browser sent."""
    secret = request.cookies.get(cookie_name(request))
    if not key or not secret:
        return None
    content = kept_forms_of(request).kept(secret, key, request.url.path)
    if content is None:
        return None
    request.state.resumed = True
    fields = {name: values for name, values in content.fields.items() if name not in _STEPS}
    return Form(fields, content.files)


KeptForm = Annotated[Form | None, Depends(kept_form)]


def _page_of_form(request: Request) -> str:
    """The path of the page that a form is on: its own, or the nearest above it that is a page."""
    path = request.url.path
    while path and not _is_page(request, path):
        path = path.rpartition("/")[0]
    return path or "/"


def _is_page(request: Request, path: str) -> bool:
    scope = {**request.scope, "method": "GET", "path": path}
    return any(route.matches(scope)[0] is Match.FULL for route in request.app.routes)


def _with_query(path: str, query: dict[str, list[str]]) -> str:
    return f"{path}?{urlencode(query, doseq=True)}" if query else path
