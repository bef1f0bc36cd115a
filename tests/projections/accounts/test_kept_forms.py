"""A form that came too late is kept for an hour, for the browser that sent it, within a bound."""

from __future__ import annotations

import hashlib

import pytest
from sqlalchemy import Connection, func, select

from projections.accounts.kept_forms import MOST, MOST_BYTES, forget_forms, keep_form, kept_content, kept_form

NOW = 7_000_000
HOUR = 3_600_000_000


@pytest.mark.parametrize(("after", "content"), [(0, b"form"), (HOUR - 1, b"form"), (HOUR, None)])
def test_a_form_is_kept_for_an_hour(connection: Connection, after: int, content: bytes | None) -> None:
    key = keep_form(connection, "browser", "/record", b"form", NOW)
    assert kept_content(connection, "browser", key, "/record", NOW + after) == content


@pytest.mark.parametrize(
    ("browser", "path", "changed"),
    [("another", "/record", ""), ("browser", "/amend", ""), ("browser", "/record", "x"), ("\ud800", "/record", "")],
)
def test_a_form_is_given_back_to_its_browser_its_path_and_its_key_only(
    connection: Connection, browser: str, path: str, changed: str
) -> None:
    key = keep_form(connection, "browser", "/record", b"form", NOW)
    assert kept_content(connection, browser, key + changed, path, NOW) is None
    assert kept_content(connection, "browser", key, "/record", NOW) == b"form"


def test_the_database_holds_the_hashes_of_key_and_browser(connection: Connection) -> None:
    key = keep_form(connection, "browser", "/record", b"form", NOW)
    hashes = [hashlib.sha256(secret.encode()).hexdigest() for secret in (key, "browser")]
    assert tuple(connection.execute(select(kept_form)).one()) == (*hashes, "/record", b"form", 4, NOW + HOUR)


def test_forms_that_are_over_are_removed_when_another_comes(connection: Connection) -> None:
    keep_form(connection, "browser", "/over", b"1", NOW)
    keep_form(connection, "browser", "/lasting", b"2", NOW + 1)
    keep_form(connection, "browser", "/new", b"3", NOW + HOUR)
    paths = connection.scalars(select(kept_form.c.path).order_by(kept_form.c.ends_at)).all()
    assert paths == ["/lasting", "/new"]


def test_the_forms_of_a_browser_are_forgotten_and_no_others(connection: Connection) -> None:
    keys = [keep_form(connection, browser, "/record", b"form", NOW) for browser in ("a", "a", "b")]
    forget_forms(connection, "a")
    kept = [kept_content(connection, browser, key, "/record", NOW) for browser, key in zip("aab", keys, strict=True)]
    assert kept == [None, None, b"form"]


def test_the_oldest_form_makes_room_where_there_are_too_many(connection: Connection) -> None:
    keys = [keep_form(connection, "b", "/", b"x", NOW + number) for number in range(MOST)]
    assert kept_content(connection, "b", keys[0], "/", NOW) == b"x", "so many are kept"
    keys.append(keep_form(connection, "b", "/", b"x", NOW + MOST))
    assert connection.scalar(select(func.count()).select_from(kept_form)) == MOST
    kept = [kept_content(connection, "b", keys[number], "/", NOW + MOST) for number in (0, 1, MOST)]
    assert kept == [None, b"x", b"x"]


@pytest.mark.parametrize(("over", "kept"), [(0, [True, True, True]), (1, [False, True, True])])
def test_the_oldest_form_makes_room_where_they_are_too_large(
    connection: Connection, over: int, kept: list[bool]
) -> None:
    contents = [b"x" * (MOST_BYTES // 2), b"y" * (MOST_BYTES // 2 - 1), b"z" * (1 + over)]
    keys = [keep_form(connection, "b", "/", content, NOW + number) for number, content in enumerate(contents)]
    assert [kept_content(connection, "b", key, "/", NOW + 9) is not None for key in keys] == kept


def test_the_newest_form_is_kept_where_it_is_as_old_as_the_others(connection: Connection) -> None:
    """Forms of one instant are in no order of their own, and the one just sent is the one that is asked for."""
    for _ in range(MOST + 5):
        key = keep_form(connection, "b", "/", b"x", NOW)
        assert kept_content(connection, "b", key, "/", NOW) == b"x"
