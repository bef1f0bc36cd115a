"""The law of what-if: what a dry run or a scenario foretells is exactly what the real entries then do."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from domain.kinds.registry import PLURALS
from tests.laws.test_oracle import subjects_of
from tests.support.database_dumps import dump
from tests.support.deployments import Deployment
from tests.support.examples import NAME, PERSON, amend, record, start, world
from tests.support.random_logs import PEOPLE, Attempt, log_of, play, questions, scripts

SHORT = settings(max_examples=6, phases=[phase for phase in Phase if phase is not Phase.explain])
SHORTER = settings(SHORT, max_examples=3)
"""On PostgreSQL, which takes five times as long; that the two answer alike is a law of its own."""
LONG = settings(max_examples=400, phases=[phase for phase in Phase if phase is not Phase.explain])
DRAFTED = 12
Said = dict[str, Any]


def foretells(deployment: Deployment, script: list[int], data: st.DataObject) -> None:
    attempts = play(script, enough=40)
    programme, of = deployment.programme(), "/programmes/{}/{}"
    entries, scenarios = of.format(programme, "entries"), of.format(programme, "scenarios")
    for person, name in PEOPLE.items():
        deployment.mergerlog.register_person(name, person)
    for attempt in attempts[:-DRAFTED]:
        deployment.time.at = attempt.at
        deployment.post(entries, attempt.body)
    if attempts:
        deployment.time.at = attempts[-1].at
    assert deployment.post(scenarios, {"id": "draft", "name": "A draft"}).status_code == 201
    drafted = unused(deployment, entries, attempts[-DRAFTED:])
    foretold = [said(deployment.post(f"{scenarios}/draft/entries", body)) for body in drafted]
    log = log_of(attempts)
    asked = [data.draw(questions(log, deployment.time.at)) for _ in range(3)] if log else []
    params = [{n: v for n, v in one.params().items() if not n.startswith("known")} for one in asked]
    paths = ["structure", "timeline", *(f"{PLURALS[type_]}/{slug}" for type_, slug in subjects_of(log)[::4])]
    before = dump(deployment.mergerlog.engine)
    supposed = [answers(deployment, programme, paths, scenario="draft", **one) for one in params]
    tried = [said(deployment.post(entries, body, dry_run=True), ok=200) for body in drafted[:1]]
    assert dump(deployment.mergerlog.engine) == before, "looking leaves nothing behind"
    assert tried == foretold[:1]
    for body, expected in zip(drafted, foretold, strict=True):
        assert said(deployment.post(entries, body, dry_run=True), ok=200) == expected, body
        assert said(deployment.post(entries, body)) == expected, body
    assert [answers(deployment, programme, paths, **one) for one in params] == supposed


def unused(deployment: Deployment, entries: str, attempts: list[Attempt]) -> list[Said]:
    """The bodies whose ids nothing has yet: to send the same again is another matter."""
    used = {entry["id"] for entry in deployment.get(entries, limit=1000).json()["entries"]}
    found = []
    for attempt in attempts:
        id_ = attempt.body.get("id") if isinstance(attempt.body, dict) else None
        if isinstance(id_, str) and id_ not in used:
            used.add(id_)
            found.append(attempt.body)
    return found


def said(reply: Any, ok: int = 201) -> Said:
    """What was answered: all of it where it would be recorded, else why not."""
    assert reply.status_code in (ok, 409, 422), reply.text
    return reply.json() if reply.status_code == ok else {"refused": reply.json()["detail"]}


def answers(deployment: Deployment, programme: str, paths: list[str], **params: str) -> list[Said]:
    found = [deployment.get(f"/programmes/{programme}/{path}", **params) for path in paths]
    assert {reply.status_code for reply in found} <= {200, 404}
    return [
        {name: value for name, value in reply.json().items() if name != "scenario"}
        for reply in found
        if reply.status_code == 200
    ]


@SHORT
@given(script=scripts(), data=st.data())
def test_on_sqlite(on_sqlite: Deployment, script: list[int], data: st.DataObject) -> None:
    foretells(on_sqlite, script, data)


@SHORTER
@given(script=scripts(), data=st.data())
def test_on_postgresql(on_postgres: Deployment, script: list[int], data: st.DataObject) -> None:
    foretells(on_postgres, script, data)


@pytest.mark.long
@LONG
@given(script=scripts(), data=st.data())
def test_hundreds_on_sqlite(on_sqlite: Deployment, script: list[int], data: st.DataObject) -> None:
    foretells(on_sqlite, script, data)


def test_a_holder_is_shown_as_the_structure_would(deployment: Deployment) -> None:
    programme = world(deployment)
    path, body = f"/programmes/{programme}", start("leader-appointed", "commander", person=PERSON, tenure="acting")
    foretold = said(deployment.post(f"{path}/entries", body, dry_run=True), 200)["effect"]["structure"]
    assert said(deployment.post(f"{path}/entries", body))["effect"]["structure"] == foretold
    (alteration,) = foretold
    assert alteration["after"] == deployment.get(f"{path}/posts/commander").json()["holder"]
    assert alteration["after"]["name"] == NAME


def test_what_becomes_of_what_a_milestone_depends_on_is_foretold(deployment: Deployment) -> None:
    """Though it alters nothing that any other rule asks about, or was given up and is set anew."""
    programme = world(deployment)
    renamed = start("site-renamed", "wembley", "2018-02-01", id="renamed", name="Wembley Park")
    ready = start("milestone-set", "ready", "2018-03-01", "planned", id="ready", title="Ready",
                  depends_on=["renamed", "go-live"])  # fmt: skip
    again = start("milestone-set", "go-live", "2018-12", "planned", id="again", title="Go live")
    record(deployment, programme, renamed, ready, amend("change-withdrawn", "go-live"))
    for body, opened in ((amend("change-retracted", "renamed"), ["ready renamed"]), (again, ["again ready"])):
        foretold = said(deployment.post(f"/programmes/{programme}/entries", body, dry_run=True), 200)
        assert said(deployment.post(f"/programmes/{programme}/entries", body))["effect"] == foretold["effect"]
        clashes = [each for each in foretold["effect"]["clashes"]["opened"] if each["rule"] == "before-dependency"]
        assert [" ".join(sorted(each["changes"])) for each in clashes] == opened
