"""The laws that need no oracle: the past keeps still, and correcting back gives back."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import msgspec
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from domain.log.parsing import read_entry
from domain.refusals import Refusal
from tests.laws.test_oracle import named_in
from tests.support.deployments import Deployment
from tests.support.random_logs import PEOPLE, Attempt, log_of, play, questions, scripts

FEW = settings(max_examples=40, phases=[phase for phase in Phase if phase is not Phase.explain])
CORRECTIONS = ("2017-12", "2018-03-01", "2018", "2018-02-05/2018-06", "2018-06-30~")


def whole(deployment: Deployment, programme: str, log: list[dict], **question: str) -> dict[str, Any]:
    """Every answer about a programme at some coordinates, as the bytes that were sent."""
    paths = ["structure", "entries?limit=1000", *(f"{plural}/{slug}" for plural, slug in named_in(log))]
    paths += sorted({f"changes/{entry['change']}" for entry in log})
    answers = {}
    for path in paths:
        reply = deployment.get(f"/programmes/{programme}/{path.partition('?')[0]}", "member", **question)
        answers[path] = (reply.status_code, reply.content, reply.headers.get("ETag"))
    return answers


def lay(deployment: Deployment, programme: str, attempts: list[Attempt]) -> None:
    """Record what can be recorded. Nobody asks what clashes with it, nor by HTTP: that is for other tests."""
    for attempt in attempts:
        deployment.time.at = attempt.at
        with suppress(Refusal):
            body = read_entry(msgspec.json.encode(attempt.body))
            deployment.mergerlog.record(programme, body, "tester", if_match=attempt.if_match)


def laid(deployment: Deployment, attempts: list[Attempt]) -> str:
    """A new programme of what can be recorded."""
    programme = deployment.programme()
    for person, name in PEOPLE.items():
        deployment.mergerlog.register_person(name, person)
    lay(deployment, programme, attempts)
    return programme


@FEW
@given(script=scripts(), data=st.data())
def test_the_past_keeps_still(on_sqlite: Deployment, script: list[int], data: st.DataObject) -> None:
    attempts = play(script)
    half = len(attempts) * 2 // 3
    early, late = attempts[:half], attempts[half:]
    log = log_of(early)
    instants = sorted({datetime.fromisoformat(entry["recorded_at"]) for entry in log})
    assume(len(instants) > 2 and log_of(late))
    programme = laid(on_sqlite, early)
    known = data.draw(st.sampled_from(instants[:-1]))
    question = data.draw(questions(log, on_sqlite.time.at)).params()
    at = {"basis": question.get("basis", "proposed"), "effective_on": question.get("effective_on", "2018-06-01")}
    at["known_at"] = known.isoformat().replace("+00:00", "Z")
    before = whole(on_sqlite, programme, log, **at)
    assert before["structure"][2] is not None, "a settled answer has an ETag"
    lay(on_sqlite, programme, late)
    on_sqlite.time.at += timedelta(days=400)
    assert whole(on_sqlite, programme, log, **at) == before


@FEW
@given(script=scripts(), data=st.data())
def test_correcting_back_gives_back(on_sqlite: Deployment, script: list[int], data: st.DataObject) -> None:
    attempts = play(script)
    log = log_of(attempts)
    programme = laid(on_sqlite, attempts)
    standing = [
        change
        for entry in log
        if entry["id"] == entry["change"]
        and (change := on_sqlite.get(f"/programmes/{programme}/changes/{entry['id']}").json())["standing"]
        in ("done", "planned")
    ]
    assume(standing)
    questions_ = [{"basis": basis, "effective_on": day} for basis in ("done", "planned", "proposed")
                  for day in ("2017-12-31", "2018-03-01", "2018-07-01", "2019-01-01")]  # fmt: skip
    before = [structure(on_sqlite, programme, **question) for question in questions_]
    change = data.draw(st.sampled_from(standing))
    date = data.draw(st.sampled_from(CORRECTIONS))
    if correct(on_sqlite, programme, change["id"], date) == 201:
        assert correct(on_sqlite, programme, change["id"], change["effective_on"]) == 201
        told = on_sqlite.get(f"/programmes/{programme}/changes/{change['id']}").json()
        assert [each["effective_on"] for each in told["amendments"][-2:]] == [date, change["effective_on"]]
        assert (told["effective_on"], told["slip"]) == (change["effective_on"], change["slip"])
    assert [structure(on_sqlite, programme, **question) for question in questions_] == before


def correct(deployment: Deployment, programme: str, change: str, date: str) -> int:
    body = {"kind": "change-corrected", "change": change, "effective_on": date, "reason": "The record was wrong."}
    return deployment.post(f"/programmes/{programme}/entries", body).status_code


def structure(deployment: Deployment, programme: str, **question: str) -> dict:
    said = deployment.get(f"/programmes/{programme}/structure", **question).json()
    return {name: value for name, value in said.items() if name not in ("asked", "backfilled")}
