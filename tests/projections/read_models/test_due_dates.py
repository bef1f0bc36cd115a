"""The read models of reminders: which changes are plans, and which alter who holds a post."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from domain.changes.change import DONE, PLANNED, PROPOSED, RETRACTED, WITHDRAWN, Change, Lifecycle
from domain.time.edtf import END, parse
from projections.read_models.due_dates import Agenda, tenancy_row
from tests.domain.clashes.rules.given import closed, told
from tests.support.examples import amend, start

JULY_1, JULY_31 = parse("2018-07").earliest, parse("2018-07").latest
APPOINTED = start("leader-appointed", "x", "2018-07", "planned", id="appointed", person="p-1", tenure="acting")
MILESTONE = start("milestone-set", "m", "2018-07", "planned", id="m", title="M", owner="x")
NUMBERS = 3, 14
"""The programme, and the stream of the subject."""


def change(*bodies: Any) -> Change:
    """The last of the changes that bodies make."""
    return list(told(*bodies).values())[-1]


def stood(standing: Lifecycle, change: Change) -> Change:
    return msgspec.structs.replace(change, standing=standing)


def written(*versions: Change) -> tuple[list[Any], list[Any]]:
    """The rows of `plan` and of `tenancy` after a change became each of these."""
    agenda = Agenda()
    before: Change | None = None
    for version in versions:
        agenda.follow(*NUMBERS, before, version)
        before = version
    plans, tenancies = (buffer.take_pending()[1] for buffer in agenda.buffers)
    return plans, tenancies


def test_a_plan_is_kept_with_its_days_and_whence_it_has_them() -> None:
    assert written(change(closed("a", "2018-07"))) == ([(1, 3, 14, 6, JULY_1, JULY_31, 1, 0, 1, None)], [])


def test_a_milestone_is_kept_with_the_post_that_answers_for_it() -> None:
    assert written(change(MILESTONE)) == ([(1, 3, 14, 6, JULY_1, JULY_31, 1, 0, 1, "x")], [])


@pytest.mark.parametrize("standing", ["proposed", "done"])
def test_what_was_never_planned_is_not_kept(standing: str) -> None:
    assert written(change(closed("a", "2018-03-01", standing))) == ([], [])


def test_what_is_said_of_the_record_itself_is_no_plan() -> None:
    policy = start("reminder-policy-set", "programme", "2018-07", "planned", overdue_every=3)
    assert written(change(policy)) == ([], [])


def test_a_plan_that_moved_tells_by_which_entry_and_how_often() -> None:
    moved = amend("change-rescheduled", "a-closed", effective_on="2018-08-01")
    corrected = amend("change-corrected", "a-closed", effective_on="2018-08-02")
    august = parse("2018-08-02").latest
    assert written(change(closed("a", "2018-07"), moved, corrected))[0] == [
        (1, 3, 14, 6, august, august, 3, 2, 1, None)
    ]


def test_a_corrected_milestone_tells_by_which_entry_its_details_are() -> None:
    corrected = amend("change-corrected", "m", details={"title": "M", "owner": "y"})
    assert written(change(MILESTONE, corrected))[0] == [(1, 3, 14, 6, JULY_1, JULY_31, 1, 0, 2, "y")]


@pytest.mark.parametrize(("standing", "mask"), [(DONE, 7), (WITHDRAWN, 0), (RETRACTED, 0)])
def test_a_plan_that_is_over_is_kept_with_the_bases_that_are_left(standing: Lifecycle, mask: int) -> None:
    plan = change(closed("a", "2018-07"))
    assert written(plan, stood(standing, plan))[0] == [(1, 3, 14, mask, JULY_1, JULY_31, 1, 0, 1, None)]


def test_an_appointment_is_kept_with_its_person_and_tenure() -> None:
    assert tenancy_row(*NUMBERS, change(APPOINTED)) == (1, 3, 14, JULY_31, 6, 1, "p-1", "acting")


@pytest.mark.parametrize(
    ("kind", "details", "number"),
    [
        ("post-created", {"title": "X", "unit": "u"}, 0),
        ("post-vacated", {}, 2),
        ("post-abolished", {}, 3),
    ],
)
def test_other_changes_of_a_post_are_kept_by_their_kind(kind: str, details: dict[str, Any], number: int) -> None:
    row = tenancy_row(*NUMBERS, change(start(kind, "x", "2018-07/..", "done", **details)))
    assert row == (1, 3, 14, END, 7, number, None, None)


@pytest.mark.parametrize("standing", [PROPOSED, WITHDRAWN, RETRACTED])
def test_an_appointment_that_is_neither_done_nor_planned_is_not_kept(standing: Lifecycle) -> None:
    assert tenancy_row(*NUMBERS, stood(standing, change(APPOINTED))) is None


@pytest.mark.parametrize(
    "body",
    [
        closed("a", "2018-07"),
        start("post-stated", "x", text="It stays."),
        start("team-formed", "x", name="X", unit="u", function="response"),
    ],
)
def test_what_alters_no_holder_is_no_tenancy(body: Any) -> None:
    assert tenancy_row(*NUMBERS, change(body)) is None


def test_an_appointment_that_is_withdrawn_leaves_the_plan_and_not_the_tenancy() -> None:
    planned = change(APPOINTED)
    assert written(planned, stood(WITHDRAWN, planned)) == ([(1, 3, 14, 0, JULY_1, JULY_31, 1, 0, 1, None)], [])


def test_a_row_that_is_stored_already_is_deleted_before_the_new_one() -> None:
    planned = change(APPOINTED)
    agenda = Agenda()
    agenda.follow(*NUMBERS, planned, stood(DONE, planned))
    assert [buffer.take_pending() for buffer in agenda.buffers] == [
        ([(1,)], [(1, 3, 14, 7, JULY_1, JULY_31, 1, 0, 1, None)]),
        ([(1,)], [(1, 3, 14, JULY_31, 7, 1, "p-1", "acting")]),
    ]


def test_an_entry_that_alters_no_row_writes_none() -> None:
    planned = change(APPOINTED)
    agenda = Agenda()
    agenda.follow(*NUMBERS, planned, msgspec.structs.replace(planned, restricted=True))
    assert [buffer.take_pending() for buffer in agenda.buffers] == [([], []), ([], [])]
    assert planned.standing == PLANNED
