"""A change, and what each amendment makes of it."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from domain.changes.change import (
    DONE,
    PLANNED,
    PROPOSED,
    RETRACTED,
    WITHDRAWN,
    Change,
    amend_change,
    details_of,
    start_change,
)
from domain.log.amendments import Amendment, ChangeCorrected
from domain.log.parsing import read_entry
from domain.log.payloads import Starting
from domain.refusals import Malformed, NotAllowed
from domain.time.edtf import parse
from tests.support.examples import PAPER, amend, start

OTHER_PAPER = {"document": "another.txt"}


def started(on: str = "2018-10", standing: str = PLANNED, **more: Any) -> Change:
    payload = read_entry(msgspec.json.encode(start("team-moved", "team", on, standing, to="site", **more)))
    assert isinstance(payload, Starting)
    return start_change(payload, "move", 1)


def merged() -> Change:
    payload = read_entry(msgspec.json.encode(start("teams-merged", "team", from_=["b", "a", "b"])))
    assert isinstance(payload, Starting)
    return start_change(payload, "merger", 1)


def amended(change: Change, *bodies: dict[str, Any]) -> Change:
    for place, body in enumerate(bodies, 2):
        payload = read_entry(msgspec.json.encode(body))
        assert isinstance(payload, Amendment)
        change = amend_change(change, payload, place)
    return change


def test_a_starting_entry_says_what_its_change_is() -> None:
    change = started("2018-10", PLANNED, source=PAPER, restricted=True)
    assert (change.id, change.place, change.type, change.slug) == ("move", 1, "team", "team")
    assert (change.standing, change.when, change.restricted) == (PLANNED, parse("2018-10"), True)
    assert change.source is not None and change.source.document == PAPER["document"]
    assert (change.detailed, change.dated, change.redated, change.moved) == (1, 1, 0, False)


@pytest.mark.parametrize(("standing", "has_one"), [(PROPOSED, False), (PLANNED, True), (DONE, False)])
def test_only_what_is_planned_has_a_baseline(standing: str, has_one: bool) -> None:
    assert started("2018-01", standing).baseline == (parse("2018-01") if has_one else None)


@pytest.mark.parametrize(
    ("standing", "mask"), [(DONE, 0b111), (PLANNED, 0b110), (PROPOSED, 0b100), (WITHDRAWN, 0), (RETRACTED, 0)]
)
def test_a_change_counts_under_the_bases_of_its_standing(standing: str, mask: int) -> None:
    assert msgspec.structs.replace(started(), standing=standing).counts_under == mask


def test_confirming_plans_it_on_the_date_that_it_has_then() -> None:
    rescheduled = amend("change-rescheduled", "move", effective_on="2018-11")
    change = amended(started("2018-10", PROPOSED), rescheduled, amend("change-confirmed", "move"))
    assert (change.standing, change.baseline, change.moved) == (PLANNED, parse("2018-11"), False)
    assert (change.dated, change.redated) == (2, 1)


def test_confirming_sets_the_baseline_that_a_correction_then_follows() -> None:
    confirmed = amend("change-confirmed", "move")
    corrected = amend("change-corrected", "move", effective_on="2018-09")
    change = amended(started("2018-10", PROPOSED), confirmed, corrected)
    assert (change.when, change.baseline) == (parse("2018-09"), parse("2018-09"))


def test_rescheduling_moves_the_plan_and_leaves_its_baseline() -> None:
    change = amended(started("2018-10"), amend("change-rescheduled", "move", effective_on="2018-12-05"))
    assert (change.standing, change.when, change.baseline) == (PLANNED, parse("2018-12-05"), parse("2018-10"))
    assert (change.moved, change.dated, change.redated, change.detailed) == (True, 2, 1, 1)
    assert (change.slip, change.slip_earliest) == (35, 65)


def test_a_plan_brought_forward_slips_by_less_than_none() -> None:
    change = amended(started("2018-10-31"), amend("change-rescheduled", "move", effective_on="2018-10-30"))
    assert (change.slip, change.slip_earliest) == (-1, -1)


def test_completing_gives_the_day_on_which_it_happened() -> None:
    change = amended(started("2018-10"), amend("change-completed", "move", effective_on="2018-11-02"))
    assert (change.standing, change.when, change.baseline) == (DONE, parse("2018-11-02"), parse("2018-10"))
    assert (change.slip, change.moved) == (2, False)
    assert (change.dated, change.redated) == (2, 1)


def test_what_will_not_happen_has_no_slip() -> None:
    for kind, standing in (("change-withdrawn", WITHDRAWN), ("change-retracted", RETRACTED)):
        change = amended(started(), amend(kind, "move"))
        assert (change.standing, change.slip, change.slip_earliest) == (standing, None, None)
        assert change.baseline == parse("2018-10")


def test_a_proposal_has_no_slip() -> None:
    change = started(standing=PROPOSED)
    assert (change.slip, change.slip_earliest) == (None, None)


@pytest.mark.parametrize(
    ("baseline", "now", "slip", "slip_earliest"),
    [
        ("2018-10-01/..", "2018-10-03", None, 2),
        ("2018-10-01", "2018-10-03/..", None, 2),
        ("../2018-10-01", "2018-10-03", 2, None),
        ("2018-10-01", "../2018-10-03", 2, None),
    ],
)
def test_an_open_end_has_no_slip(baseline: str, now: str, slip: int | None, slip_earliest: int | None) -> None:
    change = amended(started(baseline), amend("change-rescheduled", "move", effective_on=now))
    assert (change.slip, change.slip_earliest) == (slip, slip_earliest)


def test_a_corrected_plan_that_has_not_moved_has_a_corrected_baseline() -> None:
    change = amended(started("2018-10"), amend("change-corrected", "move", effective_on="2018-09"))
    assert (change.when, change.baseline, change.slip) == (parse("2018-09"), parse("2018-09"), 0)
    assert (change.dated, change.redated, change.detailed) == (2, 1, 1)


def test_a_correction_after_the_plan_moved_leaves_the_baseline() -> None:
    change = amended(
        started("2018-10"),
        amend("change-rescheduled", "move", effective_on="2018-11"),
        amend("change-corrected", "move", effective_on="2018-12"),
    )
    assert (change.when, change.baseline, change.slip) == (parse("2018-12"), parse("2018-10"), 61)


def test_a_correction_of_what_is_done_leaves_the_baseline() -> None:
    change = amended(
        started("2018-10"),
        amend("change-completed", "move", effective_on="2018-10-01"),
        amend("change-corrected", "move", effective_on="2018-10-02"),
    )
    assert (change.when, change.baseline) == (parse("2018-10-02"), parse("2018-10"))


def test_a_correction_of_a_proposal_gives_it_no_baseline() -> None:
    change = amended(started(standing=PROPOSED), amend("change-corrected", "move", effective_on="2018-09"))
    assert (change.when, change.baseline) == (parse("2018-09"), None)


def test_corrected_details_are_the_changes_own() -> None:
    change = amended(started(), amend("change-corrected", "move", details={"to": "other"}))
    assert (msgspec.to_builtins(change.event), change.detailed, change.dated) == ({"to": "other"}, 2, 1)
    assert change.source is None


def test_a_corrected_source_is_another_paper_and_nothing_else() -> None:
    change = amended(started(source=PAPER), amend("change-corrected", "move", source=OTHER_PAPER))
    assert change.source is not None and change.source.document == "another.txt"
    assert msgspec.structs.replace(change, source=None) == msgspec.structs.replace(started(), source=None)


def test_a_source_that_a_correction_leaves_out_stays() -> None:
    change = amended(started(source=PAPER), amend("change-corrected", "move", effective_on="2018-11"))
    assert change.source == started(source=PAPER).source


def test_claims_leave_the_change_as_it_is() -> None:
    claim = amend("claim-recorded", "move", source=PAPER, effective_on="2018-11")
    assert amended(started(), claim, amend("claim-dismissed", "move", claim="claim")) == started()


def test_restricting_and_releasing_alter_who_may_see_it() -> None:
    restricted = amended(started(), amend("change-restricted", "move"))
    assert restricted == msgspec.structs.replace(started(), restricted=True)
    assert amended(restricted, amend("change-released", "move")) == started()


def test_an_amendment_that_the_standing_does_not_allow_is_refused_in_words() -> None:
    with pytest.raises(NotAllowed, match='"move" is done, so it cannot be rescheduled'):
        amended(started(standing=DONE), amend("change-rescheduled", "move", effective_on="2018-11"))


@pytest.mark.parametrize(
    ("details", "fault"), [({"to": 3}, "in details"), ({"too": "site"}, "in details"), ([], "in details")]
)
def test_details_that_are_not_those_of_the_kind_are_refused(details: Any, fault: str) -> None:
    with pytest.raises(Malformed, match=fault):
        amended(started(), amend("change-corrected", "move", details=details))


def test_a_merger_does_not_end_what_it_makes() -> None:
    with pytest.raises(Malformed, match='"team" cannot be merged into itself'):
        amended(merged(), amend("change-corrected", "merger", details={"from": ["a", "team"]}))


def test_details_that_are_left_out_are_none() -> None:
    payload = read_entry(msgspec.json.encode(amend("change-corrected", "move", source=PAPER)))
    assert isinstance(payload, ChangeCorrected)
    assert details_of(started(), payload) is None


def test_a_merger_touches_the_subject_and_each_that_it_ends_once() -> None:
    assert merged().touches() == ("team", "b", "a")
    assert started().touches() == ("team",)


def test_changes_are_folded_by_their_last_possible_day_and_then_by_their_place() -> None:
    assert started("2018-10").order == (parse("2018-10-31").latest, 1)


def test_a_plan_is_overdue_from_the_day_after_its_last_possible_day() -> None:
    last = parse("2018-10-31").latest
    change = started("2018-10")
    assert [change.is_overdue(day) for day in (last - 1, last, last + 1)] == [False, False, True]


@pytest.mark.parametrize("standing", [PROPOSED, DONE, WITHDRAWN, RETRACTED])
def test_only_what_is_planned_is_overdue(standing: str) -> None:
    change = msgspec.structs.replace(started("2018-10"), standing=standing)
    assert not change.is_overdue(parse("2019").latest)
