"""Running a deployment: accounts and their roles, API tokens, and new programmes."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.http.problems import WrongRole
from api.http.session import accounts_of, mergerlog_of
from api.pages.core import downloads, templates
from api.pages.core.next_address import here
from api.pages.core.question_address import SeeOther
from api.pages.core.rate_limit import Exporting
from api.pages.core.viewer import SignInNeeded, Viewer, viewer
from api.pages.forms.form import Form
from api.pages.forms.kept import KeptForm
from api.pages.forms.parse import slug_from
from api.pages.forms.read_form import SentForm
from api.pages.words import dates
from api.pages.words.labels import ROLES
from domain.refusals import Refusal
from domain.time import instants
from projections.accounts.accounts import ALL, programmes_of
from projections.database.connections import reading

router = APIRouter()


def manager_of_all(request: Request) -> tuple[Viewer, list[tuple[int, str, str]]]:
    """The manager of the deployment who asks, and every programme. Raises SignInNeeded or WrongRole."""
    with reading(mergerlog_of(request).engine) as connection:
        who = viewer(request, connection)
        if who.account is None:
            raise SignInNeeded(here(request))
        if not who.manages_all:
            raise WrongRole(deed="Managing accounts", role="manager of all programmes")
        return who, programmes_of(connection)


def _scopes(programmes: list[tuple[int, str, str]]) -> list[tuple[str, str]]:
    return [("", "All programmes"), *((slug, name) for _, slug, name in programmes)]


@router.get("/accounts")
def accounts_page(request: Request, kept: KeptForm) -> Response:
    """Every account, with forms to add one and to change each."""
    return _accounts(request, kept or Form(), {})


@router.get("/accounts.csv", dependencies=[Exporting])
def accounts_csv(request: Request) -> Response:
    """The same as a table: a row for each role, and one for an account without any."""
    _, programmes = manager_of_all(request)
    called = _called(programmes)
    rows = [
        [each.name, each.sign_in or "", each.issuer or "", "yes" if each.disabled else "no", role, where]
        for each in accounts_of(request).everyone()
        for role, where in [(ROLES[role], called[number]) for number, role in sorted(each.roles.items())] or [("", "")]
    ]
    return downloads.csv("accounts", ["name", "signs in as", "signs in by", "disabled", "role", "in"], rows)


def _called(programmes: list[tuple[int, str, str]]) -> dict[int, str]:
    """What programmes are called, by their numbers; ALL is all of them."""
    return {number: name for number, _, name in programmes} | {ALL: "All programmes"}


def _accounts(request: Request, form: Form, errors: dict[str, str]) -> Response:
    who, programmes = manager_of_all(request)
    called = _called(programmes)
    slugs = {number: slug for number, slug, _ in programmes} | {ALL: ""}
    everyone = [
        {
            "account": account,
            "roles": [(ROLES[role], called[number], slugs[number]) for number, role in sorted(account.roles.items())],
            "typed": form.fields if form.text("account") == account.id else {},
        }
        for account in accounts_of(request).everyone()
    ]
    return templates.render_page(
        request,
        "admin/accounts.html",
        status=422 if errors else 200,
        viewer=who,
        api="/v1/accounts",
        everyone=everyone,
        scopes=_scopes(programmes),
        roles=ROLES,
        typed=form.fields if form.text("deed") == "add" else {},
        errors=errors,
    )


@router.post("/accounts")
def change_accounts(request: Request, form: SentForm) -> Response:
    """Add an account, or change one. People whose account changes must sign in again."""
    manager_of_all(request)
    try:
        _change(request, form)
    except Refusal as refusal:
        return _accounts(request, form, {_field_of(form, refusal): str(refusal)})
    raise SeeOther("/accounts")


def _field_of(form: Form, refusal: Refusal) -> str:
    if form.text("deed") != "add":
        return "everyone"
    return {"SignInTaken": "sign_in", "BadPassword": "password"}.get(type(refusal).__name__, "role")


class Incomplete(Refusal):
    """Enter a sign-in name, and the name that entries say they were recorded by."""


def _change(request: Request, form: Form) -> None:
    accounts, id_, scope = accounts_of(request), form.text("account"), form.text("programme") or None
    match form.text("deed"):
        case "add":
            if not form.text("sign_in") or not form.text("name"):
                raise Incomplete
            accounts.add(form.text("sign_in"), form.text("name"), form.raw("password"), form.text("role"), scope)
        case "give":
            accounts.set_role(id_, form.text("role"), scope)
        case "take":
            accounts.set_role(id_, None, scope)
        case "disable":
            accounts.set_disabled(id_, disabled=True)
        case "enable":
            accounts.set_disabled(id_, disabled=False)
        case "password":
            accounts.set_password(id_, form.raw("password"))


@router.get("/tokens")
def tokens_page(request: Request, kept: KeptForm) -> Response:
    """Every API token, with a form to make one."""
    return _tokens(request, "", {}, kept or Form())


def _tokens(request: Request, secret: str, errors: dict[str, str], form: Form) -> Response:
    who, programmes = manager_of_all(request)
    rows = _shown(request, programmes)
    values = {
        "viewer": who,
        "api": "/v1/tokens",
        "tokens": rows,
        "scopes": _scopes(programmes),
        "roles": ROLES,
        "secret": secret,
        "typed": form.fields,
    }
    return templates.render_page(request, "admin/tokens.html", status=422 if errors else 200, errors=errors, **values)


@router.get("/tokens.csv", dependencies=[Exporting])
def tokens_csv(request: Request) -> Response:
    """The same as a table."""
    _, programmes = manager_of_all(request)
    names = ("name", "role", "programme", "since")
    rows = [[each[name] for name in names] for each in _shown(request, programmes)]
    return downloads.csv("tokens", ["whose", "role", "in", "since"], rows)


def _shown(request: Request, programmes: list[tuple[int, str, str]]) -> list[dict[str, str]]:
    called = _called(programmes)
    return [
        {
            "mark": each.mark,
            "name": each.token.name,
            "role": ROLES[each.token.role],
            "programme": called[each.token.programme or ALL],
            "since": dates.moment_day(instants.show(each.created_at)),
        }
        for each in mergerlog_of(request).tokens()
    ]


@router.post("/tokens")
def change_tokens(request: Request, form: SentForm) -> Response:
    """Make a token, which is shown once, or take one back."""
    manager_of_all(request)
    mergerlog = mergerlog_of(request)
    if form.text("deed") == "withdraw":
        mergerlog.withdraw_token(form.text("mark"))
        raise SeeOther("/tokens")
    if not form.text("name"):
        return _tokens(request, "", {"name": "Enter whose token it is"}, form)
    if form.text("role") not in ROLES:
        return _tokens(request, "", {"role": "Choose a role"}, form)
    secret = mergerlog.add_token(form.text("name"), form.text("role"), form.text("programme") or None)
    return _tokens(request, secret, {}, Form())


@router.get("/new-programme")
def programme_page(request: Request, kept: KeptForm, name: Annotated[str, Query()] = "") -> Response:
    """The form for a new programme."""
    who, _ = manager_of_all(request)
    return _programme(request, who, {"name": [name]} if kept is None else kept.fields, {})


def _programme(request: Request, who: Viewer, typed: dict[str, list[str]], errors: dict[str, str]) -> Response:
    values = {"viewer": who, "api": "/v1/programmes", "typed": typed, "errors": errors}
    return templates.render_page(request, "admin/new_programme.html", status=422 if errors else 200, **values)


@router.post("/new-programme")
def make_programme(request: Request, form: SentForm) -> Response:
    """Make a programme."""
    who, _ = manager_of_all(request)
    name, slug = form.text("name"), form.text("id") or slug_from(form.text("name"))
    errors: dict[str, str] = {}
    if not name:
        errors["name"] = "Enter what the merger is called"
    elif templates.SLUG_PATTERN.fullmatch(slug) is None:
        errors["id"] = "An id is of small letters, digits and hyphens, 80 at most"
    if not errors:
        try:
            mergerlog_of(request).create_programme(slug, name)
        except Refusal as refusal:
            errors["id"] = str(refusal)
    if errors:
        return _programme(request, who, form.fields, errors)
    raise SeeOther(f"/programmes/{slug}")
