"""The sweep of the whole timeline is what asking every day in turn gives: on random logs, at any point, for anyone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from domain.clashes.evaluate import RULES as SWEPT
from domain.clashes.evaluate import sweep
from projections.questions.clashes.page import clash_shown
from tests.domain.clashes.rules.given import Given
from tests.laws.test_oracle import PHASES, tell
from tests.oracle.answers import basis_of
from tests.oracle.clashes import RULES, Clash, clashes_on
from tests.oracle.clashes.day import Known
from tests.support.clash_logs import play
from tests.support.deployments import Deployment
from tests.support.random_logs import Question, interesting_days, log_of, questions, scripts

SEEDS = (1, 2, 10, 24, 39, 43, 45)
TODAY = date(2018, 8, 1)
BY_CHANGE = ("acting-without-end", "impossible-proposal", "merger-with-remainder", "no-point-of-contact", "overdue",
             "post-vacant")  # fmt: skip
BY_CHANGES = ("before-dependency", "stage-too-short")


def key(clash: dict) -> Clash:
    """What tells it from another clash of the same rule and subjects, as the oracle names it."""
    rule, says = clash["rule"], clash["says"]
    known_by: object = None
    if rule in BY_CHANGE:
        known_by = clash["changes"][0]
    elif rule in BY_CHANGES:
        known_by = tuple(clash["changes"])
    elif rule == "two-posts":
        known_by = says.split('"')[1]
    elif rule == "bcu-model":
        known_by = says.partition(" of the rank ")[2].partition(";")[0]
    return rule, tuple(f"{each['type']}/{each['id']}" for each in clash["subjects"]), known_by


def swept(clashes: Sequence[dict], on: date) -> dict[Clash, bool]:
    """What clashes on a day, each with whether it is certain then."""
    found: dict[Clash, bool] = {}
    for clash in clashes:
        if _within(clash["from"], on, clash["to"]):
            is_certain = clash["certainty"] == "certain" and _within(clash["certain_from"], on, clash["certain_to"])
            found[key(clash)] = found.get(key(clash), False) or is_certain
    return found


def _within(first: str | None, on: date, last: str | None) -> bool:
    return (first or "") <= on.isoformat() <= (last or "9999-12-31")


def days_of(log: list[dict], clashes: Sequence[dict]) -> list[date]:
    """Every bound of the log and of a clash, and its neighbours."""
    bounds = {clash[name] for clash in clashes for name in ("from", "to", "certain_from", "certain_to")} - {None}
    near = {date.fromisoformat(bound) + timedelta(days=by) for bound in bounds for by in (-1, 0, 1)}
    return sorted(near | set(interesting_days(log)))


def test_every_rule_is_swept_as_every_day_in_turn() -> None:
    """These logs reach every rule: certain, and possible where it is ever told so."""
    found: set[tuple[str, bool]] = set()
    for seed in SEEDS:
        rng = Random(seed)
        log = log_of(play([rng.randrange(1, 2**16) for _ in range(50)]))
        for basis in ("planned", "proposed"):
            world = Given(*map(body_of, log), basis=basis, today=TODAY.isoformat()).world
            clashes: list[Any] = [clash_shown(clash, {}) for clash in sweep(world)]
            known = Known(log, len(log), TODAY, basis, "manager")
            for on in days_of(log, clashes):
                assert swept(clashes, on) == clashes_on(known, on), (seed, on, basis)
            found |= {(clash["rule"], clash["certainty"] == "certain") for clash in clashes}
    certain = {(rule.name, True) for rule in SWEPT}
    assert {rule for rule, _ in certain} == set(RULES)
    assert found == certain | {(rule, False) for rule, _ in certain - {("before-unit", True), ("overdue", True)}}


def body_of(entry: dict) -> dict:
    """What was sent."""
    own = {"recorded_at", "entered_at", "recorded_by", "version"} | ({"change"} if "subject" in entry else set())
    return {name: value for name, value in entry.items() if name not in own}


def agrees(deployment: Deployment, script: list[int], data: st.DataObject) -> None:
    log = log_of(attempts := play(script))
    programme = tell(deployment, attempts)
    for _ in range(2):
        question = data.draw(questions(log, deployment.time.at))
        every_day_agrees(deployment, programme, log, question)


def every_day_agrees(deployment: Deployment, programme: str, log: list[dict], question: Question) -> None:
    reply = deployment.get(f"/programmes/{programme}/clashes", question.role, **question.params())
    assert reply.json()["next"] is None
    clashes = reply.json()["clashes"]
    known = known_at(question, log, deployment)
    for on in days_of(log, clashes):
        assert swept(clashes, on) == clashes_on(known, on), (on, question)


def known_at(question: Question, log: list[dict], deployment: Deployment) -> Known:
    at = question.coordinates(log, deployment.time.at)
    basis = basis_of(at["effective_on"], at["known_day"], question.basis)
    return Known(log, at["known"], at["known_day"], basis, question.role)


@examples(max_examples=6, phases=PHASES)
@given(script=scripts(50), data=st.data())
def test_sqlite_sweeps_as_every_day_in_turn(on_sqlite: Deployment, script: list[int], data: st.DataObject) -> None:
    agrees(on_sqlite, script, data)


@examples(max_examples=2, phases=PHASES)
@given(script=scripts(50), data=st.data())
def test_postgresql_sweeps_as_every_day_in_turn(
    on_postgres: Deployment, script: list[int], data: st.DataObject
) -> None:
    agrees(on_postgres, script, data)


@pytest.mark.long
@examples(max_examples=500, phases=PHASES)
@given(script=scripts(50), data=st.data())
def test_hundreds_of_logs(on_sqlite: Deployment, script: list[int], data: st.DataObject) -> None:
    agrees(on_sqlite, script, data)
