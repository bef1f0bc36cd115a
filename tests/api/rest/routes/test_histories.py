"""What a subject's own history cannot hold, over HTTP: 409 with a sentence, and a twin that it can hold."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from tests.support.deployments import Deployment
from tests.support.examples import PAPER, PERSON, Body, accepted, amend, record, refused, start, world

MOVE = start("team-moved", "response-a", "2018-05", id="move", to="colindale")
PLAN = start("team-moved", "response-a", "2018-10", "planned", id="plan", to="colindale")
IDEA = start("team-moved", "response-a", "2018-10", "proposed", id="idea", to="colindale")
FORMED = start("team-formed", "response-c", id="c", name="C", unit="nw-bcu", function="response")
DISBANDED = start("team-disbanded", "response-a", "2018-03", id="end")
TO_END = start("team-disbanded", "response-a", "2018-09", "planned", id="to-end")
CLOSED = start("site-closed", "wembley", "2018-03", id="closed")
SOLD = start("site-sold", "wembley", "2018-05", id="sold")
OPENED = start("site-opened", "harrow", "2018-09", "planned", id="opened", name="Harrow")
RENAMED = start("site-renamed", "harrow", "2018-10", "planned", id="renamed", name="Harrow Road")
LEADER = start("leader-appointed", "commander", "2018-02", id="leader", person=PERSON, tenure="substantive")
VACATED = start("post-vacated", "commander", "2018-03", id="vacated")
MERGED = start("teams-merged", "response-b", "2018-03", id="merged", from_=["response-a"])
UNITED = start("units-merged", "nw-bcu", "2018-03", id="united", from_=["brent-boc"])
MERGER = {"from": ["response-a"]}


@dataclass
class Case:
    """What was recorded before, what its history then cannot hold, and what it can."""

    before: list[Body]
    impossible: Body
    possible: Body
    words: list[str] = field(default_factory=list)


CASES = {
    "closing a site that never opened": Case(
        [OPENED], start("site-closed", "harrow", "2018-02"), start("site-closed", "harrow", "2018-09", "planned"),
        ["harrow"],
    ),
    "closing a site whose opening was retracted": Case(
        [amend("change-retracted", "colindale")], start("site-closed", "colindale", "2018-02"),
        start("site-opened", "colindale", "2018-02", name="Colindale"), ["colindale"],
    ),
    "changing what is not there yet": Case(
        [], start("site-renamed", "wembley", "2017-12-31", name="W"), start("site-renamed", "wembley", name="W")
    ),
    "opening what is open": Case(
        [], start("site-opened", "wembley", "2018-02", name="W"), start("site-renamed", "wembley", "2018-02", name="W"),
        ["there already"],
    ),
    "opening it earlier, so that the opening on record is the second": Case(
        [], start("site-opened", "wembley", "2017", name="W"),
        amend("change-corrected", "wembley", effective_on="2017"), ['"wembley"'],
    ),
    "closing what is closed": Case([CLOSED], start("site-closed", "wembley", "2018-05"), SOLD, ["closed"]),
    "selling what is sold": Case(
        [CLOSED, SOLD], start("site-sold", "wembley", "2018-06-01"),
        start("site-opened", "wembley", "2018-06-01", name="Wembley"),
    ),
    "selling what was sold while open": Case(
        [SOLD], {**SOLD, "id": "again"}, start("site-closed", "wembley", "2018-04")
    ),
    "moving what is disbanded": Case([DISBANDED], MOVE, {**MOVE, "effective_on": "2018-02"}, ["response-a"]),
    "disbanding what a plan still moves": Case(
        [PLAN], DISBANDED, TO_END | {"effective_on": "2018-11"}, ['"plan"']
    ),
    "planning to disband what a plan still moves": Case(
        [PLAN], TO_END, TO_END | {"effective_on": "2018-10-31"}, ['"plan"']
    ),
    "vacating an empty post": Case([], VACATED, LEADER, ["nobody holds"]),
    "vacating a post twice": Case([LEADER, VACATED], {**VACATED, "id": "again"}, {**LEADER, "id": "next"}),
    "vacating before the appointment": Case(
        [LEADER], {**VACATED, "effective_on": "2018-02-27"}, {**VACATED, "effective_on": "2018-02"}
    ),
    "resting what is done on what is only planned": Case(
        [start("site-opened", "harrow", "2018-02", "planned", id="opened", name="Harrow")],
        start("site-renamed", "harrow", "2018-05", name="Harrow Road"),
        start("site-renamed", "harrow", "2018-05", "planned", name="Harrow Road"),
    ),
    "retracting what another change rests on": Case(
        [MOVE], amend("change-retracted", "response-a"), amend("change-retracted", "move"), ['"move"']
    ),
    "withdrawing a plan that another plan rests on": Case(
        [OPENED, RENAMED], amend("change-withdrawn", "opened"), amend("change-withdrawn", "renamed"), ['"renamed"']
    ),
    "putting off a plan that another plan rests on": Case(
        [OPENED, RENAMED], amend("change-rescheduled", "opened", effective_on="2019"),
        amend("change-rescheduled", "opened", effective_on="2018-10"), ['"renamed"'],
    ),
    "completing a plan after what rests on it": Case(
        [PLAN | {"effective_on": "2018-04"}, TO_END | {"effective_on": "2018-05"}],
        amend("change-completed", "plan", effective_on="2018-06-01"),
        amend("change-completed", "plan", effective_on="2018-05"), ["response-a"],
    ),
    "correcting the date of a birth to after what rests on it": Case(
        [MOVE], amend("change-corrected", "response-a", effective_on="2018-06-01"),
        amend("change-corrected", "response-a", effective_on="2018-05"), ['"move"'],
    ),
    "confirming what the plan leaves no room for": Case(
        [IDEA, TO_END], amend("change-confirmed", "idea"), amend("change-rescheduled", "idea", effective_on="2018-08")
    ),
    "proposing what the plan leaves no room for": Case(
        [TO_END], IDEA, {**IDEA, "effective_on": "2018-08"}, ["response-a"]
    ),
    "merging from what is disbanded": Case(
        [DISBANDED], MERGED, FORMED | {"subject": "response-a", "effective_on": "2018-03"}, ["response-a"]
    ),
    "merging into what is disbanded": Case(
        [DISBANDED | {"subject": "response-b"}], MERGED, FORMED | {"effective_on": "2018-03", "subject": "response-b"},
        ["response-b"],
    ),
    "moving what was merged": Case([MERGED], MOVE, {**MOVE, "subject": "response-b"}, ["response-a"]),
    "merging what still moves": Case([MOVE], MERGED, MERGED | {"effective_on": "2018-05"}, ['"move"']),
    "merging units twice": Case(
        [UNITED], {**UNITED, "id": "again"}, start("unit-renamed", "nw-bcu", "2018-03", name="North"), ["brent-boc"]
    ),
    "correcting a merger to name what still moves": Case(
        [FORMED, MOVE, MERGED | {"details": {"from": ["response-c"]}}],
        amend("change-corrected", "merged", details=MERGER),
        amend("change-corrected", "merged", details=MERGER, effective_on="2018-05"), ['"move"'],
    ),
    "ending an area twice": Case(
        [start("area-ended", "kenton", "2018-03")], start("area-ended", "kenton", "2018-04"),
        start("area-defined", "kenton", "2018-04", name="Kenton", area_type="ward"),
    ),
    "setting a milestone twice": Case(
        [], start("milestone-set", "go-live", "2019", "planned", title="Go live"),
        amend("change-rescheduled", "go-live", effective_on="2019"), ["go-live"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_a_history_cannot_hold_is_refused_and_its_twin_is_accepted(on_sqlite: Deployment, name: str) -> None:
    programme, case = world(on_sqlite), CASES[name]
    record(on_sqlite, programme, *case.before)
    refused(on_sqlite, programme, case.impossible, 409, *case.words)
    accepted(on_sqlite, programme, case.possible)


def test_every_such_refusal_is_the_same_on_postgresql(on_postgres: Deployment) -> None:
    for case in CASES.values():
        programme = world(on_postgres)
        record(on_postgres, programme, *case.before)
        refused(on_postgres, programme, case.impossible, 409, *case.words)
        accepted(on_postgres, programme, case.possible)


NEVER = {
    "withdrawing a proposal that another rests on": [
        {**OPENED, "standing": "proposed"}, {**RENAMED, "standing": "proposed"}, amend("change-withdrawn", "opened"),
    ],
    "retracting a proposal that another rests on": [
        {**OPENED, "standing": "proposed"}, {**RENAMED, "standing": "proposed"}, amend("change-retracted", "opened"),
    ],
    "a proposal that displaces the plan": [PLAN, {**TO_END, "standing": "proposed"}],
    "a claim that could not be": [MOVE, amend("claim-recorded", "response-a", source=PAPER, effective_on="2019")],
    "restricting and releasing what others rest on": [
        MOVE, amend("change-restricted", "response-a"), amend("change-released", "response-a"),
    ],
    "retracting what was withdrawn": [
        OPENED, RENAMED, amend("change-withdrawn", "renamed"), amend("change-withdrawn", "opened"),
        amend("change-retracted", "renamed"), amend("change-retracted", "opened"),
    ],
    "what clashes with other subjects": [start("team-moved", "response-b", "2019", "planned", to="wembley"), CLOSED],
    "ending what others belong to": [start("unit-dissolved", "brent-boc", "2018-02"), {**MOVE, "id": "later"}],
}  # fmt: skip


@pytest.mark.parametrize("name", NEVER)
def test_on_this_ground_it_is_never_refused(on_sqlite: Deployment, name: str) -> None:
    programme = world(on_sqlite)
    for body in NEVER[name]:
        accepted(on_sqlite, programme, body)
