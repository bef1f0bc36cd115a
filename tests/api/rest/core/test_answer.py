"""Answers that are kept: given without a thread on SQLite, and never to the wrong viewer or of a shorter log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from anyio import to_thread

from api.rest.core.answer import Answer, AnswerCache
from domain.changes.coordinates import resolve_question
from projections.log.as_of import point_at_place
from projections.log.head import Head
from tests.support.deployments import Deployment
from tests.support.examples import amend, record, start, world


@pytest.fixture
def handed_over(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was handed to a thread of its own, by the name of the function."""
    names: list[str] = []
    run = to_thread.run_sync

    async def noting(call: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        names.append(getattr(call, "__name__", ""))
        return await run(call, *arguments, **options)

    monkeypatch.setattr(to_thread, "run_sync", noting)
    return names


def test_only_the_first_to_ask_waits_for_a_thread(on_sqlite: Deployment, handed_over: list[str]) -> None:
    programme = world(on_sqlite)
    path = f"/programmes/{programme}/units/nw-bcu"
    first, second = (on_sqlite.get(path) for _ in range(2))
    assert (first.content, handed_over.count("read")) == (second.content, 1)
    record(on_sqlite, programme, start("unit-renamed", "nw-bcu", name="Another name"))
    third = on_sqlite.get(path)
    assert (third.content != first.content, handed_over.count("read")) == (True, 2)


def test_an_answer_that_was_kept_for_a_member_is_not_an_observers(on_sqlite: Deployment) -> None:
    programme = world(on_sqlite)
    record(on_sqlite, programme, start("unit-renamed", "nw-bcu", id="secret", name="A secret name", restricted=True))
    path = f"/programmes/{programme}/structure"
    for _ in range(2):
        assert "A secret name" in on_sqlite.get(path, "member").text
        assert "A secret name" not in on_sqlite.get(path, "observer").text
    assert on_sqlite.client.get(f"/v1{path}").status_code == 401
    record(on_sqlite, programme, amend("change-released", "secret"))
    assert "A secret name" in on_sqlite.get(path, "observer").text


def test_an_answer_is_found_only_at_its_own_point() -> None:
    """The point has the question, the viewer, how far the log is and how many names were erased."""
    answers = AnswerCache()
    question = resolve_question(0, effective_on="2018-05-01")
    head = Head(1, 7, 0, None, hides=False)
    now = point_at_place(head, question, 7)
    answers.put("/a", Answer(now, b"xx", None))
    assert answers.get("/a", now) == Answer(now, b"xx", None)
    others = [
        replace(now, public=True),
        replace(now, head=replace(head, position=8)),
        replace(now, head=replace(head, erased=1)),
        replace(now, head=replace(head, programme=2)),
        replace(now, position=6),
        replace(now, question=resolve_question(0, effective_on="2018-05-02")),
    ]
    assert [answers.get("/a", point) for point in others] == [None] * len(others)
    assert answers.get("/b", now) is None
    assert (answers.may_have("/a"), answers.may_have("/b")) == (True, False)


def test_a_quick_answer_is_kept_when_it_is_asked_for_again() -> None:
    answers = AnswerCache()
    now = point_at_place(Head(1, 7, 0, None, hides=False), resolve_question(0), 7)
    later = replace(now, head=replace(now.head, position=8))
    for point in (now, later):
        found = []
        for _ in range(3):
            found.append(answers.get("/a", point))
            answers.put("/a", Answer(point, b"xx", '"tag"'), when_asked_again=True)
        assert found == [None, None, Answer(point, b"xx", '"tag"')]


def test_a_member_and_an_observer_do_not_push_each_other_out() -> None:
    answers = AnswerCache()
    now = point_at_place(Head(1, 7, 0, None, hides=True), resolve_question(0), 7)
    public = replace(now, public=True)
    answers.put("/a", Answer(now, b"all", None))
    answers.put("/a", Answer(public, b"some", None))
    assert [found and found.body for found in (answers.get("/a", now), answers.get("/a", public))] == [b"all", b"some"]


def test_long_addresses_count_towards_the_memory_of_the_answers() -> None:
    answers = AnswerCache(most_bytes=100_000)
    now = point_at_place(Head(1, 7, 0, None, hides=False), resolve_question(0), 7)
    for number in range(200):
        answers.put(f"/{number}{'x' * 10_000}", Answer(now, b"xx", None))
    kept = sum(answers.may_have(f"/{number}{'x' * 10_000}") for number in range(200))
    assert 0 < kept < 10


def test_an_answer_with_a_scenario_is_neither_kept_nor_given_from_what_was_kept(on_sqlite: Deployment) -> None:
    programme = world(on_sqlite)
    path = f"/programmes/{programme}"
    on_sqlite.post(f"{path}/scenarios", {"id": "a", "name": "A"})
    drafted = start("unit-renamed", "nw-bcu", "2018-03-01", id="first", name="Only supposed")
    assert on_sqlite.post(f"{path}/scenarios/a/entries", drafted).status_code == 201
    asked = {
        "structure": {},
        "units/nw-bcu": {},
        "structure/compare": {"effective_on": "2018-06-01", "to_effective_on": "2018-02-01"},
    }
    for what, given in asked.items():
        with_draft = [on_sqlite.get(f"{path}/{what}", scenario="a", **given) for _ in range(2)]
        assert all("Only supposed" in each.text for each in with_draft), what
        assert {each.headers["cache-control"] for each in with_draft} == {"no-store"}
        assert "Only supposed" not in on_sqlite.get(f"{path}/{what}", **given).text
    on_sqlite.client.delete(f"/v1{path}/scenarios/a/entries/first", headers=on_sqlite.headers())
    assert "Only supposed" not in on_sqlite.get(f"{path}/structure", scenario="a").text


def test_a_comparison_is_settled_only_where_both_of_its_sides_are(on_sqlite: Deployment) -> None:
    programme = world(on_sqlite)
    on_sqlite.time.at += timedelta(days=3)
    record(on_sqlite, programme, start("unit-renamed", "nw-bcu", name="Another name"))
    path = f"/programmes/{programme}/structure/compare"
    past, today = "2018-06-05", "2018-06-07"
    for given, settled in (
        ({"known_on": past, "to_known_on": past}, True),
        ({"known_on": past, "to_known_on": today}, False),
        ({"known_on": today, "to_known_on": past}, False),
    ):
        for _ in range(2):  # made, and from the cache
            assert ("etag" in on_sqlite.get(path, **given).headers) == settled, given
