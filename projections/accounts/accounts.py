"""Accounts: people who sign in, by a password or by an identity provider, each with a role in programmes."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    delete,
    insert,
    select,
    update,
)

from domain.refusals import Refusal
from projections.accounts import sessions
from projections.database.tables import metadata, programme

GrantedRole = Literal["manager", "member", "observer"]

account = Table(
    "account",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("sign_in", Text, unique=True),
    Column("name", Text, nullable=False),
    Column("password", Text),
    Column("issuer", Text),
    Column("subject", Text),
    Column("disabled", Boolean, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    UniqueConstraint("issuer", "subject"),
)
"""`sign_in` is what its holder types, where there is a password; `issuer` and `subject` are an identity provider's."""

account_role = Table(
    "account_role",
    metadata,
    Column("account", String(40), primary_key=True),
    Column("programme", Integer, primary_key=True, autoincrement=False),
    Column("role", Text, nullable=False),
)
"""A role in a programme, by its number; 0 stands for all of them."""

ALL = 0
_FIELDS = (account.c.id, account.c.sign_in, account.c.name, account.c.disabled, account.c.issuer)


class SignInTaken(Refusal):
    """An account with the sign-in name "{sign_in}" is there already. Choose another."""


class NoSuchAccount(Refusal):
    """There is no account "{id}"."""


class LastManager(Refusal):
    """This is the only account that manages every programme and can sign in. Make another one first."""


@dataclass(frozen=True)
class Account:
    """An account, and its roles by the number of a programme, 0 for all."""

    id: str
    sign_in: str | None
    name: str
    disabled: bool
    issuer: str | None
    roles: dict[int, str]

    def role_in(self, number: int) -> str | None:
        """The role in a programme, if any: its own before that in all."""
        return self.roles.get(number) or self.roles.get(ALL)

    @property
    def manages_all(self) -> bool:
        """Whether it manages every programme, and so accounts and tokens too."""
        return self.roles.get(ALL) == "manager"


def add_account(connection: Connection, name: str, now: int, **given: str | None) -> str:
    """Make an account: `sign_in` and `password` (hashed), or `issuer` and `subject`. Raises SignInTaken."""
    sign_in = given.get("sign_in")
    if sign_in is not None:
        given["sign_in"] = sign_in = sign_in.strip().lower()
        if connection.scalar(select(account.c.id).where(account.c.sign_in == sign_in)) is not None:
            raise SignInTaken(sign_in=sign_in)
    id_ = f"a-{secrets.token_hex(8)}"
    connection.execute(insert(account), [{"id": id_, "name": name, "disabled": False, "created_at": now, **given}])
    return id_


def find_account(connection: Connection, id_: str) -> Account:
    """An account. Raises NoSuchAccount."""
    row = connection.execute(select(*_FIELDS).where(account.c.id == id_)).one_or_none()
    if row is None:
        raise NoSuchAccount(id=id_)
    return Account(*row, roles=_roles(connection, id_))


def password_of(connection: Connection, sign_in: str) -> tuple[str, str] | None:
    """The id and the hashed password of an account that may sign in by one."""
    row = connection.execute(
        select(account.c.id, account.c.password).where(
            account.c.sign_in == sign_in.strip().lower(), account.c.password.is_not(None), ~account.c.disabled
        )
    ).one_or_none()
    return None if row is None else (row.id, row.password)


def find_provider_account(connection: Connection, issuer: str, subject: str) -> Account | None:
    """The account of someone whom an identity provider knows."""
    here = (account.c.issuer == issuer, account.c.subject == subject)
    id_ = connection.scalar(select(account.c.id).where(*here))
    return None if id_ is None else find_account(connection, id_)


def list_accounts(connection: Connection) -> list[Account]:
    """Every account, by name."""
    ids = connection.scalars(select(account.c.id).order_by(account.c.name, account.c.id)).all()
    return [find_account(connection, id_) for id_ in ids]


def set_roles(connection: Connection, id_: str, roles: dict[int, str]) -> None:
    """Give an account these roles and no others, and end its sessions. Raises NoSuchAccount or LastManager."""
    _keep_a_manager(connection, find_account(connection, id_), still=roles.get(ALL) == "manager")
    connection.execute(delete(account_role).where(account_role.c.account == id_))
    if roles:
        rows = [{"account": id_, "programme": number, "role": role} for number, role in roles.items()]
        connection.execute(insert(account_role), rows)
    sessions.end_sessions(connection, id_)


def set_disabled(connection: Connection, id_: str, disabled: bool) -> None:
    """Let an account sign in no more, or again, and end its sessions. Raises NoSuchAccount or LastManager."""
    _keep_a_manager(connection, find_account(connection, id_), still=not disabled)
    connection.execute(update(account).where(account.c.id == id_).values(disabled=disabled))
    sessions.end_sessions(connection, id_)


def set_password(connection: Connection, id_: str, password: str) -> None:
    """Give an account another password (hashed), and end its sessions. Raises NoSuchAccount."""
    find_account(connection, id_)
    connection.execute(update(account).where(account.c.id == id_).values(password=password))
    sessions.end_sessions(connection, id_)


def programmes_of(connection: Connection) -> list[tuple[int, str, str]]:
    """Every programme that a role can be given in: its number, id and name."""
    rows = connection.execute(select(programme.c.id, programme.c.slug, programme.c.name).order_by(programme.c.slug))
    return [(row.id, row.slug, row.name) for row in rows]


def _roles(connection: Connection, id_: str) -> dict[int, str]:
    query = select(account_role.c.programme, account_role.c.role).where(account_role.c.account == id_)
    return {row.programme: row.role for row in connection.execute(query)}


def _keep_a_manager(connection: Connection, changed: Account, *, still: bool) -> None:
    if still or not changed.manages_all or changed.disabled:
        return
    others: Iterable[Any] = (other for other in list_accounts(connection) if other.id != changed.id)
    if not any(other.manages_all and not other.disabled for other in others):
        raise LastManager
