"""What may have to be remembered: open plans by a day, and who holds which post on it."""

from __future__ import annotations

from typing import Any

import pytest

from domain.time.edtf import parse
from projections.questions.due import Post, ever_planned, one_plan, open_plans, posts
from tests.support.deployments import Deployment
from tests.support.examples import amend, record, start
from tests.support.views import viewing

CREATED, APPOINTED, VACATED, ABOLISHED = range(4)
DONE, PLANNED = 7, 6


def tenancy(
    kind: int, latest: int, standing: int = DONE, *, place: int = 1, restricted: bool = False
) -> tuple[Any, ...]:
    """A change of the post "x", whose stream has the number 3."""
    who = (f"p-{place}", "acting") if kind == APPOINTED else (None, None)
    return 3, "x", place, latest, standing, kind, *who, restricted


NEW, HELD = tenancy(CREATED, 10), tenancy(APPOINTED, 20, place=2)
VACANT = Post(3, "x", change=1, since=10, standing=True)
TAKEN = Post(3, "x", change=2, since=20, standing=True, person="p-2", tenure="acting")


@pytest.mark.parametrize(
    ("tenancies", "day", "expected"),
    [
        ([NEW], 9, None),
        ([NEW], 10, VACANT),
        ([tenancy(CREATED, 10, PLANNED)], 99, None),
        ([NEW, HELD], 20, TAKEN),
        ([NEW, HELD], 19, Post(3, "x", change=1, since=10, standing=True, ends=True)),
        ([NEW, tenancy(APPOINTED, 20, PLANNED)], 99, Post(3, "x", change=1, since=10, standing=True, ends=True)),
        ([NEW, HELD, tenancy(VACATED, 30, place=3)], 30, Post(3, "x", change=3, since=30, standing=True)),
        ([NEW, HELD, tenancy(ABOLISHED, 30, place=3)], 30, None),
        (
            [NEW, HELD, tenancy(VACATED, 30, PLANNED, place=3)],
            99,
            Post(3, "x", change=2, since=20, standing=True, person="p-2", tenure="acting", ends=True),
        ),
        ([NEW, HELD, tenancy(CREATED, 30, PLANNED, place=3)], 99, TAKEN),
    ],
)
def test_a_post_on_a_day_is_what_was_done_by_then(
    tenancies: list[tuple[Any, ...]], day: int, expected: Post | None
) -> None:
    assert posts(tenancies, day) == ({} if expected is None else {"x": expected})


def test_an_observer_is_not_told_of_a_restricted_appointment() -> None:
    secret = tenancy(APPOINTED, 20, place=2, restricted=True)
    assert posts([NEW, secret], 99, public=True) == {"x": VACANT}
    assert posts([NEW, secret], 99) == {"x": TAKEN}


@pytest.fixture(scope="module")
def programme(on_sqlite: Deployment) -> str:
    programme = on_sqlite.programme()
    record(
        on_sqlite,
        programme,
        start("site-opened", "a", id="a", name="A"),
        start("site-closed", "a", "2018-09-01", "planned", id="late"),
        start("site-renamed", "a", "2018-07/2018-08", "planned", id="soon", name="B"),
        start("site-renamed", "a", "2018-06-10", "planned", id="off", name="C"),
        start("site-renamed", "a", "2018-06-11", "proposed", id="option", name="D"),
        amend("change-withdrawn", "off"),
        amend("change-rescheduled", "late", effective_on="2018-09-02"),
        amend("change-restricted", "late"),
    )
    return programme


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2018-06-30", []),
        ("2018-07-01", ["soon"]),
        ("2018-09-01", ["soon"]),
        ("2018-09-02", ["soon", "late"]),
    ],
)
def test_an_open_plan_can_be_due_from_its_earliest_day_on(
    on_sqlite: Deployment, programme: str, day: str, expected: list[str]
) -> None:
    with viewing(on_sqlite, programme) as view:
        plans = open_plans(view.connection, view.point.programme, parse(day).latest)
    assert [plan.change for plan in plans] == expected


def test_what_was_ever_planned_is_listed_by_date_with_what_became_of_it(on_sqlite: Deployment, programme: str) -> None:
    with viewing(on_sqlite, programme) as view:
        plans = ever_planned(view.connection, view.point.programme)
    assert [(plan.change, plan.is_open, plan.redated, plan.restricted) for plan in plans] == [
        ("off", False, 0, False),
        ("soon", True, 0, False),
        ("late", True, 1, True),
    ]


def test_one_plan_is_found_by_its_id_and_what_was_never_planned_is_not(on_sqlite: Deployment, programme: str) -> None:
    with viewing(on_sqlite, programme) as view:
        at = view.connection, view.point.programme
        late = one_plan(*at, "late")
        assert late is not None
        assert (late.type, late.slug, late.owner, late.plan.latest) == ("site", "a", None, parse("2018-09-02").latest)
        assert (one_plan(*at, "a"), one_plan(*at, "option"), one_plan(*at, "nothing")) == (None, None, None)
