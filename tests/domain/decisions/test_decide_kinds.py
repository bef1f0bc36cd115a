"""Every kind that starts a change: where it is accepted, and where it is refused."""

from __future__ import annotations

from typing import Any

import pytest

from domain.decisions.decide import Decision
from domain.log.payloads import STARTINGS
from domain.refusals import (
    Impossible,
    MakesImpossible,
    OtherProgramme,
    Refusal,
    UnknownDependency,
    UnknownPerson,
    UnknownSubject,
)
from tests.domain.given import world
from tests.support.examples import PERSON, amend, start

Body = dict[str, Any]
ACTING = {"person": PERSON, "tenure": "acting"}
SCENARIO = {"scenario": "two-bases", "name": "Two bases", "entries": 3}
CLASH = {"clash": "site-not-open-0123456789ab", "mark": "0123456789ab"}
ELSEWHERE: Body = start("clash-acknowledged", "elsewhere", reason="It is meant.", details=CLASH)

ACCEPTED: dict[str, Body] = {
    "area-defined": start("area-defined", "northwick", name="Northwick", area_type="ward", parent="brent"),
    "area-ended": start("area-ended", "kenton"),
    "area-stated": start("area-stated", "kenton", text="Kenton stays as it is."),
    "unit-established": start("unit-established", "harrow", name="Harrow", unit_type="bcu", parent="nw-bcu"),
    "unit-renamed": start("unit-renamed", "nw-bcu", name="North West BCU"),
    "units-merged": start("units-merged", "nw-bcu", "2018-11", "planned", from_=["brent-boc"]),
    "unit-dissolved": start("unit-dissolved", "brent-boc", "2018-11", "planned"),
    "unit-stated": start("unit-stated", "nw-bcu", text="It commands three boroughs."),
    "site-opened": start("site-opened", "harrow", name="Harrow", area="brent"),
    "site-renamed": start("site-renamed", "wembley", name="Wembley Park"),
    "site-uses-changed": start("site-uses-changed", "wembley", add=["office"], end=["custody"]),
    "site-closed": start("site-closed", "wembley", "2018-10-01", "planned"),
    "site-sold": start("site-sold", "wembley", "2019", "proposed"),
    "site-stated": start("site-stated", "wembley", text="It stays open."),
    "team-formed": start("team-formed", "cid", name="CID", unit="nw-bcu", function="investigation", site="wembley"),
    "team-renamed": start("team-renamed", "response-a", name="Response"),
    "team-moved": start("team-moved", "response-a", to="colindale"),
    "team-transferred": start("team-transferred", "response-a", to="nw-bcu"),
    "team-cover-changed": start("team-cover-changed", "response-b", add=["kenton"]),
    "team-resized": start("team-resized", "response-a", direction="larger"),
    "teams-merged": start("teams-merged", "response-a", from_=["response-b"]),
    "team-disbanded": start("team-disbanded", "response-b", "2018-06"),
    "team-stated": start("team-stated", "response-a", text="It answers within 15 minutes."),
    "post-created": start("post-created", "deputy", title="Deputy", unit="nw-bcu", area="brent"),
    "leader-appointed": start("leader-appointed", "commander", details=ACTING),
    "post-vacated": start("post-vacated", "commander", "2018-03-01"),
    "post-abolished": start("post-abolished", "commander"),
    "post-stated": start("post-stated", "commander", text="The post stays."),
    "milestone-set": start("milestone-set", "ready", "2018-09", "planned", title="Ready", depends_on=["go-live"]),
    "clash-acknowledged": start("clash-acknowledged", "north-west", reason="It is meant.", details=CLASH),
    "scenario-committed": start("scenario-committed", "north-west", details=SCENARIO),
    "scenario-discarded": start("scenario-discarded", "north-west", reason="Too dear.", details=SCENARIO),
    "reminder-policy-set": start("reminder-policy-set", "north-west", overdue_every=3),
}
"""An entry of each kind that can be recorded after the small merger."""

BEFORE: dict[str, tuple[Body, ...]] = {
    "post-vacated": (start("leader-appointed", "commander", "2018-02-01", details=ACTING, id="acting"),),
}
"""What has to be recorded before, where the small merger is not enough."""

REFUSED: dict[str, tuple[Body, type[Refusal]]] = {
    "area-defined": (start("area-defined", "kenton", "2018-02", name="K", area_type="ward"), Impossible),
    "area-ended": (start("area-ended", "atlantis"), UnknownSubject),
    "area-stated": (start("area-stated", "kenton", "2017", text="Before it was."), Impossible),
    "unit-established": (
        start("unit-established", "harrow", name="Harrow", unit_type="bcu", areas=["atlantis"]),
        UnknownSubject,
    ),
    "unit-renamed": (start("unit-renamed", "nw-bcu", "2017-12-31", name="Too early"), Impossible),
    "units-merged": (start("units-merged", "nw-bcu", from_=["atlantis"]), UnknownSubject),
    "unit-dissolved": (start("unit-dissolved", "nw-bcu", "2017"), Impossible),
    "unit-stated": (start("unit-stated", "atlantis", text="Nobody knows it."), UnknownSubject),
    "site-opened": (start("site-opened", "wembley", "2018-02-01", name="Again"), Impossible),
    "site-renamed": (start("site-renamed", "wembley", "2017", name="Too early"), Impossible),
    "site-uses-changed": (start("site-uses-changed", "atlantis", add=["office"]), UnknownSubject),
    "site-closed": (start("site-closed", "wembley", "2017-12-31"), Impossible),
    "site-sold": (start("site-sold", "wembley", "2017"), Impossible),
    "site-stated": (start("site-stated", "wembley", "2017", text="It was not there."), Impossible),
    "team-formed": (
        start("team-formed", "cid", name="CID", unit="nw-bcu", function="investigation", site="atlantis"),
        UnknownSubject,
    ),
    "team-renamed": (start("team-renamed", "response-a", "2017", name="Too early"), Impossible),
    "team-moved": (start("team-moved", "response-a", to="atlantis"), UnknownSubject),
    "team-transferred": (start("team-transferred", "response-a", to="atlantis"), UnknownSubject),
    "team-cover-changed": (start("team-cover-changed", "response-b", add=["atlantis"]), UnknownSubject),
    "team-resized": (start("team-resized", "response-a", "2017", strength=3), Impossible),
    "teams-merged": (start("teams-merged", "response-a", from_=["atlantis"]), UnknownSubject),
    "team-disbanded": (start("team-disbanded", "response-b", "2017"), Impossible),
    "team-stated": (start("team-stated", "atlantis", text="Nobody knows it."), UnknownSubject),
    "post-created": (start("post-created", "deputy", title="Deputy", unit="atlantis"), UnknownSubject),
    "leader-appointed": (
        start("leader-appointed", "commander", details=ACTING | {"person": "p-9"}),
        UnknownPerson,
    ),
    "post-vacated": (start("post-vacated", "commander", "2018-03-01"), Impossible),
    "post-abolished": (start("post-abolished", "commander", "2017"), Impossible),
    "post-stated": (start("post-stated", "commander", "2017", text="It was not there."), Impossible),
    "milestone-set": (
        start("milestone-set", "ready", "2018-09", "planned", title="Ready", depends_on=["nowhere"]),
        UnknownDependency,
    ),
    "clash-acknowledged": (ELSEWHERE, OtherProgramme),
    "scenario-committed": (start("scenario-committed", "elsewhere", details=SCENARIO), OtherProgramme),
    "scenario-discarded": (
        start("scenario-discarded", "elsewhere", reason="Too dear.", details=SCENARIO),
        OtherProgramme,
    ),
    "reminder-policy-set": (start("reminder-policy-set", "elsewhere", overdue_every=3), OtherProgramme),
}
"""An entry of each kind that is refused after the small merger, and how."""


def test_the_tables_leave_no_kind_out() -> None:
    assert set(ACCEPTED) == set(REFUSED) == set(STARTINGS)


@pytest.mark.parametrize("kind", ACCEPTED)
def test_it_is_accepted_and_starts_a_change(kind: str) -> None:
    body = ACCEPTED[kind]
    decision = world(*BEFORE.get(kind, ())).decide(body)
    assert isinstance(decision, Decision)
    assert decision.before is None
    assert (decision.after.event.kind, decision.after.slug) == (kind, body["subject"])
    assert (decision.after.standing, decision.after.when.text) == (body["standing"], body["effective_on"])


@pytest.mark.parametrize("kind", REFUSED)
def test_it_is_refused(kind: str) -> None:
    body, refusal = REFUSED[kind]
    with pytest.raises(refusal):
        world().decide(body)


@pytest.mark.parametrize("kind", ["units-merged", "teams-merged"])
def test_a_merger_reaches_into_the_history_of_each_that_it_ends(kind: str) -> None:
    body = ACCEPTED[kind]
    decision = world().decide(body)
    assert isinstance(decision, Decision)
    assert list(decision.reaches) == [body["subject"], *body["details"]["from"]]
    assert all(decision.reaches.values())


def test_a_closed_site_is_sold_once() -> None:
    closed = start("site-closed", "wembley", "2018-02-01")
    sold = start("site-sold", "wembley", "2018-03-01")
    story = world(closed, sold)
    with pytest.raises(Impossible):
        story.decide(sold | {"effective_on": "2018-04-01"})


def test_what_is_done_does_not_rest_on_what_is_only_planned() -> None:
    planned = start("site-opened", "harrow", "2018-03-01", "planned", name="Harrow", id="harrow")
    renamed = start("site-renamed", "harrow", "2018-04-01", "done", name="Harrow Road")
    with pytest.raises(Impossible):
        world(planned).decide(renamed)
    assert world(planned).decide(renamed | {"standing": "planned"})
    assert world(planned, amend("change-completed", "harrow", effective_on="2018-03-01")).decide(renamed)


def test_what_is_done_must_fit_what_is_planned_too() -> None:
    planned = start("site-renamed", "wembley", "2018-05-01", "planned", name="Wembley Park", id="renamed")
    with pytest.raises(MakesImpossible, match='"renamed"'):
        world(planned).decide(start("site-closed", "wembley", "2018-04-01"))


def test_a_proposal_may_contradict_the_plan() -> None:
    planned = start("site-renamed", "wembley", "2018-09-01", "planned", name="Wembley Park", id="renamed")
    assert world(planned).decide(start("site-closed", "wembley", "2018-08-01", "proposed"))
