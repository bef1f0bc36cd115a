"""API tokens: the secret is shown once, the database has its hash, and a token holds in one programme or in all."""

from __future__ import annotations

import hashlib
import re

import pytest
from sqlalchemy import Connection, select

from projections.accounts.tokens import ListedToken, Token, add_token, find_token, list_tokens, withdraw_token
from projections.database.tables import token


@pytest.mark.parametrize(
    ("programme", "asked", "role"),
    [(None, 1, "member"), (1, 1, "member"), (1, 2, None), (2, 1, None)],
)
def test_a_token_has_its_role_in_its_programme_or_in_all(programme: int | None, asked: int, role: str | None) -> None:
    assert Token("import", "member", programme).role_in(asked) == role


def test_a_token_is_found_by_its_secret(connection: Connection) -> None:
    first = add_token(connection, "import", "member", 3, 10)
    second = add_token(connection, "watch", "observer", None, 20)
    assert find_token(connection, first) == Token("import", "member", 3)
    assert find_token(connection, second) == Token("watch", "observer", None)
    assert find_token(connection, f"{first}x") is None


def test_a_secret_has_192_random_bits_and_says_whose_it_is(connection: Connection) -> None:
    secrets = {add_token(connection, "import", "member", None, 10) for _ in range(3)}
    assert len(secrets) == 3
    for secret in secrets:
        assert re.fullmatch(r"mergerlog_[A-Za-z0-9_-]{32}", secret)  # 32 letters of 6 bits


def test_the_database_holds_the_hash_of_a_secret_alone(connection: Connection) -> None:
    secret = add_token(connection, "import", "member", 3, 10)
    row = connection.execute(select(token)).one()
    assert tuple(row) == (hashlib.sha256(secret.encode()).hexdigest(), "import", "member", 3, 10)


def test_tokens_are_listed_from_the_newest_with_the_mark_of_each(connection: Connection) -> None:
    old, new = (add_token(connection, name, "member", None, at) for name, at in (("old", 10), ("new", 20)))
    marks = [hashlib.sha256(secret.encode()).hexdigest()[:16] for secret in (new, old)]
    assert list_tokens(connection) == [
        ListedToken(marks[0], Token("new", "member", None), 20),
        ListedToken(marks[1], Token("old", "member", None), 10),
    ]


def test_a_token_that_is_withdrawn_is_found_no_more_and_the_others_are(connection: Connection) -> None:
    gone, kept = (add_token(connection, name, "member", None, 10) for name in ("gone", "kept"))
    mark = hashlib.sha256(gone.encode()).hexdigest()[:16]
    assert withdraw_token(connection, mark) is True
    assert find_token(connection, gone) is None
    assert find_token(connection, kept) == Token("kept", "member", None)
    assert withdraw_token(connection, mark) is False


@pytest.mark.parametrize("length", [0, 15, 17, 64])
def test_a_token_is_withdrawn_by_its_whole_mark_only(connection: Connection, length: int) -> None:
    secret = add_token(connection, "import", "member", None, 10)
    assert withdraw_token(connection, hashlib.sha256(secret.encode()).hexdigest()[:length]) is False
    assert find_token(connection, secret) is not None
