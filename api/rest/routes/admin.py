"""Running a deployment over HTTP: who may come in, and who is who. To look at only; changed by the pages and the
command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict, cast

from fastapi import APIRouter, Depends, Request, Response

from api.http.access import manager_of_all
from api.http.coordinates import service
from api.http.session import accounts_of
from api.http.strict_parameters import strict_parameters
from api.rest.core import openapi, shapes
from api.rest.core.answer import plain
from domain.time import instants
from projections.accounts import people
from projections.accounts.accounts import ALL, Account, GrantedRole, programmes_of
from projections.accounts.people import PersonRecord
from projections.database.connections import reading

router = APIRouter(prefix="/v1", tags=["accounts"], dependencies=[Depends(strict_parameters)])
_DEED = "Managing accounts"


class RoleRecord(TypedDict):
    """A role of an account; without a programme it holds in all."""

    role: GrantedRole
    programme: str | None


class AccountRecord(TypedDict):
    """An account and its roles."""

    id: str
    name: str
    sign_in: str | None
    issuer: str | None
    disabled: bool
    roles: list[RoleRecord]


class AccountsAnswer(TypedDict):
    """Every account."""

    accounts: list[AccountRecord]


class TokenRecord(TypedDict):
    """An API token but its secret; without a programme it holds for all."""

    mark: str
    name: str
    role: GrantedRole
    programme: str | None
    created_at: str


class TokensAnswer(TypedDict):
    """Every API token, the newest first."""

    tokens: list[TokenRecord]


class PeopleAnswer(TypedDict):
    """Everyone in the register whose name was not erased, by name."""

    people: list[PersonRecord]


@router.get(
    "/accounts", responses=openapi.answers(200, shapes.plain_answer(AccountsAnswer), "The accounts.", 401, 403, 422)
)
def list_accounts(request: Request) -> Response:
    """Every account and its roles; a role without a programme holds in all."""
    slugs = _slugs(request)
    return _reply(request, {"accounts": [_account(each, slugs) for each in accounts_of(request).everyone()]})


@router.get("/tokens", responses=openapi.answers(200, shapes.plain_answer(TokensAnswer), "The tokens.", 401, 403, 422))
def list_tokens(request: Request) -> Response:
    """Every API token but its secret, the newest first."""
    slugs = _slugs(request)
    found: list[TokenRecord] = [
        {
            "mark": each.mark,
            "name": each.token.name,
            "role": cast("GrantedRole", each.token.role),
            "programme": slugs[each.token.programme or ALL],
            "created_at": instants.show(each.created_at),
        }
        for each in service(request).tokens()
    ]
    return _reply(request, {"tokens": found})


@router.get("/people", responses=openapi.answers(200, shapes.plain_answer(PeopleAnswer), "The people.", 401, 403, 422))
def list_people(request: Request) -> Response:
    """Everyone in the register whose name was not erased."""
    _slugs(request)
    with reading(service(request).engine) as connection:
        found = people.list_people(connection)
    return _reply(request, {"people": [{"id": id_, "name": name} for id_, name in found]})


def _slugs(request: Request) -> dict[int, str | None]:
    """The ids of all programmes, to a manager of them all. Raises NoToken, BadToken or WrongRole."""
    with reading(service(request).engine) as connection:
        manager_of_all(request, connection, _DEED)
        return {ALL: None} | {number: slug for number, slug, _ in programmes_of(connection)}


def _account(account: Account, slugs: dict[int, str | None]) -> AccountRecord:
    roles: list[RoleRecord] = [
        {"role": cast("GrantedRole", role), "programme": slugs[number]}
        for number, role in sorted(account.roles.items())
    ]
    return {
        "id": account.id,
        "name": account.name,
        "sign_in": account.sign_in,
        "issuer": account.issuer,
        "disabled": account.disabled,
        "roles": roles,
    }


def _reply(request: Request, answer: Mapping[str, object]) -> Response:
    mergerlog = service(request)
    return plain(mergerlog, mergerlog.ask(), answer)
