"""Accounts: a sign-in name is unique, roles are per programme or for all, and one manager of all always remains."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Connection

from projections.accounts import sessions
from projections.accounts.accounts import (
    ALL,
    Account,
    LastManager,
    NoSuchAccount,
    SignInTaken,
    add_account,
    find_account,
    find_provider_account,
    list_accounts,
    password_of,
    programmes_of,
    set_disabled,
    set_password,
    set_roles,
)
from projections.log.programmes import create_programme

NOW = 1_000_000


def holder(**roles: str) -> Account:
    """An account with roles: `all`, or `p7` for the programme with the number 7."""
    numbers = {ALL if name == "all" else int(name[1:]): role for name, role in roles.items()}
    return Account("a-1", "ada", "Ada", disabled=False, issuer=None, roles=numbers)


@pytest.mark.parametrize(
    ("account", "role"),
    [
        (holder(), None),
        (holder(p8="manager"), None),
        (holder(p7="member"), "member"),
        (holder(all="observer"), "observer"),
        (holder(all="manager", p7="observer"), "observer"),
        (holder(all="observer", p7="manager"), "manager"),
    ],
)
def test_the_role_in_a_programme_goes_before_the_role_in_all(account: Account, role: str | None) -> None:
    assert account.role_in(7) == role


@pytest.mark.parametrize(
    ("account", "manages"),
    [
        (holder(all="manager"), True),
        (holder(all="member"), False),
        (holder(p7="manager"), False),
        (holder(), False),
    ],
)
def test_only_a_manager_of_all_programmes_manages_accounts(account: Account, manages: bool) -> None:
    assert account.manages_all is manages


def test_a_new_account_has_no_role_and_may_sign_in(connection: Connection) -> None:
    id_ = add_account(connection, "Ada", NOW, sign_in="ada", password="hashed")
    assert find_account(connection, id_) == Account(id_, "ada", "Ada", disabled=False, issuer=None, roles={})
    assert password_of(connection, "ada") == (id_, "hashed")


def test_a_sign_in_name_is_kept_in_lower_case_without_spaces_around_it(connection: Connection) -> None:
    id_ = add_account(connection, "Ada", NOW, sign_in="  Ada.L ", password="hashed")
    assert find_account(connection, id_).sign_in == "ada.l"
    assert password_of(connection, " ADA.l ") == (id_, "hashed")


def test_a_sign_in_name_that_differs_only_in_case_is_taken(connection: Connection) -> None:
    add_account(connection, "Ada", NOW, sign_in="ada", password="1")
    with pytest.raises(SignInTaken, match='"ada" is there already'):
        add_account(connection, "Another", NOW, sign_in=" ADA", password="2")
    assert [account.name for account in list_accounts(connection)] == ["Ada"]


def test_accounts_of_a_provider_have_no_sign_in_name_and_do_not_take_one(connection: Connection) -> None:
    for subject in ("1", "2"):
        add_account(connection, f"Person {subject}", NOW, issuer="https://id.example", subject=subject)
    assert [account.sign_in for account in list_accounts(connection)] == [None, None]


def test_a_provider_account_is_found_by_issuer_and_subject_together(connection: Connection) -> None:
    id_ = add_account(connection, "Ada", NOW, issuer="https://id.example", subject="1")
    account = find_provider_account(connection, "https://id.example", "1")
    assert account is not None
    assert (account.id, account.issuer) == (id_, "https://id.example")
    assert find_provider_account(connection, "https://id.example", "2") is None
    assert find_provider_account(connection, "https://other.example", "1") is None


def test_no_password_is_found_where_the_account_has_none_or_is_disabled(connection: Connection) -> None:
    add_account(connection, "Ada", NOW, sign_in="ada")
    closed = add_account(connection, "Bob", NOW, sign_in="bob", password="hashed")
    set_disabled(connection, closed, disabled=True)
    assert password_of(connection, "ada") is None
    assert password_of(connection, "bob") is None
    assert password_of(connection, "nobody") is None
    set_disabled(connection, closed, disabled=False)
    assert password_of(connection, "bob") == (closed, "hashed")


def test_accounts_are_listed_by_name(connection: Connection) -> None:
    for name in ("Cleo", "Ada", "Bob"):
        add_account(connection, name, NOW, sign_in=name)
    assert [account.name for account in list_accounts(connection)] == ["Ada", "Bob", "Cleo"]


def test_roles_that_are_set_replace_those_before(connection: Connection) -> None:
    ada, bob = (add_account(connection, name, NOW, sign_in=name) for name in ("ada", "bob"))
    set_roles(connection, bob, {1: "member"})
    set_roles(connection, ada, {1: "member", 2: "observer"})
    set_roles(connection, ada, {2: "manager"})
    assert find_account(connection, ada).roles == {2: "manager"}
    set_roles(connection, ada, {})
    assert find_account(connection, ada).roles == {}
    assert find_account(connection, bob).roles == {1: "member"}


def test_a_password_that_is_set_replaces_the_one_before(connection: Connection) -> None:
    ada, bob = (add_account(connection, name, NOW, sign_in=name, password="old") for name in ("ada", "bob"))
    set_password(connection, ada, "new")
    assert password_of(connection, "ada") == (ada, "new")
    assert password_of(connection, "bob") == (bob, "old")


@pytest.mark.parametrize(
    "alter",
    [
        lambda connection, id_: set_roles(connection, id_, {1: "member"}),
        lambda connection, id_: set_disabled(connection, id_, disabled=True),
        lambda connection, id_: set_disabled(connection, id_, disabled=False),
        lambda connection, id_: set_password(connection, id_, "new"),
    ],
)
def test_an_account_that_is_altered_is_signed_out_everywhere_and_no_other_is(
    connection: Connection, alter: Callable[[Connection, str], None]
) -> None:
    ada, bob = (add_account(connection, name, NOW, sign_in=name, password="p") for name in ("ada", "bob"))
    first, second, other = (sessions.begin_session(connection, id_, NOW) for id_ in (ada, ada, bob))
    alter(connection, ada)
    assert [sessions.account_of(connection, secret, NOW) for secret in (first, second, other)] == [None, None, bob]


@pytest.mark.parametrize(
    "alter",
    [
        find_account,
        lambda connection, id_: set_roles(connection, id_, {}),
        lambda connection, id_: set_disabled(connection, id_, disabled=True),
        lambda connection, id_: set_password(connection, id_, "new"),
    ],
)
def test_an_account_that_is_not_there_is_named(
    connection: Connection, alter: Callable[[Connection, str], object]
) -> None:
    with pytest.raises(NoSuchAccount, match='no account "a-none"'):
        alter(connection, "a-none")


def manager(connection: Connection, name: str) -> str:
    """A new account that manages every programme."""
    id_ = add_account(connection, name, NOW, sign_in=name, password="p")
    set_roles(connection, id_, {ALL: "manager"})
    return id_


def test_the_last_manager_of_all_can_neither_be_disabled_nor_lose_the_role(connection: Connection) -> None:
    last = manager(connection, "ada")
    bob = add_account(connection, "Bob", NOW, sign_in="bob", password="p")
    set_roles(connection, bob, {1: "manager", ALL: "member"})
    with pytest.raises(LastManager):
        set_disabled(connection, last, disabled=True)
    with pytest.raises(LastManager):
        set_roles(connection, last, {1: "manager", ALL: "member"})
    assert find_account(connection, last) == Account(last, "ada", "ada", False, None, {ALL: "manager"})


def test_the_last_manager_of_all_may_be_given_a_role_more(connection: Connection) -> None:
    last = manager(connection, "ada")
    set_roles(connection, last, {ALL: "manager", 1: "observer"})
    assert find_account(connection, last).roles == {ALL: "manager", 1: "observer"}


def test_a_manager_of_all_can_go_where_another_can_sign_in(connection: Connection) -> None:
    first, second = manager(connection, "ada"), manager(connection, "bob")
    set_disabled(connection, first, disabled=True)
    assert find_account(connection, first).disabled
    with pytest.raises(LastManager):  # the other manager cannot sign in
        set_disabled(connection, second, disabled=True)
    set_roles(connection, first, {})  # it could not sign in anyway
    assert find_account(connection, first).roles == {}


def test_programmes_that_a_role_can_be_given_in_are_listed_by_id(connection: Connection) -> None:
    for slug, name in (("north-west", "North West"), ("east", "East")):
        create_programme(connection, slug, name)
    assert programmes_of(connection) == [(2, "east", "East"), (1, "north-west", "North West")]
