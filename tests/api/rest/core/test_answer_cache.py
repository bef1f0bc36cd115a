"""Answers that are kept: given without a thread on SQLite, and never to the wrong viewer or of a shorter log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pytest
from anyio import to_thread

from api.rest.core.answer_cache import Answers
from projections.log.as_of import Point
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
    assert (first.content, handed_over.count("respond")) == (second.content, 1)
    record(on_sqlite, programme, start("unit-renamed", "nw-bcu", name="Another name"))
    third = on_sqlite.get(path)
    assert (third.content != first.content, handed_over.count("respond")) == (True, 2)


def test_a_brief_answer_is_kept_when_it_is_asked_for_again() -> None:
    answers, made = Answers(), []
    key = ("a", cast("Point", "now"))

    def make() -> bytes:
        made.append(1)
        return b"xx"

    assert [(answers.get(key, make, is_brief=True), len(made)) for _ in range(4)] == [
        (b"xx", 1),
        (b"xx", 2),
        (b"xx", 2),
        (b"xx", 2),
    ]


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


def test_addresses_are_known_as_long_as_an_answer_is_kept() -> None:
    answers = Answers(most_bytes=32)
    now, later = cast("list[Point]", ["now", "later"])
    for address, point in (("a", now), ("a", later), ("b", now)):
        answers.get((address, point), lambda: b"xx")
    assert answers.knows("a") and answers.knows("b") and not answers.knows("c")
    for number in range(15):
        answers.get((f"n{number}", now), lambda: b"xx")
    assert (answers.knows("a"), answers.knows("b"), answers.knows("n14")) == (False, True, True)
