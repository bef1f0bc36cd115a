"""Claims that say otherwise than the change that they are about: which, in which order, and how they were settled."""

from __future__ import annotations

import pytest

from domain.refusals import MalformedQuestion
from projections.questions.contradictions import list_contradictions
from tests.support.deployments import Deployment
from tests.support.examples import PAPER, amend, record, start
from tests.support.views import move_clock, viewing

RECORDED = {"recorded_at": "2018-06-04T08:00:00.000000Z", "recorded_by": "tester"}


@pytest.fixture(scope="module")
def programme(on_sqlite: Deployment) -> str:
    move_clock(on_sqlite, "2018-06-04T08:00")
    programme = on_sqlite.programme()
    record(
        on_sqlite,
        programme,
        start("site-opened", "a", "2018-01-01", id="a", name="A"),
        start("site-opened", "b", "2018-02-01", id="b", name="B"),
        amend("claim-recorded", "b", id="claim-b", source=PAPER, details={"name": "BB", "uses": []}),
        amend("claim-recorded", "a", id="claim-a", source=PAPER, effective_on="2018-01-02"),
        amend("claim-recorded", "a", id="agrees", source=PAPER, effective_on="2018-01-01"),
        amend("change-corrected", "b", id="put-right", details={"name": "BB"}, reason="A misprint."),
    )
    return programme


@pytest.mark.parametrize(
    ("state", "claims"), [(None, ["claim-b", "claim-a"]), ("open", ["claim-a"]), ("settled", ["claim-b"])]
)
def test_contradictions_come_in_the_order_of_the_log_and_claims_that_agree_are_none(
    on_sqlite: Deployment, programme: str, state: str | None, claims: list[str]
) -> None:
    with viewing(on_sqlite, programme) as view:
        assert [each["claim"] for each in list_contradictions(view, state)["contradictions"]] == claims


def test_an_open_contradiction_shows_what_each_of_the_two_says(on_sqlite: Deployment, programme: str) -> None:
    with viewing(on_sqlite, programme) as view:
        (shown,) = list_contradictions(view, "open")["contradictions"]
    assert shown == {
        "change": "a",
        "type": "site",
        "subject": "a",
        "kind": "site-opened",
        "standing": "done",
        "aspect": "effective_on",
        "fields": ["effective_on"],
        "change_says": {"effective_on": "2018-01-01", "entry": "a", **RECORDED},
        "claim_says": {"effective_on": "2018-01-02", "entry": "claim-a", "source": PAPER, **RECORDED},
        "claim": "claim-a",
        "state": "open",
        "settled": None,
    }


def test_a_settled_contradiction_shows_the_field_that_differed_and_how_it_was_settled(
    on_sqlite: Deployment, programme: str
) -> None:
    with viewing(on_sqlite, programme) as view:
        (shown,) = list_contradictions(view, "settled")["contradictions"]
    assert (shown["aspect"], shown["fields"], shown["change_says"].get("details")) == (
        "details",
        ["name"],
        {"name": "BB"},
    )
    assert shown["settled"] == {"how": "corrected-to-claim", "entry": "put-right", "reason": "A misprint.", **RECORDED}


def test_a_contradiction_of_a_restricted_change_is_kept_from_an_observer(on_sqlite: Deployment) -> None:
    programme = on_sqlite.programme()
    claim = amend("claim-recorded", "a", id="claim", source=PAPER, effective_on="2018-01-02")
    record(on_sqlite, programme, start("site-opened", "a", id="a", name="A"), claim, amend("change-restricted", "a"))
    with viewing(on_sqlite, programme, public=True) as public, viewing(on_sqlite, programme) as staff:
        assert list_contradictions(public)["contradictions"] == []
        assert len(list_contradictions(staff)["contradictions"]) == 1


def test_a_claim_that_was_not_known_yet_contradicts_nothing(on_sqlite: Deployment, programme: str) -> None:
    with viewing(on_sqlite, programme, known_on="2018-06-03") as view:
        assert list_contradictions(view)["contradictions"] == []


@pytest.mark.parametrize("state", ["agrees", "closed", ""])
def test_another_state_is_refused(on_sqlite: Deployment, programme: str, state: str) -> None:
    with viewing(on_sqlite, programme) as view, pytest.raises(MalformedQuestion, match="ask for open or settled"):
        list_contradictions(view, state)
