"""Contradictions over HTTP: two papers that disagree, what the change says meanwhile, and how that ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from projections.database.connections import reading
from projections.questions.contradictions import _of_changes
from tests.support.deployments import Deployment
from tests.support.examples import PAPER, amend, record, world

OTHER = {"document": "001_f039759d62ecfa4e.txt", "reference": "the timetable"}
DATE = amend("claim-recorded", "go-live", id="september", source=OTHER, effective_on="2018-09")
NAME = amend("claim-recorded", "wembley", id="road", source=PAPER, details={"name": "Wembley Road"})


def of(deployment: Deployment, programme: str, role: str = "manager", **params: Any) -> list[dict[str, Any]]:
    reply = deployment.get(f"/programmes/{programme}/contradictions", role, **params)
    assert reply.status_code == 200, reply.text
    return reply.json()["contradictions"]


def test_one_of_each_sort_is_told_whole(both: Deployment) -> None:
    programme = world(both)
    assert of(both, programme) == []
    claim, road = record(both, programme, DATE, NAME)
    first = both.get(f"/programmes/{programme}/entries/go-live").json()
    by = {"recorded_at": first["recorded_at"], "recorded_by": "tester"}
    found = of(both, programme)
    assert found[0] == {
        "change": "go-live", "type": "milestone", "subject": "go-live", "kind": "milestone-set", "standing": "planned",
        "aspect": "effective_on", "fields": ["effective_on"],
        "change_says": {"effective_on": "2018-11", "entry": "go-live", **by},
        "claim_says": {
            "effective_on": "2018-09", "entry": "september", "recorded_at": claim["recorded_at"],
            "recorded_by": "tester", "source": OTHER,
        },
        "claim": "september", "state": "open", "settled": None,
    }  # fmt: skip
    assert (found[1]["claim"], found[1]["fields"], found[1]["claim_says"]["details"]) == (
        "road", ["name"], {"name": "Wembley Road"},
    )  # fmt: skip
    assert found[1]["change_says"]["details"]["area"] == "brent"
    settled = amend("claim-dismissed", "go-live", claim="september", reason="The timetable is older.", id="dismissed")
    record(both, programme, settled)
    ended = of(both, programme, state="settled")
    assert ended == [found[0] | {"state": "settled", "settled": ended[0]["settled"]}]
    assert ended[0]["settled"] == {
        "how": "dismissed", "entry": "dismissed", "recorded_at": road["recorded_at"], "recorded_by": "tester",
        "reason": "The timetable is older.",
    }  # fmt: skip
    assert of(both, programme, state="open") == [found[1]]
    assert of(both, programme) == [*ended, found[1]]


def test_it_is_answered_as_known(both: Deployment) -> None:
    programme = world(both)
    both.time.at += timedelta(days=1)
    record(both, programme, DATE)
    both.time.at += timedelta(days=1)
    record(both, programme, amend("change-corrected", "go-live", effective_on="2018-09", id="corrected"))
    both.time.at += timedelta(days=1)
    states = [
        [(each["state"], each["change_says"]["effective_on"]) for each in of(both, programme, known_on=day)]
        for day in (str((both.time.at - timedelta(days=back)).date()) for back in (3, 2, 1))
    ]
    assert states == [[], [("open", "2018-11")], [("settled", "2018-09")]]
    how = of(both, programme)[0]
    assert (how["settled"]["how"], how["change_says"]["entry"]) == ("corrected-to-claim", "corrected")


def test_the_change_shows_its_claims_and_what_governs(both: Deployment) -> None:
    programme = world(both)
    same = amend("claim-recorded", "go-live", id="november", source=PAPER, effective_on="2018-11")
    record(both, programme, DATE, same)
    change = both.get(f"/programmes/{programme}/changes/go-live").json()
    assert [(each["id"], each["state"], each["settled"]) for each in change["claims"]] == [
        ("september", "open", None), ("november", "agrees", None),
    ]  # fmt: skip
    assert change["governing"]["effective_on"]["entry"] == "go-live"
    assert of(both, programme)[0]["claim"] == "september" and len(of(both, programme)) == 1
    record(both, programme, amend("change-retracted", "go-live", id="never"))
    change = both.get(f"/programmes/{programme}/changes/go-live").json()
    assert [each["state"] for each in change["claims"]] == ["settled", "agrees"]
    assert change["claims"][0]["settled"]["how"] == "retracted"


def test_an_observer_sees_none_of_a_restricted_change(both: Deployment) -> None:
    programme = world(both)
    record(both, programme, DATE, NAME, amend("change-restricted", "go-live"))
    assert [each["claim"] for each in of(both, programme, "observer")] == ["road"]
    assert [each["claim"] for each in of(both, programme, "member")] == ["september", "road"]
    record(both, programme, amend("change-released", "go-live"))
    assert len(of(both, programme, "observer")) == 2


def test_another_programme_has_its_own(both: Deployment) -> None:
    programme, other = world(both), world(both)
    record(both, programme, DATE)
    assert of(both, other) == []


@pytest.mark.parametrize("state", ["closed", "OPEN", "open,settled"])
def test_a_state_that_is_none_is_refused(on_sqlite: Deployment, state: str) -> None:
    programme = world(on_sqlite)
    reply = on_sqlite.get(f"/programmes/{programme}/contradictions", state=state)
    assert (reply.status_code, f'"{state}"' in reply.json()["detail"]) == (422, True)
    assert on_sqlite.get(f"/programmes/{programme}/contradictions", state="open").status_code == 200


def test_claims_are_found_without_walking_the_log(on_sqlite: Deployment) -> None:
    with reading(on_sqlite.mergerlog.engine) as connection:
        statement = _of_changes(1).compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
        plan = " ".join(row[3] for row in connection.execute(text(f"EXPLAIN QUERY PLAN {statement}")))
    assert "log_claims" in plan
