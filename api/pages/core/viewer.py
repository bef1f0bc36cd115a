"""Who looks at a page: someone signed in, the bearer of a token, or anyone."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request
from sqlalchemy import Connection

from api.http.access import token_of
from api.http.problems import NotYours, WrongRole
from api.http.session import mergerlog_of, signed_in
from api.pages.core.next_address import here
from projections.accounts.accounts import Account
from projections.accounts.tokens import Token


class SignInNeeded(Exception):
    """Only someone who has signed in may go on. `next` is the page to go on to then."""

    def __init__(self, next_: str) -> None:
        super().__init__(next_)
        self.next = next_
        self.is_lost = False
        """Whether a form was sent that is too large to be kept."""


@dataclass(frozen=True)
class Viewer:
    """Who looks at a page, and what they may do."""

    account: Account | None
    token: Token | None
    anyone_reads: bool

    @property
    def name(self) -> str:
        """The name that entries are recorded by."""
        holder = self.account or self.token
        return "" if holder is None else holder.name

    def role_in(self, number: int) -> str | None:
        """The role in a programme; None for one who may not read it."""
        holder = self.account or self.token
        role = None if holder is None else holder.role_in(number)
        return role or ("observer" if self.anyone_reads else None)

    @property
    def manages_all(self) -> bool:
        """Whether accounts, tokens and programmes are theirs to manage."""
        return self.account is not None and self.account.manages_all


def viewer(request: Request, connection: Connection) -> Viewer:
    """Who looks. Raises BadToken for a token that is none."""
    account = signed_in(request, connection)
    token = None if account is not None else token_of(request, connection)
    return Viewer(account, token, mergerlog_of(request).settings.anyone_reads)


def reader_role(request: Request, who: Viewer, number: int, slug: str) -> str:
    """The role in which a programme is read. Raises SignInNeeded or NotYours."""
    role = who.role_in(number)
    if role is not None:
        return role
    if who.account is None and who.token is None:
        raise SignInNeeded(here(request))
    raise NotYours(slug=slug)


def require_manager(request: Request, who: Viewer, role: str | None, deed: str) -> None:
    """Whether someone manages the programme. Raises SignInNeeded or WrongRole."""
    if who.account is None and who.token is None:
        raise SignInNeeded(here(request))
    if role != "manager":
        raise WrongRole(deed=deed, role="manager")
