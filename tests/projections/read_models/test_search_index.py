"""The full-text index: the words of an entry, and the words of a query."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from sqlalchemy import insert, select
from sqlalchemy.dialects import postgresql

from domain.log.parsing import read_entry
from projections.database.connections import connect_in_memory
from projections.read_models.search_index import create_search_index, holds_words, query_words, words, words_of
from tests.support.examples import PAPER, Body, amend, start

POSTGRESQL: Any = postgresql.dialect


def lines(body: Body) -> list[str]:
    return words_of(read_entry(msgspec.json.encode(body))).split("\n")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (start("site-closed", "a"), [""]),
        (start("site-closed", "a", reason="Not needed."), ["Not needed."]),
        (start("site-closed", "a", source=PAPER), [PAPER["document"], "1.23"]),
        (start("site-closed", "a", source={"document": "P", "quote": "One base."}), ["P", "One base."]),
        (start("site-opened", "a", name="A", address="1 High Road", area="brent"), ["A", "1 High Road"]),
        (start("area-defined", "a", name="A", area_type="ward", gss_code="E05"), ["A", "E05"]),
        (start("milestone-set", "m", title="M", workstream="Estates", owner="x"), ["M", "Estates"]),
        (start("leader-appointed", "x", person="p-1", tenure="acting", rank="Inspector"), ["Inspector", "p-1"]),
        (start("site-stated", "a", text="It stays open."), ["It stays open."]),
        (amend("change-withdrawn", "c", reason="No money."), ["No money."]),
        (amend("change-corrected", "c", reason="R", details={"name": "B", "uses": ["custody"]}), ["R", "B"]),
    ],
)
def test_the_words_of_an_entry_are_a_line_each(body: Body, expected: list[str]) -> None:
    assert lines(body) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", []),
        (" -- !", []),
        ("Wembley", ["wembley"]),
        ("response base", ["response", "base"]),
        ("000_7d4eb8d4.txt", ["000", "7d4eb8d4", "txt"]),
        ('"base" OR *', ["base", "or"]),
        ("STRASSE Straße", ["strasse", "strasse"]),
        (" ".join("abcdefghijklmn"), list("abcdefghijkl")),
    ],
)
def test_the_words_of_a_query_are_plain_and_at_most_twelve(query: str, expected: list[str]) -> None:
    assert query_words(query) == expected


ENTRIES = {1: "One response base at Wembley", 2: "A base for response", 3: "Wembléy custody"}


@pytest.mark.parametrize(
    ("tokens", "phrase", "places"),
    [
        (["base"], False, [1, 2]),
        (["base", "response"], False, [1, 2]),
        (["base", "wemb"], False, [1]),
        (["ase"], False, []),
        (["response", "base"], True, [1]),
        (["respons"], True, []),
        (["wembley"], False, [1, 3]),
        (["nothing"], False, []),
    ],
)
def test_an_entry_holds_every_word_by_its_beginning_or_the_phrase_as_it_is(
    tokens: list[str], phrase: bool, places: list[int]
) -> None:
    with connect_in_memory().connect() as connection:
        create_search_index(connection)
        create_search_index(connection)
        connection.execute(insert(words), [{"rowid": place, "said": text} for place, text in ENTRIES.items()])
        query = select(words.c.rowid).where(holds_words("sqlite", tokens, phrase=phrase)).order_by(words.c.rowid)
        assert list(connection.scalars(query)) == places


@pytest.mark.parametrize(("phrase", "wanted"), [(False, "'response':* & 'base':*"), (True, "'response' <-> 'base'")])
def test_postgresql_is_asked_in_its_own_way(phrase: bool, wanted: str) -> None:
    compiled: Any = holds_words("postgresql", ["response", "base"], phrase=phrase).compile(dialect=POSTGRESQL())
    assert list(compiled.params.values()) == [wanted]
    assert " @@ to_tsquery('simple', " in str(compiled)
