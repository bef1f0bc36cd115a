"""The entries that amend a change."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from domain.log.amendments import AMENDMENTS, UNTESTED, Amendment
from domain.refusals import MalformedDate
from tests.support.examples import PAPER

WHOLE: dict[str, dict[str, Any]] = {
    "change-confirmed": {},
    "change-rescheduled": {"effective_on": "2018", "reason": "Late."},
    "change-completed": {"effective_on": "2018"},
    "change-withdrawn": {"reason": "Late."},
    "change-corrected": {"reason": "Late."},
    "change-retracted": {"reason": "Late."},
    "claim-recorded": {"source": PAPER},
    "claim-dismissed": {"claim": "c", "reason": "Late."},
    "change-restricted": {"reason": "Late."},
    "change-released": {"reason": "Late."},
}
"""What each must give."""


def read(kind: str, fields: dict[str, Any]) -> Amendment:
    raw = msgspec.json.encode({"kind": kind, "change": "a", **fields})
    return msgspec.json.decode(raw, type=AMENDMENTS[kind])


def whole(kind: str) -> dict[str, Any]:
    return WHOLE[kind] | ({"effective_on": "2018"} if kind in ("change-corrected", "claim-recorded") else {})


def test_the_table_leaves_none_out() -> None:
    assert set(WHOLE) == set(AMENDMENTS)


@pytest.mark.parametrize("kind", WHOLE)
def test_it_is_read_with_what_it_must_give_and_not_without(kind: str) -> None:
    payload = read(kind, whole(kind))
    assert (payload.kind, payload.change) == (kind, "a")
    for name in WHOLE[kind]:
        with pytest.raises(msgspec.ValidationError, match=name):
            read(kind, {field: value for field, value in whole(kind).items() if field != name})


@pytest.mark.parametrize("kind", ["change-corrected", "claim-recorded"])
def test_it_says_something_else_than_the_change_does(kind: str) -> None:
    with pytest.raises(msgspec.ValidationError, match="effective_on"):
        read(kind, WHOLE[kind])
    for more in ({"effective_on": "2018"}, {"details": {"to": "b"}}):
        assert read(kind, WHOLE[kind] | more)


def test_a_correction_may_give_another_paper_alone() -> None:
    assert read("change-corrected", {"reason": "Late.", "source": PAPER})


@pytest.mark.parametrize("kind", ["change-rescheduled", "change-completed", "change-corrected", "claim-recorded"])
def test_a_date_is_one_of_effective_time(kind: str) -> None:
    with pytest.raises(MalformedDate):
        read(kind, whole(kind) | {"effective_on": "soon"})


def test_those_that_leave_histories_alone_are_not_tested_against_any() -> None:
    untested = {str(kind.__struct_config__.tag) for kind in UNTESTED}
    assert untested == {"claim-recorded", "claim-dismissed", "change-restricted", "change-released"}


def test_each_has_a_word_for_what_it_does() -> None:
    deeds = {kind: amendment.deed for kind, amendment in AMENDMENTS.items()}
    assert len(set(deeds.values())) == len(deeds)
    assert deeds["change-rescheduled"] == "rescheduled"
