"""The random logs are what they promise: long, quick to draw, and refused in every way."""

from collections import Counter
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.random_logs import ENOUGH, PEOPLE, STEPS, log_of, play, questions, scripts

from . import answers
from .attempts import Log
from .kinds import AMENDMENTS, KINDS
from .refused_attempts import WAYS
from .stored_entry import decide


def some_scripts(count: int) -> list[list[int]]:
    rng = Random(2018)
    return [[rng.randrange(1, 2**16) for _ in range(STEPS)] for _ in range(count)]


def test_a_script_makes_a_long_log_of_every_kind_with_every_refusal() -> None:
    plays = [play(script) for script in some_scripts(25)]
    kinds = Counter(entry["kind"] for attempts in plays for entry in log_of(attempts))
    assert min(len(log_of(attempts)) for attempts in plays) >= ENOUGH
    assert set(kinds) == {*KINDS, *AMENDMENTS}
    assert {attempt.status for attempts in plays for attempt in attempts} == {None, 200, 409, 412, 422}


def test_the_same_script_is_the_same_log() -> None:
    script = some_scripts(1)[0]
    attempts = play(script)
    assert attempts == play(script)
    instants = [attempt.at for attempt in attempts]
    assert instants == sorted(instants)


def test_each_mischief_gets_the_status_that_it_is_meant_to_get() -> None:
    attempts = play(some_scripts(1)[0])
    log = Log.of(log_of(attempts))
    for way, status in WAYS.items():
        for seed in range(40):
            body = way(Random(seed), log, attempts[0].at)
            if status and body:
                assert decide(log.entries, PEOPLE, body, attempts[0].at)[0] == status, body


@settings(max_examples=10, deadline=None)
@given(scripts(), st.data())
def test_an_observers_answer_is_that_of_a_log_that_never_held_the_restricted_changes(
    script: Any, data: st.DataObject
) -> None:
    attempts = play(script)
    log, now = log_of(attempts), attempts[-1].at if attempts else None
    if now is None:
        return
    asked = data.draw(questions(log, now)).coordinates(log, now)
    public = answers.entries(log, known=len(log), role="observer")
    known = len(answers.entries(log, known=asked["known"], role="observer"))
    seen = answers.structure(log, PEOPLE, **asked, role="observer")
    assert seen == answers.structure(public, PEOPLE, **{**asked, "known": known}, role="manager")


@settings(max_examples=25, deadline=None)
@given(scripts(), st.data())
def test_nothing_done_or_planned_is_ever_passed_over_by_one_who_sees_everything(
    script: Any, data: st.DataObject
) -> None:
    attempts = play(script)
    if attempts:
        log, now = log_of(attempts), attempts[-1].at
        asked = data.draw(questions(log, now)).coordinates(log, now)
        for basis in ("done", "planned"):
            assert answers.structure(log, PEOPLE, **{**asked, "basis": basis})["passed_over"] == []
