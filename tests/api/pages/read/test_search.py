"""Search: what is called this, and which entries say it; and one page a person."""

from __future__ import annotations

import csv
import io

import pytest
from fastapi.testclient import TestClient

from api.app import build_app
from tests.support.deployments import Deployment
from tests.support.examples import NAME, PERSON, record, start, world

Rows = list[dict[str, str]]


@pytest.fixture
def client(on_sqlite: Deployment) -> TestClient:
    return TestClient(build_app(on_sqlite.mergerlog), headers=on_sqlite.headers())


@pytest.fixture
def programme(on_sqlite: Deployment) -> str:
    slug = world(on_sqlite)
    details = {"person": PERSON, "tenure": "acting"}
    record(on_sqlite, slug, start("leader-appointed", "commander", "2018-02", id="lead", details=details))
    return slug


def table(client: TestClient, path: str) -> Rows:
    return list(csv.DictReader(io.StringIO(client.get(path).text.removeprefix("\ufeff"))))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("brent", [("area", "Brent"), ("unit", "Brent Command")]),
        ("com brent", [("unit", "Brent Command")]),
        ("BRENT x", []),
        ("rent", []),
        ("response", [("team", "Response A"), ("team", "Response B")]),
        ("simon", [("person", NAME)]),
        ("", []),
        ("  ", []),
    ],
)
def test_what_is_called_this_begins_with_each_of_the_words(
    client: TestClient, programme: str, query: str, names: list[tuple[str, str]]
) -> None:
    rows = table(client, f"/programmes/{programme}/search.csv?q={query}")
    assert sorted((row["what"], row["name"]) for row in rows if row["what"] != "entry") == names


def test_a_person_whom_no_entry_of_the_programme_names_is_not_listed(client: TestClient, on_sqlite: Deployment) -> None:
    other = world(on_sqlite)
    rows = table(client, f"/programmes/{other}/search.csv?q=simon")
    assert [row for row in rows if row["what"] == "person"] == []


@pytest.mark.parametrize(("query", "status"), [("a" * 200, 200), ("a" * 201, 422), ("a%00b", 422)])
def test_a_search_is_for_at_most_two_hundred_characters(
    client: TestClient, programme: str, query: str, status: int
) -> None:
    assert client.get(f"/programmes/{programme}/search?q={query}").status_code == status


def test_a_person_has_the_posts_that_they_hold_and_the_entries_that_name_them(
    client: TestClient, programme: str
) -> None:
    rows = table(client, f"/programmes/{programme}/people/{PERSON}.csv")
    assert [(row["what"], row["name"], row["id"] or "") for row in rows] == [
        ("post held", "Commander", ""),
        ("entry", "Commander", "lead"),
    ]


def test_a_person_holds_no_post_on_a_day_before_they_were_appointed(client: TestClient, programme: str) -> None:
    rows = table(client, f"/programmes/{programme}/people/{PERSON}.csv?effective_on=2018-01-31")
    assert [row["what"] for row in rows] == ["entry"]


def test_a_person_whom_no_entry_names_has_no_page(client: TestClient, programme: str) -> None:
    assert client.get(f"/programmes/{programme}/people/p-0000").status_code == 404
