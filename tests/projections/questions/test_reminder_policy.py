"""The reminder policy of a programme on a day: the last that was decided and is in effect."""

from __future__ import annotations

import pytest

from domain.kinds.reminder_policy import DEFAULT
from domain.time.edtf import parse
from projections.questions.reminder_policy import policies_on, policy_on
from tests.support.deployments import Deployment
from tests.support.examples import amend, record, start
from tests.support.views import viewing


def every(deployment: Deployment, programme: str, day: str) -> int:
    """After how many days what is overdue is told of again."""
    ordinal = parse(day).earliest
    with viewing(deployment, programme) as view:
        policy = policy_on(view.connection, view.log, view.point.programme, ordinal)
        assert policies_on(view.connection, view.log, ordinal)[view.point.programme] == policy
    return policy.overdue_every


@pytest.fixture(scope="module")
def programme(on_sqlite: Deployment) -> str:
    programme = on_sqlite.programme()
    decided = [
        ("2018-03-01", "done", 3),
        ("2018-07-01", "planned", 4),
        ("2018-02-01", "done", 5),
        ("2018-08-01", "proposed", 6),
    ]
    policies = (
        start("reminder-policy-set", programme, day, standing, id=f"every-{days}", overdue_every=days)
        for day, standing, days in decided
    )
    record(on_sqlite, programme, *policies)
    return programme


@pytest.mark.parametrize(
    ("day", "days"),
    [
        ("2018-01-31", DEFAULT.overdue_every),
        ("2018-02-01", 5),
        ("2018-02-28", 5),
        ("2018-03-01", 3),
        ("2018-06-30", 3),
        ("2018-07-01", 4),
        ("2018-08-01", 4),
    ],
)
def test_the_policy_is_the_last_that_is_done_or_planned_by_the_day(
    on_sqlite: Deployment, programme: str, day: str, days: int
) -> None:
    assert every(on_sqlite, programme, day) == days


def test_a_programme_that_decided_nothing_has_the_default(on_sqlite: Deployment) -> None:
    assert every(on_sqlite, on_sqlite.programme(), "2018-09-01") == DEFAULT.overdue_every == 7


def test_a_policy_that_was_corrected_or_retracted_is_as_it_is_now(on_sqlite: Deployment) -> None:
    programme = on_sqlite.programme()
    record(on_sqlite, programme, start("reminder-policy-set", programme, id="policy", overdue_every=3))
    record(on_sqlite, programme, amend("change-corrected", "policy", details={"overdue_every": 9}))
    assert every(on_sqlite, programme, "2018-06-04") == 9
    record(on_sqlite, programme, amend("change-retracted", "policy"))
    assert every(on_sqlite, programme, "2018-06-04") == DEFAULT.overdue_every
