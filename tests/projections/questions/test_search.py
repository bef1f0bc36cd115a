"""Entries that say something: newest first, as known, and as their viewer may know."""

from __future__ import annotations

import pytest

from projections.questions.search import entries_citing, entries_naming, search_entries
from tests.support.deployments import Deployment
from tests.support.examples import amend, record, start
from tests.support.views import move_clock, viewing

PAPERS = ("Plan 1", "Plan 12", "The Plan 1", "plan 1")


@pytest.fixture(scope="module")
def programme(on_sqlite: Deployment) -> str:
    """Four sites on 4 June, each from a paper of its own; two posts' holders; a restricted name on the next day."""
    move_clock(on_sqlite, "2018-06-04T08:00")
    programme = on_sqlite.programme()
    on_sqlite.mergerlog.register_person("Ann", "p-ann")
    on_sqlite.mergerlog.register_person("Ann's sister", "p-ann-2")
    sites = [
        start("site-opened", f"s{place}", id=f"s{place}", name=f"Wembley {place}", source={"document": paper})
        for place, paper in enumerate(PAPERS)
    ]
    post = [start("unit-established", "u", name="U", unit_type="bcu"), start("post-created", "x", title="X", unit="u")]
    ann, sister = (
        start("leader-appointed", "x", day, id=person, person=person, tenure="acting")
        for day, person in (("2018-02-01", "p-ann"), ("2018-03-01", "p-ann-2"))
    )
    record(on_sqlite, programme, *sites, *post, ann, sister)
    move_clock(on_sqlite, "2018-06-05T08:00")
    record(on_sqlite, programme, start("site-renamed", "s0", "2018-06-05", id="new", name="Wembley Park"))
    record(on_sqlite, programme, amend("change-restricted", "new", id="hidden", reason="Not agreed."))
    return programme


@pytest.fixture(autouse=True)
def _after_all_of_it(on_sqlite: Deployment, _clocks_as_they_come: None) -> None:
    move_clock(on_sqlite, "2018-06-05T08:00")


@pytest.mark.parametrize(
    ("query", "limit", "expected"),
    [
        ("wembley", 9, "new s3 s2 s1 s0"),
        ("wembley", 2, "new s3"),
        ("wemb park", 9, "new"),
        ("park", 9, "new"),
        ("ark", 9, ""),
        ("agreed", 9, "hidden"),
        ("", 9, ""),
        ("!", 9, ""),
    ],
)
def test_entries_that_hold_every_word_come_newest_first(
    on_sqlite: Deployment, programme: str, query: str, limit: int, expected: str
) -> None:
    with viewing(on_sqlite, programme) as view:
        assert [entry.id for entry in search_entries(view, query, limit=limit)] == expected.split()


def test_what_was_not_known_yet_and_what_is_restricted_is_not_found(on_sqlite: Deployment, programme: str) -> None:
    with (
        viewing(on_sqlite, programme, known_on="2018-06-04") as then,
        viewing(on_sqlite, programme, public=True) as now,
    ):
        assert [entry.id for entry in search_entries(then, "wembley", limit=9)] == ["s3", "s2", "s1", "s0"]
        assert [entry.id for entry in search_entries(now, "wembley", limit=9)] == ["s3", "s2", "s1", "s0"]
        assert search_entries(now, "agreed", limit=9) == []


def test_nothing_of_another_programme_is_found(on_sqlite: Deployment, programme: str) -> None:
    with viewing(on_sqlite, on_sqlite.programme()) as view:
        assert search_entries(view, "wembley", limit=9) == []
        assert entries_citing(view, "Plan 1", limit=9) == entries_naming(view, "p-ann", limit=9) == []


@pytest.mark.parametrize(("paper", "expected"), [("Plan 1", ["s0"]), ("Plan 12", ["s1"]), ("Plan", []), ("!", [])])
def test_a_paper_is_cited_by_entries_that_call_it_just_so(
    on_sqlite: Deployment, programme: str, paper: str, expected: list[str]
) -> None:
    with viewing(on_sqlite, programme) as view:
        assert [entry.id for entry in entries_citing(view, paper, limit=9)] == expected


@pytest.mark.parametrize(("person", "expected"), [("p-ann", ["p-ann"]), ("p-ann-2", ["p-ann-2"]), ("p", []), ("", [])])
def test_a_person_is_named_by_entries_that_hold_their_whole_id(
    on_sqlite: Deployment, programme: str, person: str, expected: list[str]
) -> None:
    with viewing(on_sqlite, programme) as view:
        assert [entry.id for entry in entries_naming(view, person, limit=9)] == expected


def test_no_more_citing_entries_are_given_than_are_asked_for(on_sqlite: Deployment) -> None:
    programme = on_sqlite.programme()
    source = {"document": "P"}
    record(on_sqlite, programme, *(start("site-opened", s, id=s, name=s, source=source) for s in ("a", "b", "c")))
    with viewing(on_sqlite, programme) as view:
        assert [entry.id for entry in entries_citing(view, "P", limit=2)] == ["c", "b"]
