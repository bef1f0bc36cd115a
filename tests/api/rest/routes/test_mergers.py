"""Mergers over HTTP: the ledger of what the predecessors had, under a basis, as known, to whoever asks."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

import pytest

from tests.laws.test_oracle import tell
from tests.support.clash_logs import play
from tests.support.deployments import Deployment
from tests.support.examples import amend, record, start, world

MERGER = start("units-merged", "nw-bcu", "2018-10", "planned", id="merger", from_=["brent-boc"])
MOVED = start("team-transferred", "response-a", "2018-10", "planned", id="moved", to="nw-bcu")
SEEDS = (1, 2, 4, 6)
HTTP = dict[str, Any]


def merger(deployment: Deployment, programme: str, role: str = "manager", **params: Any) -> HTTP:
    reply = deployment.get(f"/programmes/{programme}/mergers/merger", role, **params)
    assert reply.status_code == 200, reply.text
    whole = reply.json()
    listed = deployment.get(f"/programmes/{programme}/mergers", role, **params).json()["mergers"]
    assert [{name: whole[name] for name in each} for each in listed] == listed, "the list says the same"
    return whole


def outcomes(said: HTTP) -> dict[str, str]:
    return {f"{line['type']}/{line['id']}": line["outcome"] for line in said["ledger"]}


def test_a_merger_and_its_ledger_under_each_basis(both: Deployment) -> None:
    programme = world(both)
    record(both, programme, MERGER)
    before = merger(both, programme, basis="planned")
    assert {name: before[name] for name in ("drawn_up_on", "judged_on", "counts", "complete")} == {
        "drawn_up_on": "2018-10-30", "judged_on": "2018-10-31", "counts": True, "complete": False,
    }  # fmt: skip
    assert "response-a" in {each["id"] for each in before["remainder"]}
    record(both, programme, MOVED)
    planned = merger(both, programme, basis="planned")
    line = next(line for line in planned["ledger"] if line["id"] == "response-a")
    assert (line["outcome"], line["has_it"], line["standing"], line["why"]) == (
        "transferred", {"type": "unit", "id": "nw-bcu"}, "planned", None,
    )  # fmt: skip
    assert line["settled_by"] == [
        {"change": "moved", "kind": "team-transferred", "standing": "planned", "effective_on": "2018-10"}
    ]
    done = merger(both, programme, basis="done")
    assert (done["counts"], done["complete"], outcomes(done)["team/response-a"]) == (
        False, False, "not yet accounted for",
    )  # fmt: skip


def test_it_is_completed_with_a_remainder_and_says_so(both: Deployment) -> None:
    programme = world(both)
    record(both, programme, MERGER)
    both.time.at += timedelta(days=200)
    completed = amend("change-completed", "merger", effective_on="2018-10-01")
    reply = both.post(f"/programmes/{programme}/entries", completed)
    assert reply.status_code == 201, reply.text
    warned = {each["subjects"][1]["id"] for each in reply.json()["warnings"] if each["rule"] == "merger-with-remainder"}
    assert warned == {"response-a", "wembley"}
    said = merger(both, programme)
    assert (said["standing"], said["complete"], said["drawn_up_on"]) == ("done", False, "2018-09-30")
    left = {each["id"]: each["why"] for each in said["remainder"]}
    assert left["response-a"] == 'it still belongs to the unit "brent-boc"'
    record(both, programme, start("team-disbanded", "response-a", "2018-10-02", id="gone"))
    for day, outcome, how in (("2018-10-01", "not yet accounted for", None), ("2018-10-02", "closed", "disbanded")):
        line = next(each for each in merger(both, programme, effective_on=day)["ledger"] if each["id"] == "response-a")
        assert (line["outcome"], line["how"]) == (outcome, how)


def test_it_is_complete_when_the_last_thing_is_accounted_for(both: Deployment) -> None:
    programme = world(both)
    record(both, programme, MERGER)
    said = merger(both, programme, basis="planned")
    assert (said["complete"], [each["id"] for each in said["remainder"]]) == (False, ["response-a", "wembley"])
    record(both, programme, MOVED)
    said = merger(both, programme, basis="planned")
    assert (said["complete"], said["remainder"]) == (True, [])
    assert outcomes(said) == {"team/response-a": "transferred", "site/wembley": "transferred"}, "it goes with its team"
    assert said["outcomes"] == {"transferred": 2, "retained": 0, "closed": 0, "not yet accounted for": 0}
    assert said["untied"] == ["colindale"]


def test_it_is_answered_as_known_and_as_seen(both: Deployment) -> None:
    programme = world(both)
    record(both, programme, MERGER)
    both.time.at += timedelta(days=2)
    record(both, programme, MOVED | {"restricted": True})
    known = {"basis": "planned", "known_on": str((both.time.at - timedelta(days=1)).date())}
    assert outcomes(merger(both, programme, **known))["team/response-a"] == "not yet accounted for"
    for role, outcome in (("member", "transferred"), ("observer", "not yet accounted for")):
        said = merger(both, programme, role, basis="planned")
        assert outcomes(said)["team/response-a"] == outcome
        assert ("moved" in str(said)) is (role == "member")
    record(both, programme, amend("change-restricted", "merger"))
    assert both.get(f"/programmes/{programme}/mergers", "observer").json()["mergers"] == []
    assert both.get(f"/programmes/{programme}/mergers/merger", "observer").status_code == 404


def test_what_is_no_merger_or_none_any_more_is_not_found(both: Deployment) -> None:
    programme = world(both)
    record(both, programme, MERGER)
    for id_, words in (("no-such", "No change"), ("wembley", "it is of the kind site-opened")):
        reply = both.get(f"/programmes/{programme}/mergers/{id_}")
        assert (reply.status_code, words in reply.json()["detail"]) == (404, True)
    record(both, programme, amend("change-withdrawn", "merger"))
    reply = both.get(f"/programmes/{programme}/mergers/merger")
    assert (reply.status_code, "it is withdrawn" in reply.json()["detail"]) == (404, True)
    assert both.get(f"/programmes/{programme}/mergers").json()["mergers"] == []


def test_a_merger_with_an_open_end_is_drawn_up_and_judged_on_the_day_asked_about(both: Deployment) -> None:
    programme = world(both)
    record(both, programme, MERGER | {"effective_on": "2018-10/.."})
    said = merger(both, programme, effective_on="2019-01-01")
    assert (said["drawn_up_on"], said["judged_on"], said["complete"]) == ("2019-01-01", "2019-01-01", False)


def test_teams_that_merge_have_a_base_and_what_they_cover(both: Deployment) -> None:
    programme = world(both)
    record(
        both, programme,
        start(
            "team-formed", "c", id="c", name="C", unit="nw-bcu", function="response", site="wembley", covers=["kenton"]
        ),
        start("teams-merged", "response-a", "2018-05", id="merger", from_=["c"]),
    )  # fmt: skip
    said = merger(both, programme)
    assert [(line["type"], line["id"]) for line in said["ledger"]] == [("site", "wembley"), ("area", "kenton")]
    assert said["type"] == "team"


def test_a_team_that_merges_away_says_into_which(both: Deployment) -> None:
    programme = world(both)
    into = start("teams-merged", "response-b", "2018-10", "planned", id="into", from_=["response-a"])
    record(both, programme, MERGER, into)
    line = next(
        each
        for each in both.get(f"/programmes/{programme}/mergers/merger", basis="planned").json()["ledger"]
        if each["id"] == "response-a"
    )
    assert (line["outcome"], line["how"], line["has_it"]) == (
        "closed", "merged into another", {"type": "team", "id": "response-b"},
    )  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_the_ledger_and_the_clash_agree_on_every_day_of_a_random_log(on_sqlite: Deployment, seed: int) -> None:
    """What is certain to be left over, the ledger leaves over; what the ledger leaves over is at least possible."""
    rng = Random(seed)
    programme = tell(on_sqlite, play([rng.randrange(1, 2**16) for _ in range(50)]))
    path, asked = f"/programmes/{programme}", {"basis": "proposed"}
    clashes = on_sqlite.get(f"{path}/clashes", **asked, rule="merger-with-remainder").json()["clashes"]
    mergers = [each for each in on_sqlite.get(f"{path}/mergers", **asked).json()["mergers"] if each["counts"]]
    mergers = [each for each in mergers if each["kind"] == "units-merged" and each["judged_on"]]
    compared = 0
    for each in mergers:
        of = [clash for clash in clashes if clash["changes"] == [each["change"]]]
        days = {each["judged_on"], *(clash[end] for clash in of for end in ("from", "to") if clash[end])}
        for on in days:
            said = on_sqlite.get(f"{path}/mergers/{each['change']}", **asked, effective_on=on).json()
            left_over = {(line["type"], line["id"]) for line in said["remainder"]}
            assert things(of, on, "certain_from", "certain_to") <= left_over <= things(of, on, "from", "to")
            compared += len(left_over)
    assert compared


def things(clashes: list[HTTP], on: str, first: str, last: str) -> set[tuple[str, str]]:
    """What clashes leave over on a day."""
    there = [clash for clash in clashes if clash[first] and clash[first] <= on <= (clash[last] or on)]
    return {(clash["subjects"][1]["type"], clash["subjects"][1]["id"]) for clash in there}
