"""Given a change and its claims, when entries follow: which claims disagree, which is settled, by what."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
import pytest

from domain.changes import claims
from domain.changes.change import Change, amend_change, start_change
from domain.changes.claims import Stage
from domain.log.amendments import Amendment
from domain.log.entry import Entry
from domain.log.parsing import read_entry
from domain.log.payloads import Starting
from tests.support.examples import PAPER, Body, amend, start

FORMED = start(
    "team-formed", "a", "2018-06", "planned", id="a", name="A", unit="u", function="response", covers=["x", "y"]
)
DATE = amend("claim-recorded", "a", id="claim", source=PAPER, effective_on="2018-09")
NAME = amend(
    "claim-recorded", "a", id="claim", source=PAPER, details={"name": "B", "unit": "u", "function": "response"}
)
DATE_AND_NAME = DATE | {"details": NAME["details"]}


def stages(*bodies: Body) -> list[Stage]:
    """Entries of one change, each with the change after it."""
    found: list[Stage] = []
    change: Change | None = None
    for place, said in enumerate(bodies, 1):
        body = read_entry(msgspec.json.encode({"id": f"e{place}"} | said))
        if isinstance(body, Starting):
            change = start_change(body, "a", place)
        else:
            assert change is not None and isinstance(body, Amendment)
            change = amend_change(change, body, place)
        found.append((_entry(body, place), change))
    return found


def _entry(body: Any, place: int) -> Entry:
    return Entry(UUID(int=1), 1, place, place, 1, body.id, "a", 1, "site-opened", body, place, place, "office", False)


def told(*bodies: Body) -> list[tuple[str, tuple[str, ...], str, str | None, str | None]]:
    return [
        (each.aspect, each.fields, each.state, each.settled_by.id if each.settled_by else None, each.how)
        for each in claims.claims_of(stages(FORMED, *bodies))
    ]


def test_a_claim_that_says_otherwise_is_open() -> None:
    assert told(DATE) == [("effective_on", ("effective_on",), "open", None, None)]
    assert told(NAME) == [("details", ("name",), "open", None, None)]


def test_a_claim_that_says_the_same_is_no_contradiction() -> None:
    for same in ("2018-06", "2018-06-01/2018-06-30", "2018-06~"):
        assert told(DATE | {"effective_on": same})[0][2] == "agrees"
    details = {"name": "A", "unit": "u", "function": "response", "covers": ["y", "x", "x"]}
    assert told(NAME | {"details": details})[0][2] == "agrees"


def test_what_a_paper_leaves_out_it_does_not_deny() -> None:
    assert told(NAME)[0][1] == ("name",), "it says nothing of what the team covers"
    more = NAME["details"] | {"strength": 4}
    assert told(NAME | {"details": more})[0][1] == ("name", "strength"), "the change says nothing of the strength"


def test_each_aspect_of_a_claim_is_settled_by_itself() -> None:
    corrected = amend("change-corrected", "a", effective_on="2018-09", id="corrected")
    assert told(DATE_AND_NAME, corrected) == [
        ("effective_on", ("effective_on",), "settled", "corrected", "corrected-to-claim"),
        ("details", ("name",), "open", None, None),
    ]


@pytest.mark.parametrize(
    ("body", "how"),
    [
        (amend("change-corrected", "a", effective_on="2018-09-01/2018-09-30"), "corrected-to-claim"),
        (amend("change-corrected", "a", effective_on="2018-08"), "corrected-otherwise"),
        (amend("change-corrected", "a", effective_on="2018-06"), "corrected-otherwise"),
        (amend("claim-dismissed", "a", claim="claim"), "dismissed"),
        (amend("change-retracted", "a"), "retracted"),
        (amend("change-corrected", "a", source=PAPER), None),
        (amend("change-corrected", "a", details=NAME["details"]), None),
        (amend("claim-dismissed", "a", claim="another"), None),
        (amend("change-withdrawn", "a"), None),
        (amend("change-rescheduled", "a", effective_on="2018-08"), None),
        (amend("change-restricted", "a"), None),
    ],
    ids=lambda each: each["kind"] if isinstance(each, dict) else str(each),
)
def test_what_settles_a_claim_of_a_date_and_what_does_not(body: Body, how: str | None) -> None:
    state = "open" if how is None else "settled"
    assert told(DATE, {"id": "then"} | body) == [
        ("effective_on", ("effective_on",), state, None if how is None else "then", how)
    ]


def test_what_was_recorded_before_the_claim_settles_nothing() -> None:
    assert told(amend("change-corrected", "a", effective_on="2018-07"), DATE)[0][2] == "open"


def test_the_first_that_settles_it_is_told() -> None:
    dismissed = amend("claim-dismissed", "a", claim="claim", id="first")
    corrected = amend("change-corrected", "a", effective_on="2018-09")
    assert told(DATE, dismissed, corrected)[0][3:] == ("first", "dismissed")


def test_a_plan_that_moves_to_the_claim_agrees_with_it_until_it_moves_on() -> None:
    moved = amend("change-rescheduled", "a", effective_on="2018-09")
    assert told(DATE, moved)[0][2] == "agrees"
    assert told(DATE, moved, amend("change-rescheduled", "a", effective_on="2018-10"))[0][2] == "open"


def test_a_claim_that_a_correction_leaves_behind_was_settled_otherwise() -> None:
    agreeing = DATE | {"effective_on": "2018-06"}
    assert told(agreeing, amend("change-corrected", "a", effective_on="2018-06"))[0][2] == "agrees"
    assert told(agreeing, amend("change-corrected", "a", effective_on="2018-07", id="then"))[0][2:] == (
        "settled", "then", "corrected-otherwise",
    )  # fmt: skip


def test_what_governs_is_the_entry_that_said_it_last() -> None:
    other = {"document": "001"}

    def governs(*bodies: Body) -> dict[str, tuple[str, str | None]]:
        found = claims.governing_entries(stages(FORMED, *bodies))
        return {aspect: (one.entry.id, one.source.document if one.source else None) for aspect, one in found.items()}

    assert governs(DATE) == {"effective_on": ("a", None), "details": ("a", None)}
    moved = amend("change-rescheduled", "a", effective_on="2018-07", id="moved", source=other)
    assert governs(DATE, moved) == {"effective_on": ("moved", "001"), "details": ("a", None)}
    details = amend("change-corrected", "a", details=NAME["details"], id="named")
    assert governs(moved, details) == {"effective_on": ("moved", "001"), "details": ("named", None)}
    paper = amend("change-corrected", "a", source=PAPER, id="paper")
    assert governs(moved, paper) == {
        "effective_on": ("moved", PAPER["document"]), "details": ("a", PAPER["document"]),
    }  # fmt: skip


def test_a_claim_names_the_entry_that_recorded_it_before_and_after_it_is_settled() -> None:
    for more in ((), (amend("change-corrected", "a", effective_on="2018-09", id="corrected"),)):
        (claim,) = claims.claims_of(stages(FORMED, DATE, *more))
        assert claim.entry.id == "claim"


def test_a_claim_that_never_differed_and_was_dismissed_agrees() -> None:
    dismissed = amend("claim-dismissed", "a", claim="claim", id="dismissed")
    assert told(DATE | {"effective_on": "2018-06"}, dismissed) == [
        ("effective_on", (), "agrees", "dismissed", "dismissed")
    ]


def test_another_list_says_otherwise_and_an_empty_one_says_no_more_than_none() -> None:
    other = NAME["details"] | {"name": "A", "covers": ["x", "z"]}
    assert told(NAME | {"details": other})[0][1] == ("covers",)
    empty = NAME["details"] | {"name": "A", "covers": []}
    assert told(NAME | {"details": empty})[0][1] == ("covers",)
    without = {name: value for name, value in FORMED["details"].items() if name != "covers"}
    found = claims.claims_of(stages(FORMED | {"details": without}, NAME | {"details": empty}))
    assert found[0].fields == ()
