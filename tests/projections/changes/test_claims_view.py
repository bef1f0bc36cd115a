"""Given the entries of a change, what answers show of the claims about it: what became of each, and what governs."""

from __future__ import annotations

from typing import Any

import pytest

from projections.changes.claim_answers import FollowedClaim, GoverningEntries
from projections.changes.claims_view import stages, with_claims
from tests.domain.given import Story as Log
from tests.support.examples import PAPER, Body, amend, start

OTHER = {"document": "other.txt"}
TEAM = {"name": "A", "unit": "u", "function": "response"}
WORLD = (
    start("unit-established", "u", name="U", unit_type="bcu"),
    start("team-formed", "a", "2018-07", "planned", id="formed", **TEAM),
)
DATE = amend("claim-recorded", "formed", id="claim", source=OTHER, effective_on="2018-09")
BOTH = DATE | {"details": TEAM | {"name": "B"}}
NO_CLAIM = amend("change-rescheduled", "formed", effective_on="2018-08")
RECORDED = {"recorded_at": "2018-06-04T08:00:00.000000Z", "recorded_by": "tester"}


def followed(*bodies: Body) -> tuple[list[FollowedClaim], GoverningEntries | None]:
    """The claims of the team's change after these entries, and what governs it."""
    entries = list(Log(*WORLD, *bodies).entries.values())[1:]
    return with_claims(entries, [entry.shown() for entry in entries[1:]])


def outcome(*bodies: Body) -> tuple[str, Any, Any]:
    """The state of the one claim; how it was settled and by which entry."""
    (claim,), _ = followed(*bodies)
    settled = claim["settled"]
    return claim["state"], settled and settled["how"], settled and settled["entry"]


def test_a_change_without_a_claim_has_none_and_nothing_that_governs() -> None:
    assert followed(NO_CLAIM) == ([], None)


def test_only_claims_are_listed_among_the_amendments() -> None:
    claims, _ = followed(NO_CLAIM, DATE, amend("change-restricted", "formed"))
    assert [(claim["id"], claim["kind"], claim.get("effective_on")) for claim in claims] == [
        ("claim", "claim-recorded", "2018-09")
    ]


@pytest.mark.parametrize(
    ("bodies", "expected"),
    [
        ([DATE], ("open", None, None)),
        ([DATE | {"effective_on": "2018-07-01/2018-07-31"}], ("agrees", None, None)),
        (
            [DATE, amend("change-corrected", "formed", id="put-right", effective_on="2018-09")],
            ("settled", "corrected-to-claim", "put-right"),
        ),
        (
            [DATE, amend("change-corrected", "formed", id="put-right", effective_on="2018-10")],
            ("settled", "corrected-otherwise", "put-right"),
        ),
        ([DATE, amend("change-retracted", "formed", id="struck")], ("settled", "retracted", "struck")),
        (
            [DATE, amend("claim-dismissed", "formed", id="no", claim="claim")],
            ("settled", "dismissed", "no"),
        ),
        ([BOTH], ("open", None, None)),
        (
            [BOTH, amend("change-corrected", "formed", id="put-right", effective_on="2018-09")],
            ("open", None, None),
        ),
        (
            [
                BOTH,
                amend("change-corrected", "formed", id="first", effective_on="2018-09"),
                amend("change-corrected", "formed", id="second", details=TEAM | {"name": "C"}),
            ],
            ("settled", "corrected-otherwise", "second"),
        ),
        (
            [
                DATE | {"effective_on": "2018-07", "details": TEAM | {"name": "B"}},
                amend("change-corrected", "formed", id="put-right", details=TEAM | {"name": "B"}),
            ],
            ("settled", "corrected-to-claim", "put-right"),
        ),
    ],
    ids=[
        "another date is open",
        "the same days agree",
        "corrected to the claim",
        "corrected to a third date",
        "the change was retracted",
        "the claim was dismissed",
        "two aspects are open",
        "open as long as one aspect is",
        "settled by the last aspect",
        "settled though one aspect agrees",
    ],
)
def test_what_became_of_a_claim(bodies: list[Body], expected: tuple[str, Any, Any]) -> None:
    assert outcome(*bodies) == expected


def test_a_settlement_says_who_settled_it_when_and_why() -> None:
    (claim,), _ = followed(DATE, amend("change-retracted", "formed", id="struck", reason="A misprint."))
    assert claim["settled"] == {"how": "retracted", "entry": "struck", "reason": "A misprint.", **RECORDED}


def test_the_start_governs_until_something_else_is_said() -> None:
    _, governing = followed(DATE)
    formed = {"entry": "formed", **RECORDED}
    assert governing == {"effective_on": formed, "details": formed}


def test_the_entry_that_last_gave_the_date_governs_it_with_its_paper() -> None:
    moved = amend("change-rescheduled", "formed", id="moved", effective_on="2018-08", source=PAPER)
    _, governing = followed(DATE, moved)
    assert governing == {
        "effective_on": {"entry": "moved", "source": PAPER, **RECORDED},
        "details": {"entry": "formed", **RECORDED},
    }


def test_a_stage_is_an_entry_with_the_change_after_it() -> None:
    entries = list(Log(*WORLD, NO_CLAIM, amend("change-withdrawn", "formed", id="off")).entries.values())[1:]
    assert [(entry.body.kind, change.standing, change.when.text) for entry, change in stages(entries)] == [
        ("team-formed", "planned", "2018-07"),
        ("change-rescheduled", "planned", "2018-08"),
        ("change-withdrawn", "withdrawn", "2018-08"),
    ]
