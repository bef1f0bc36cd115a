"""Who asks: the bearer's role in a programme, or what the deployment lets anyone do."""

from __future__ import annotations

from fastapi import Request
from sqlalchemy import Connection

from api.rest.problems import BadToken, NoToken, NotYours, WrongRole
from api.service import Mergerlog
from projections import programmes, tokens
from projections.engine import reading
from projections.tokens import Token


def bearer(request: Request, connection: Connection) -> Token | None:
    """What the request's token lets its bearer do; None where it has none. Raises BadToken."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        return None
    token = tokens.find(connection, secret.strip())
    if token is None:
        raise BadToken
    return token


def reads_as_public(request: Request, mergerlog: Mergerlog, connection: Connection, programme: int, slug: str) -> bool:
    """Whether a programme is read as an observer reads it. Raises NoToken, BadToken or NotYours."""
    token = bearer(request, connection)
    role = None if token is None else token.role_in(programme)
    if role is not None:
        return role == "observer"
    if mergerlog.settings.anyone_reads:
        return True
    if token is None:
        raise NoToken
    raise NotYours(slug=slug)


def reader(request: Request, mergerlog: Mergerlog, connection: Connection) -> Token | None:
    """Whoever may read what belongs to no programme. Raises NoToken or BadToken."""
    token = bearer(request, connection)
    if token is None and not mergerlog.settings.anyone_reads:
        raise NoToken
    return token


def manager(request: Request, connection: Connection, deed: str) -> Token:
    """The bearer of a manager's token. Raises NoToken, BadToken or WrongRole."""
    token = bearer(request, connection)
    if token is None:
        raise NoToken
    if token.role != "manager":
        raise WrongRole(deed=deed, role="manager")
    return token


def manager_of(request: Request, mergerlog: Mergerlog, programme: str, deed: str) -> str:
    """The name of the manager of a programme whose token it is. Raises NoToken, BadToken, WrongRole or NotYours."""
    with reading(mergerlog.engine) as connection:
        token = manager(request, connection, deed)
        if token.programme is not None and token.programme != programmes.number(connection, programme):
            raise NotYours(slug=programme)
    return token.name


def staff(
    request: Request,
    connection: Connection,
    programme: int,
    slug: str,
    deed: str,
    roles: tuple[str, ...] = ("manager",),
) -> Token:
    """The bearer of a token with one of the roles in a programme. Raises NoToken, BadToken, NotYours or WrongRole."""
    token = bearer(request, connection)
    if token is None:
        raise NoToken
    role = token.role_in(programme)
    if role is None:
        raise NotYours(slug=slug)
    if role not in roles:
        raise WrongRole(deed=deed, role=" or ".join(roles))
    return token
