"""The timeline on random logs: the same as of an oracle that reads the whole log, from any point and for anyone."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from tests.laws.test_oracle import PHASES, ask, subjects_of, tell
from tests.oracle.kinds import KINDS
from tests.oracle.timeline import timeline
from tests.support.deployments import Deployment
from tests.support.random_logs import interesting_days, log_of, play, questions, scripts


def agrees(deployment: Deployment, script: list[int], data: st.DataObject) -> None:
    attempts = play(script)
    log = log_of(attempts)
    programme = tell(deployment, attempts)
    if not log:
        return
    now = deployment.time.at
    for _ in range(6):
        question = data.draw(questions(log, now))
        rng = Random(data.draw(st.integers(0, 2**32)))
        at = question.coordinates(log, now) | {"role": question.role}
        params, narrow = some_span(rng, log)
        said = ask(deployment, programme, "timeline", question, **params)
        told = timeline(log, **at, **narrow)
        assert said == {"changes": told, "next": None}, (question, params)
        assert paged(deployment, programme, question, params) == told, (question, params)


def some_span(rng: Random, log: list[dict]) -> tuple[dict, dict]:
    """Query parameters, and the same as the oracle takes them."""
    params: dict[str, str] = {}
    narrow: dict[str, Any] = {}
    days = interesting_days(log)
    if rng.random() < 0.6:
        first, last = sorted((rng.choice(days), rng.choice(days)))
        params |= {"from": first.isoformat(), "to": last.isoformat()}
        narrow |= {"first": first, "last": last}
    if rng.random() < 0.3:
        type_, slug = rng.choice(subjects_of(log))
        params["subject"] = narrow["subject"] = rng.choice((slug, f"{type_}/{slug}"))
    if rng.random() < 0.3:
        params["kind"] = narrow["kind"] = rng.choice(sorted(KINDS))
    return params, narrow


def paged(deployment: Deployment, programme: str, question: Any, params: dict) -> list[dict]:
    found: list[dict] = []
    after: dict[str, str] = {}
    while True:
        said = ask(deployment, programme, "timeline", question, **params, **after, limit="3")
        found += said["changes"]
        if said["next"] is None:
            return found
        after = {"after": said["next"]}


@examples(max_examples=12, phases=PHASES)
@given(script=scripts(), data=st.data())
def test_sqlite_shows_the_timeline_of_the_oracle(on_sqlite: Deployment, script: list[int], data: st.DataObject) -> None:
    agrees(on_sqlite, script, data)


@examples(max_examples=12, phases=PHASES)
@given(script=scripts(), data=st.data())
def test_postgresql_shows_the_timeline_of_the_oracle(
    on_postgres: Deployment, script: list[int], data: st.DataObject
) -> None:
    agrees(on_postgres, script, data)


@pytest.mark.long
@examples(max_examples=1000, phases=PHASES)
@given(script=scripts(), data=st.data())
def test_a_thousand_timelines(deployment: Deployment, script: list[int], data: st.DataObject) -> None:
    agrees(deployment, script, data)
