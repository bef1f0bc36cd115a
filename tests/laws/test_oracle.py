"""The laws of time: on random logs, the product decides and answers as an oracle that folds the whole log each time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from random import Random
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from domain.kinds.registry import PLURALS
from tests.oracle import answers
from tests.oracle.kinds import KINDS
from tests.oracle.timeline import timeline
from tests.support.deployments import Deployment
from tests.support.random_logs import PEOPLE, Attempt, Question, log_of, play, questions, scripts

PHASES = [phase for phase in Phase if phase is not Phase.explain]
COMMON = settings(phases=PHASES)
LONG = settings(COMMON, max_examples=2500)
PARTS = 6
"""In parts, so that the processes that run the tests share the work. There are 300 logs in all."""
BESIDE = ("asked", "backfilled")


def tell(deployment: Deployment, attempts: Sequence[Attempt]) -> str:
    """Send every attempt to a new programme, and hold each decision against the oracle's."""
    programme = deployment.programme()
    for person, name in PEOPLE.items():
        deployment.mergerlog.register_person(name, person)
    for attempt in attempts:
        deployment.time.at = attempt.at
        headers = {} if attempt.if_match is None else {"If-Match": f'"{attempt.if_match}"'}
        reply = deployment.post(f"/programmes/{programme}/entries", attempt.body, headers=headers)
        assert reply.status_code == (attempt.status or 201), (attempt, reply.text)
        if attempt.entry:
            assert reply.json()["entry"] == attempt.entry
    return programme


def ask_all(deployment: Deployment, programme: str, log: list[dict], question: Question, now: datetime) -> None:
    """Hold answers at a question's coordinates against the oracle's: whole ones, and of some subjects and changes."""
    at = question.coordinates(log, now)
    whole = answers.structure(log, PEOPLE, **at, role=question.role)
    said = ask(deployment, programme, "structure", question)
    assert said == whole, question
    said = ask(deployment, programme, "timeline", question)
    assert said == {"changes": timeline(log, **at | {"basis": question.basis}, role=question.role), "next": None}
    rng = Random(repr(question))
    subjects = subjects_of(log)
    for type_, slug in rng.sample(subjects, min(len(subjects), 7)):
        said = ask(deployment, programme, f"{PLURALS[type_]}/{slug}", question)
        expected = answers.subject(log, PEOPLE, type_, slug, **at, role=question.role)
        assert said == expected, (question, type_, slug)
    for entry in rng.sample(log, min(len(log), 4)):
        said = ask(deployment, programme, f"changes/{entry['change']}", question)
        assert said == answers.change(log, entry["change"], **at, role=question.role), (question, entry)
    areas = [slug for type_, slug in subjects if type_ == "area"]
    for slug in rng.sample(areas, min(len(areas), 3)):
        said = ask(deployment, programme, f"areas/{slug}/cover", question)
        expected = answers.cover(log, PEOPLE, slug, **at, role=question.role)
        assert without_names(said) == expected, (question, slug)


def ask(deployment: Deployment, programme: str, path: str, question: Question, **more: str) -> Any:
    reply = deployment.get(f"/programmes/{programme}/{path}", question.role, **question.params(), **more)
    assert reply.status_code in (200, 404), reply.text
    if reply.status_code == 404:
        return None
    return {name: value for name, value in reply.json().items() if name not in BESIDE}


def without_names(cover: dict | None) -> dict | None:
    """Cover as the contract needs it: the name of a site, and whether anything is uncertain, are beside it."""
    if cover is None:
        return None
    for role in ("response", "neighbourhoods"):
        for candidate in cover[role]["candidates"]:
            candidate.pop("site_name")
    cover.pop("uncertain")
    return cover


def subjects_of(log: list[dict]) -> list[tuple[str, str]]:
    """The type and the slug of every subject that a log names."""
    return sorted({(KINDS[entry["kind"]].type, entry["subject"]) for entry in log if entry["kind"] in KINDS})


def named_in(log: list[dict]) -> list[tuple[str, str]]:
    """The same, as an address has them."""
    return [(PLURALS[type_], slug) for type_, slug in subjects_of(log)]


def decides_and_answers(deployment: Deployment, script: list[int], data: st.DataObject) -> None:
    attempts = play(script)
    log = log_of(attempts)
    programme = tell(deployment, attempts)
    if not log:
        return
    now = deployment.time.at
    for _ in range(4):
        ask_all(deployment, programme, log, data.draw(questions(log, now)), now)


@pytest.mark.parametrize("part", range(PARTS))
@settings(COMMON, max_examples=210 // PARTS)
@given(script=scripts(), data=st.data())
def test_sqlite_decides_and_answers_as_the_oracle(
    on_sqlite: Deployment, script: list[int], data: st.DataObject, part: int
) -> None:
    decides_and_answers(on_sqlite, script, data)


@pytest.mark.parametrize("part", range(PARTS))
@settings(COMMON, max_examples=90 // PARTS)
@given(script=scripts(), data=st.data())
def test_postgresql_decides_and_answers_as_the_oracle(
    on_postgres: Deployment, script: list[int], data: st.DataObject, part: int
) -> None:
    decides_and_answers(on_postgres, script, data)


@pytest.mark.long
@LONG
@given(script=scripts(), data=st.data())
def test_thousands_on_sqlite(on_sqlite: Deployment, script: list[int], data: st.DataObject) -> None:
    decides_and_answers(on_sqlite, script, data)


@pytest.mark.long
@LONG
@given(script=scripts(), data=st.data())
def test_thousands_on_postgresql(on_postgres: Deployment, script: list[int], data: st.DataObject) -> None:
    decides_and_answers(on_postgres, script, data)
