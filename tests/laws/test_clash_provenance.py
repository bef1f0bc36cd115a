"""Clashes along a log: kept, foretold and followed as sweeping it anew at every place would have it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from domain.clashes.evaluate import Clash, sweep
from projections.cache.caches import Caches
from projections.questions.clashes.finder import ClashFinder
from tests.domain.clashes.rules.given import Given, milestone
from tests.laws.test_clashes_day_by_day import body_of
from tests.laws.test_oracle import PHASES
from tests.oracle.attempts import Attempt
from tests.oracle.kinds import BASES
from tests.oracle.stored_entry import london_day
from tests.oracle.visibility import visible
from tests.support.clash_logs import play
from tests.support.database_dumps import dump
from tests.support.deployments import Deployment
from tests.support.examples import amend, record, world
from tests.support.random_logs import PEOPLE, log_of, scripts

LENGTH = 30
Marks = dict[str, str]
"""The ids of the clashes that are there, and what tells each from itself at another time."""


def kept_and_anew(deployment: Deployment, programme: str, basis: str, public: bool) -> tuple[list[Clash], list[Clash]]:
    """The clashes that the deployment finds by what it found before, and those of a sweep by one that knows nothing."""
    mergerlog = deployment.mergerlog
    with mergerlog.viewing(programme, mergerlog.ask(basis=basis), public) as seen:
        anew = ClashFinder(replace(seen, caches=Caches()))
        kept = ClashFinder(seen)
        return kept.clashes(kept.world()), sweep(anew.world())


def tell(deployment: Deployment, attempts: Sequence[Attempt], rng: Random) -> str:
    """Send every entry, most of them as a dry run first, and look at the clashes after each."""
    programme = deployment.programme()
    path = f"/programmes/{programme}/entries"
    for person, name in PEOPLE.items():
        deployment.mergerlog.register_person(name, person)
    for attempt in attempts:
        deployment.time.at = attempt.at
        foretold = [deployment.post(path, attempt.body, dry_run=True).json() for _ in range(rng.randrange(3))]
        before = {basis: anew(deployment, programme, basis) for basis in ("planned", "proposed")}
        said = deployment.post(path, attempt.body)
        assert said.status_code == 201, said.text
        assert all(each == said.json() for each in foretold), attempt.body
        told = said.json()["effect"]["clashes"]
        if told["basis"] is not None:
            after = anew(deployment, programme, told["basis"])
            assert {each["mark"] for each in told["opened"]} == after - before[told["basis"]]
            assert {each["mark"] for each in told["cleared"]} == before[told["basis"]] - after
        kept, swept = kept_and_anew(deployment, programme, rng.choice(list(BASES)), rng.random() < 0.5)
        assert kept == swept, attempt.body
    return programme


def anew(deployment: Deployment, programme: str, basis: str) -> set[str]:
    return {clash.mark for clash in kept_and_anew(deployment, programme, basis, False)[1]}


def along(log: list[dict], basis: str, today: str) -> list[Marks]:
    """The clashes at every place of a log, from before its first entry on."""
    bodies = [body_of(entry) for entry in log]
    found = [Given(*bodies[:place], basis=basis, today=today).world for place in range(len(bodies) + 1)]
    return [{clash.id: clash.mark for clash in sweep(world)} for world in found]


def episodes(log: list[dict], places: Sequence[Marks], id_: str) -> list[tuple[str, str | None]]:
    """Every time that a clash was there, the latest first: the ids of the entries that opened it and cleared it."""
    found: list[tuple[str, str | None]] = []
    opened: str | None = None
    for place, entry in enumerate(log, start=1):
        if id_ in places[place] and id_ not in places[place - 1]:
            opened = entry["id"]
        if id_ not in places[place] and id_ in places[place - 1]:
            assert opened is not None
            found.append((opened, entry["id"]))
            opened = None
    return [*([(opened, None)] if opened else []), *reversed(found)]


def is_followed(deployment: Deployment, programme: str, log: list[dict], rng: Random) -> None:
    role, basis = rng.choice(("manager", "observer")), rng.choice(list(BASES))
    seen = visible(log, len(log), role)
    today = london_day(deployment.time.at).isoformat()
    places = along(seen, basis, today)
    path = f"/programmes/{programme}/clashes"
    said = deployment.get(path, role, basis=basis, follow=True, limit=100).json()
    ids = sorted(set().union(*places))
    for clash in said["clashes"]:
        assert clash["opened_by"]["entry"] == episodes(seen, places, clash["id"])[0][0], clash
    assert [each["id"] for each in said["clashes"] if each["id"] not in places[-1]] == []
    for id_ in rng.sample(ids, min(len(ids), 6)):
        one = deployment.get(f"{path}/{id_}", role, basis=basis).json()
        assert one["there"] is (id_ in places[-1])
        told = [(each["opened_by"]["entry"], each["cleared_by"]) for each in one["episodes"]]
        assert [(opened, by and by["entry"]) for opened, by in told] == episodes(seen, places, id_), id_
        if one["there"]:
            assert one["mark"] == places[-1][id_]
    since_a_day(deployment, path, role, basis, seen, rng)


def since_a_day(deployment: Deployment, path: str, role: str, basis: str, log: list[dict], rng: Random) -> None:
    """What was known at the end of a day and is there no longer, and what cleared it last."""
    if not log:
        return
    day = rng.choice(log)["recorded_at"][:10]
    said = deployment.get(path, role, basis=basis, since=day)
    then = deployment.get(path, role, basis=basis, known_on=day).json()["clashes"]
    now = {clash["id"] for clash in said.json()["clashes"]}
    cleared = {each["id"]: each["cleared_by"] for each in said.json()["cleared"]}
    assert set(cleared) == {clash["id"] for clash in then} - now
    for id_, by in cleared.items():
        runs = deployment.get(f"{path}/{id_}", role, basis=basis).json()["episodes"]
        assert by == (runs[0]["cleared_by"] if runs else None), id_


def holds(deployment: Deployment, script: list[int], seed: int) -> None:
    rng = Random(seed)
    attempts = play(script, enough=20 + LENGTH)
    programme = tell(deployment, attempts, rng)
    log = log_of(attempts)
    for _ in range(2):
        is_followed(deployment, programme, log, rng)


@examples(max_examples=3, phases=PHASES)
@given(script=scripts(LENGTH), seed=st.integers(0, 2**32))
def test_on_sqlite(on_sqlite: Deployment, script: list[int], seed: int) -> None:
    holds(on_sqlite, script, seed)


@examples(max_examples=1, phases=PHASES)
@given(script=scripts(LENGTH), seed=st.integers(0, 2**32))
def test_on_postgresql(on_postgres: Deployment, script: list[int], seed: int) -> None:
    holds(on_postgres, script, seed)


@pytest.mark.long
@examples(max_examples=300, phases=PHASES)
@given(script=scripts(50), seed=st.integers(0, 2**32))
def test_hundreds_of_logs(on_sqlite: Deployment, script: list[int], seed: int) -> None:
    holds(on_sqlite, script, seed)


def test_a_dry_run_leaves_nothing_behind(deployment: Deployment) -> None:
    rng = Random(24)
    attempts = play([rng.randrange(1, 2**16) for _ in range(12)])
    programme = deployment.programme()
    path = f"/programmes/{programme}/entries"
    for person, name in PEOPLE.items():
        deployment.mergerlog.register_person(name, person)
    opened = 0
    for number, attempt in enumerate(attempts):
        deployment.time.at = attempt.at
        if number > 15:
            before = dump(deployment.mergerlog.engine)
            said = deployment.post(path, attempt.body, dry_run=True)
            assert said.status_code == 200, said.text
            assert dump(deployment.mergerlog.engine) == before
            opened += len(said.json()["effect"]["clashes"]["opened"])
        assert deployment.post(path, attempt.body).status_code == 201
    assert opened > 3


def test_what_is_given_up_twice_is_followed_as_it_was_each_time(deployment: Deployment) -> None:
    programme = world(deployment)
    path = f"/programmes/{programme}/clashes"
    record(
        deployment,
        programme,
        milestone("first", "2018-08-01", id="first-a"),
        milestone("ready", "2018-09-01", depends_on=["first"]),
        amend("change-withdrawn", "first-a", id="given-up"),
    )
    (once,) = deployment.get(path, basis="planned", rule="before-dependency").json()["clashes"]
    record(
        deployment,
        programme,
        milestone("first", "2018-08-01", id="first-b"),
        amend("change-withdrawn", "first-b", id="given-up-again"),
    )
    (again,) = deployment.get(path, basis="planned", rule="before-dependency").json()["clashes"]
    for clash, opened, cleared in ((once, "given-up", "first-b"), (again, "given-up-again", None)):
        (episode,) = deployment.get(f"{path}/{clash['id']}", basis="planned").json()["episodes"]
        by = episode["cleared_by"]
        assert (episode["opened_by"]["entry"], by and by["entry"]) == (opened, cleared)
