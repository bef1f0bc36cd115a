"""The courses of changes: what became of each plan, in a few words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from api.pages.read.timeline_rows import Course, in_groups
from domain.changes.change import DONE, PLANNED, PROPOSED, WITHDRAWN, Change, Lifecycle
from domain.time.edtf import parse
from projections.changes.view import Story
from tests.domain.kinds.examples import example

OCTOBER = {"effective_on": "2018-10", "earliest": "2018-10-01", "latest": "2018-10-31"}


def course(standing: Lifecycle = PLANNED, kind: str = "site-sold", title: str = "Sold", **shown: Any) -> Course:
    change = Change(1, "c", "harrow", example(kind), standing, parse("2018-10"), False, None, None, 1)
    usual: Any = {**OCTOBER, "kind": kind, "overdue": False, "slip": None, "baseline": None}
    return Course(Story(change), usual | shown, "It is sold.", title, "/changes/c")


@pytest.mark.parametrize(
    ("standing", "shown", "fate", "is_late"),
    [
        (PLANNED, {}, "On plan", False),
        (PLANNED, {"slip": 0}, "On plan", False),
        (PLANNED, {"slip": 1}, "1 day late", True),
        (PLANNED, {"slip": -2}, "2 days early", False),
        (PLANNED, {"slip": 31, "overdue": True}, "Overdue", True),
        (PLANNED, {"overdue": True}, "Overdue", True),
        (PROPOSED, {}, "Proposed", False),
        (PROPOSED, {"slip": 3}, "3 days late", True),
        (DONE, {}, "Done", False),
        (DONE, {"slip": 0}, "Done", False),
        (DONE, {"slip": 3}, "3 days late", True),
        (WITHDRAWN, {}, "Withdrawn", False),
    ],
)
def test_what_became_of_a_plan(standing: Lifecycle, shown: dict[str, Any], fate: str, is_late: bool) -> None:
    found = course(standing, **shown)
    assert (found.fate, found.is_late) == (fate, is_late)


def test_the_bounds_are_days_and_none_where_they_are_open() -> None:
    found = course(earliest=None)
    assert (found.earliest, found.latest) == (None, date(2018, 10, 31))


@pytest.mark.parametrize(
    ("baseline", "was"),
    [
        (None, None),
        (OCTOBER, None),
        ({**OCTOBER, "latest": "2018-11-30"}, (date(2018, 10, 1), date(2018, 11, 30))),
        ({**OCTOBER, "earliest": None}, (None, date(2018, 10, 31))),
    ],
)
def test_a_bar_shows_the_first_plan_where_that_was_another(
    baseline: dict[str, Any] | None, was: tuple[date | None, date | None] | None
) -> None:
    assert course(baseline=baseline).bar().was == was


def test_a_bar_is_what_the_chart_needs_of_a_course() -> None:
    bar = course(slip=2).bar()
    assert (bar.group, bar.label, bar.href, bar.standing) == ("Sites", "Sold", "/changes/c", "planned")
    assert (bar.earliest, bar.latest) == (date(2018, 10, 1), date(2018, 10, 31))
    assert (bar.note, bar.late) == ("2 days late", True)


def test_milestones_come_first_and_each_group_keeps_its_order() -> None:
    kinds = ["area-defined", "site-sold", "milestone-set", "site-opened", "scenario-committed", "unit-established"]
    sorted_kinds = [found.story.change.event.kind for found in in_groups([course(kind=kind) for kind in kinds])]
    assert sorted_kinds == [
        "milestone-set", "unit-established", "site-sold", "site-opened", "area-defined", "scenario-committed",
    ]  # fmt: skip
