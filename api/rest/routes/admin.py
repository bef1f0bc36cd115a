"""Running a deployment over HTTP: who may come in, and who is who. To look at only; changed by the pages and the
command line."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Request, Response

from api.http.access import manager_of_all
from api.http.coordinates import service, strict_parameters
from api.http.session import accounts_of
from api.rest.core import openapi
from api.rest.core.answer import plain
from domain.time import instants
from projections.accounts import people
from projections.accounts.accounts import ALL, Account, programmes_of
from projections.database.connections import reading

router = APIRouter(prefix="/v1", dependencies=[Depends(strict_parameters)])
_DEED = "Managing accounts"


@router.get("/accounts", responses=openapi.answers(200, "The accounts.", 401, 403, 422))
def list_accounts(request: Request) -> Response:
    """Every account and its roles; a role without a programme holds in all."""
    slugs = _slugs(request)
    return _said(request, {"accounts": [_account(each, slugs) for each in accounts_of(request).everyone()]})


@router.get("/tokens", responses=openapi.answers(200, "The tokens.", 401, 403, 422))
def list_tokens(request: Request) -> Response:
    """Every API token but its secret, the newest first."""
    slugs = _slugs(request)
    found = [
        {
            "mark": each.mark,
            "name": each.token.name,
            "role": each.token.role,
            "programme": slugs[each.token.programme or ALL],
            "created_at": instants.show(each.created_at),
        }
        for each in service(request).tokens()
    ]
    return _said(request, {"tokens": found})


@router.get("/people", responses=openapi.answers(200, "The people.", 401, 403, 422))
def list_people(request: Request) -> Response:
    """Everyone in the register whose name was not erased."""
    _slugs(request)
    with reading(service(request).engine) as connection:
        found = people.list_people(connection)
    return _said(request, {"people": [{"id": id_, "name": name} for id_, name in found]})


def _slugs(request: Request) -> dict[int, str | None]:
    """The ids of all programmes, to a manager of them all. Raises NoToken, BadToken or WrongRole."""
    with reading(service(request).engine) as connection:
        manager_of_all(request, connection, _DEED)
        return {ALL: None} | {number: slug for number, slug, _ in programmes_of(connection)}


def _account(account: Account, slugs: dict[int, str | None]) -> dict[str, Any]:
    roles = [{"role": role, "programme": slugs[number]} for number, role in sorted(account.roles.items())]
    names = ("id", "name", "sign_in", "issuer", "disabled")
    return {name: getattr(account, name) for name in names} | {"roles": roles}


def _said(request: Request, said: dict[str, Any]) -> Response:
    mergerlog = service(request)
    return plain(mergerlog, mergerlog.ask(), said)
