"""What must be looked up before an entry is decided on."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from domain.decisions.needs import Needs, needs_of
from domain.log.body import Body
from domain.log.parsing import read_line
from domain.time import edtf
from tests.domain.given import world
from tests.support.examples import PAPER, amend, start

MERGED = start("teams-merged", "response-a", "2018-04", "planned", id="merged", from_=["response-b"])


def needs(body: dict[str, Any], change: str | None = None, *before: dict[str, Any]) -> Needs:
    payload = read_line(msgspec.json.encode(body))
    assert isinstance(payload, Body)
    return needs_of(payload, world(*before).changes[change] if change else None)


def day(text: str) -> int:
    return edtf.parse(text).earliest


def test_a_starting_entry_needs_what_it_names_and_the_histories_that_it_touches() -> None:
    wanted = Needs((("unit", "nw-bcu"), ("site", "wembley")), ("cid",), day("2018-01-01"))
    body = start("team-formed", "cid", name="CID", unit="nw-bcu", function="investigation", site="wembley")
    assert needs(body) == wanted
    assert needs(MERGED) == Needs((("team", "response-b"),), ("response-a", "response-b"), day("2018-04-01"))


def test_an_amendment_of_an_unknown_change_needs_nothing() -> None:
    assert needs(amend("change-withdrawn", "nowhere")) == Needs((), (), edtf.END)


@pytest.mark.parametrize(
    ("kind", "fields", "first"),
    [
        ("change-withdrawn", {}, "2018-04-01"),
        ("change-rescheduled", {"effective_on": "2018-03"}, "2018-03-01"),
        ("change-rescheduled", {"effective_on": "2018-05"}, "2018-04-01"),
        ("change-completed", {"effective_on": "2018-03-15"}, "2018-03-15"),
        ("change-corrected", {"effective_on": "2018-03-15"}, "2018-03-15"),
        ("change-corrected", {"source": PAPER}, "2018-04-01"),
        ("claim-recorded", {"source": PAPER, "effective_on": "2018-03-15"}, "2018-04-01"),
    ],
)
def test_histories_are_needed_from_the_first_day_that_an_amendment_can_alter(
    kind: str, fields: dict[str, Any], first: str
) -> None:
    found = needs(amend(kind, "merged", **fields), "merged", MERGED)
    assert (found.slugs, found.day) == (("response-a", "response-b"), day(first))


def test_what_counts_no_longer_needs_no_history() -> None:
    found = needs(amend("change-retracted", "merged"), "merged", MERGED, amend("change-withdrawn", "merged"))
    assert found.day == edtf.END


def test_a_corrected_merger_needs_those_that_it_ends_now_too() -> None:
    corrected = amend("change-corrected", "merged", details={"from": ["response-b", "cid"]})
    found = needs(corrected, "merged", MERGED)
    assert found.slugs == ("response-a", "response-b", "cid")
    assert found.references == (("team", "response-b"), ("team", "cid"))


def test_a_claim_needs_what_it_names_and_no_other_history() -> None:
    claim = amend("claim-recorded", "merged", source=PAPER, details={"from": ["cid"]})
    found = needs(claim, "merged", MERGED)
    assert (found.references, found.slugs) == ((("team", "cid"),), ("response-a", "response-b"))


def test_details_that_cannot_be_read_need_nothing() -> None:
    assert needs(amend("change-corrected", "merged", details={"to": "x"}), "merged", MERGED).references == ()
