"""Who asks: their role in a programme, or what the deployment lets anyone do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request
from sqlalchemy import Connection

from api.http.problems import BadToken, NoToken, NotYours, WrongRole
from api.http.session import signed_in
from api.services.mergerlog import Mergerlog
from domain.refusals import Refusal
from projections.accounts import tokens
from projections.accounts.accounts import ALL
from projections.accounts.tokens import Token
from projections.database.connections import reading
from projections.log import programmes
from projections.log.programmes import NoSuchProgramme


@dataclass(frozen=True)
class Bearer:
    """Who asks: the bearer of a token, or someone who is signed in."""

    name: str
    """The name that entries are recorded by."""
    roles: Mapping[int, str]
    """By the number of a programme, ALL for all."""

    def role_in(self, programme: int | None) -> str | None:
        """The role in a programme, if any: its own before that in all; None is what belongs to all."""
        return self.roles.get(ALL if programme is None else programme) or self.roles.get(ALL)

    def manages(self, programme: int | None) -> bool:
        """Whether a programme is theirs to manage; None: whether all are."""
        return self.role_in(programme) == "manager"


def token_of(request: Request, connection: Connection) -> Token | None:
    """What the request's token lets its bearer do; None where it has none. Raises BadToken."""
    secret = _secret_of(request)
    if not secret:
        return None
    token = tokens.find_token(connection, secret)
    if token is None:
        raise BadToken
    return token


def _secret_of(request: Request) -> str:
    """The secret of the request's token, or an empty text."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""


def bearer(request: Request, connection: Connection) -> Bearer | None:
    """Who asks, if they say so. Who is signed in to the pages may read here without a token, as the links on pages
    have them do, but write nothing: a browser sends its cookie along for other sites too. Raises BadToken."""
    token = token_of(request, connection)
    if token is not None:
        return Bearer(token.name, {token.programme or ALL: token.role})
    account = signed_in(request, connection) if request.method in ("GET", "HEAD") else None
    return Bearer(account.name, account.roles) if account is not None and account.roles else None


def reads_as_public(request: Request, mergerlog: Mergerlog, connection: Connection, programme: int, slug: str) -> bool:
    """Whether a programme is read as an observer reads it. Raises NoToken, BadToken or NotYours."""
    who = bearer(request, connection)
    role = None if who is None else who.role_in(programme)
    if role is not None:
        return role == "observer"
    if mergerlog.settings.anyone_reads:
        return True
    if who is None:
        raise NoToken
    raise NotYours(slug=slug)


def unknown_programme(request: Request, mergerlog: Mergerlog, error: NoSuchProgramme) -> Refusal:
    """The refusal of a programme that is not there: the same as for one that is there and not the asker's to read,
    so that nobody learns which programmes there are."""
    if mergerlog.settings.anyone_reads:
        return error
    with reading(mergerlog.engine) as connection:
        who = bearer(request, connection)
    if who is None:
        return NoToken()
    return error if who.role_in(None) is not None else NotYours(slug=error.words["slug"])


def reader(request: Request, mergerlog: Mergerlog, connection: Connection) -> Bearer | None:
    """Whoever may read what belongs to no programme. Raises NoToken or BadToken."""
    who = bearer(request, connection)
    if who is None and not mergerlog.settings.anyone_reads:
        raise NoToken
    return who


def manager(request: Request, connection: Connection, deed: str) -> Bearer:
    """A manager of some programme, or of all. Raises NoToken, BadToken or WrongRole."""
    who = bearer(request, connection)
    if who is None:
        raise NoToken
    if "manager" not in who.roles.values():
        raise WrongRole(deed=deed, role="manager")
    return who


def manager_of_all(request: Request, connection: Connection, deed: str) -> Bearer:
    """A manager of every programme, and so of the deployment. Raises NoToken, BadToken or WrongRole."""
    who = manager(request, connection, deed)
    if not who.manages(None):
        raise WrongRole(deed=deed, role="manager of all programmes")
    return who


def manager_of(request: Request, mergerlog: Mergerlog, programme: str, deed: str) -> str:
    """The name of the manager of a programme who asks. Raises NoToken, BadToken, WrongRole or NotYours."""
    with reading(mergerlog.engine) as connection:
        return manager_in(request, connection, programme, deed)


def manager_in(request: Request, connection: Connection, programme: str, deed: str) -> str:
    """The same, looked up in a transaction that is open already."""
    who = manager(request, connection, deed)
    if not who.manages(None) and not who.manages(programmes.programme_number(connection, programme)):
        raise NotYours(slug=programme)
    return who.name


def require_token(request: Request) -> None:
    """Refuse a request without a token before it waits for anything. Raises NoToken."""
    if not _secret_of(request):
        raise NoToken


def staff(
    request: Request,
    connection: Connection,
    programme: int,
    slug: str,
    deed: str,
    roles: tuple[str, ...] = ("manager",),
) -> Bearer:
    """Someone with one of the roles in a programme. Raises NoToken, BadToken, NotYours or WrongRole."""
    who = bearer(request, connection)
    if who is None:
        raise NoToken
    role = who.role_in(programme)
    if role is None:
        raise NotYours(slug=slug)
    if role not in roles:
        raise WrongRole(deed=deed, role=" or ".join(roles))
    return who
