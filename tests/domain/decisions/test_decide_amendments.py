"""Every amendment: the standings from which it is accepted, what it makes of the change, and how it is refused."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from domain.changes.change import DONE, PLANNED, PROPOSED, RETRACTED, WITHDRAWN
from domain.decisions.decide import Decision
from domain.log.amendments import AMENDMENTS
from domain.refusals import (
    Impossible,
    MakesImpossible,
    Malformed,
    NotAllowed,
    NotYet,
    UnknownChange,
    UnknownClaim,
    UnknownSubject,
)
from domain.time import edtf
from tests.domain.given import Story, world
from tests.support.examples import PAPER, amend, start

Body = dict[str, Any]
STANDINGS = (PROPOSED, PLANNED, DONE, WITHDRAWN, RETRACTED)

AMENDED: dict[str, Body] = {
    "change-confirmed": amend("change-confirmed", "moved"),
    "change-rescheduled": amend("change-rescheduled", "moved", effective_on="2018-05-01"),
    "change-completed": amend("change-completed", "moved", effective_on="2018-05-01"),
    "change-withdrawn": amend("change-withdrawn", "moved"),
    "change-corrected": amend("change-corrected", "moved", effective_on="2018-05-01"),
    "change-retracted": amend("change-retracted", "moved"),
    "claim-recorded": amend("claim-recorded", "moved", source=PAPER, effective_on="2018-05-01"),
    "claim-dismissed": amend("claim-dismissed", "moved", claim="claim"),
    "change-restricted": amend("change-restricted", "moved"),
    "change-released": amend("change-released", "moved"),
}
BECOMES: dict[str, dict[str, str]] = {
    "change-confirmed": {PROPOSED: PLANNED},
    "change-rescheduled": {PROPOSED: PROPOSED, PLANNED: PLANNED},
    "change-completed": {PROPOSED: DONE, PLANNED: DONE},
    "change-withdrawn": {PROPOSED: WITHDRAWN, PLANNED: WITHDRAWN},
    "change-corrected": {PROPOSED: PROPOSED, PLANNED: PLANNED, DONE: DONE},
    "change-retracted": {PROPOSED: RETRACTED, PLANNED: RETRACTED, DONE: RETRACTED, WITHDRAWN: RETRACTED},
    "claim-recorded": {PROPOSED: PROPOSED, PLANNED: PLANNED, DONE: DONE, WITHDRAWN: WITHDRAWN},
    "claim-dismissed": {PROPOSED: PROPOSED, PLANNED: PLANNED, DONE: DONE, WITHDRAWN: WITHDRAWN},
    "change-restricted": {standing: standing for standing in STANDINGS},
    "change-released": {standing: standing for standing in STANDINGS},
}
"""By the amendment, the standings that it takes, and what each becomes."""


def moved(standing: str) -> Story:
    """The small merger, in which a team's move has a standing, and another paper claims otherwise."""
    first = standing if standing in (PROPOSED, PLANNED, DONE) else PLANNED
    story = world(start("team-moved", "response-a", "2018-04-01", first, id="moved", to="colindale"))
    story.record(amend("claim-recorded", "moved", source=PAPER, effective_on="2018-05", id="claim"))
    if standing == WITHDRAWN:
        story.record(amend("change-withdrawn", "moved"))
    if standing == RETRACTED:
        story.record(amend("change-retracted", "moved"))
    return story


def test_the_tables_leave_no_amendment_out() -> None:
    assert set(AMENDED) == set(BECOMES) == set(AMENDMENTS)


@pytest.mark.parametrize("standing", STANDINGS)
@pytest.mark.parametrize("kind", AMENDED)
def test_it_is_accepted_from_some_standings_and_refused_from_the_others(kind: str, standing: str) -> None:
    story = moved(standing)
    if standing not in BECOMES[kind]:
        with pytest.raises(NotAllowed):
            story.decide(AMENDED[kind])
        return
    decision = story.decide(AMENDED[kind])
    assert isinstance(decision, Decision)
    assert (decision.before, decision.version) == (story.changes["moved"], story.versions["team", "response-a"] + 1)
    assert decision.after.standing == BECOMES[kind][standing]


@pytest.mark.parametrize("kind", AMENDED)
def test_it_acts_on_a_change_of_the_log(kind: str) -> None:
    for name in ("nowhere", "claim"):
        with pytest.raises(UnknownChange, match=f'"{name}"'):
            moved(PLANNED).decide(AMENDED[kind] | {"change": name})


@pytest.mark.parametrize("kind", ["change-rescheduled", "change-completed", "change-corrected"])
def test_a_date_that_the_history_cannot_hold_is_refused(kind: str) -> None:
    with pytest.raises(Impossible, match="response-a"):
        moved(PLANNED).decide(AMENDED[kind] | {"effective_on": "2017"})


@pytest.mark.parametrize("kind", ["change-retracted", "change-rescheduled", "change-corrected"])
def test_what_rests_on_a_change_keeps_it_where_it_is(kind: str) -> None:
    opened = start("site-opened", "harrow", "2018-03-01", "planned", id="opened", name="Harrow")
    renamed = start("site-renamed", "harrow", "2018-04-01", "planned", id="renamed", name="Harrow Road")
    fields = {} if kind == "change-retracted" else {"effective_on": "2018-04-02"}
    with pytest.raises(MakesImpossible, match='"renamed"'):
        world(opened, renamed).decide(amend(kind, "opened", **fields))


def test_a_proposal_is_withdrawn_whatever_rests_on_it() -> None:
    opened = start("site-opened", "harrow", "2018-03-01", "proposed", id="opened", name="Harrow")
    renamed = start("site-renamed", "harrow", "2018-04-01", "proposed", id="renamed", name="Harrow Road")
    for kind in ("change-withdrawn", "change-retracted"):
        assert world(opened, renamed).decide(amend(kind, "opened"))


@pytest.mark.parametrize("kind", ["change-completed", "change-corrected"])
def test_nothing_is_done_before_its_day(kind: str) -> None:
    story = moved(DONE if kind == "change-corrected" else PLANNED)
    with pytest.raises(NotYet, match="2018-06-04"):
        story.decide(AMENDED[kind] | {"effective_on": "2018-06-05"})
    assert story.decide(AMENDED[kind] | {"effective_on": "2018-06-04"})


def test_an_amendment_that_leaves_a_date_alone_does_not_ask_for_its_day() -> None:
    story = moved(DONE)
    story.changes["moved"] = msgspec.structs.replace(story.changes["moved"], when=edtf.parse("2019"))
    assert story.decide(AMENDED["change-restricted"])


@pytest.mark.parametrize("kind", ["change-corrected", "claim-recorded"])
def test_details_are_those_of_the_changes_kind(kind: str) -> None:
    fields = {"source": PAPER} if kind == "claim-recorded" else {}
    with pytest.raises(Malformed, match="name"):
        moved(PLANNED).decide(amend(kind, "moved", details={"name": "Harrow"}, **fields))
    with pytest.raises(UnknownSubject, match="atlantis"):
        moved(PLANNED).decide(amend(kind, "moved", details={"to": "atlantis"}, **fields))
    assert moved(PLANNED).decide(amend(kind, "moved", details={"to": "wembley"}, **fields))


def test_a_corrected_merger_reaches_into_those_that_it_ended_and_those_that_it_ends() -> None:
    third = start("team-formed", "cid", name="CID", unit="nw-bcu", function="investigation")
    merged = start("teams-merged", "response-a", id="merged", from_=["response-b"])
    decision = world(third, merged).decide(amend("change-corrected", "merged", details={"from": ["cid"]}))
    assert isinstance(decision, Decision)
    assert {
        slug: (bool(reach and reach.before), bool(reach and reach.after)) for slug, reach in decision.reaches.items()
    } == {
        "response-a": (True, True),
        "cid": (False, True),
        "response-b": (True, False),
    }
    with pytest.raises(Malformed, match="itself"):
        world(third, merged).decide(amend("change-corrected", "merged", details={"from": ["response-a"]}))


@pytest.mark.parametrize("claim", ["nowhere", "moved", "corrected", "elsewhere"])
def test_only_a_claim_of_the_same_change_is_dismissed(claim: str) -> None:
    story = moved(PLANNED)
    story.record(amend("change-corrected", "moved", source=PAPER, id="corrected"))
    story.record(amend("claim-recorded", "go-live", source=PAPER, effective_on="2018-09", id="elsewhere"))
    with pytest.raises(UnknownClaim, match=f'"{claim}"'):
        story.decide(amend("claim-dismissed", "moved", claim=claim))
