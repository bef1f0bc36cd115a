"""What differs between two structures, and which change made each difference."""

from __future__ import annotations

import pytest

from projections.questions.compare import Differences, compare_structures
from tests.support.deployments import Deployment
from tests.support.examples import amend, record, start
from tests.support.views import move_clock, viewing

NOTHING: Differences = {"appeared": [], "vanished": [], "altered": []}
RENAMED = {"type": "site", "id": "a", "field": "name", "because": ["renamed"]}
USED = {"type": "site", "id": "a", "field": "uses", "because": ["used"]}


def site(slug: str, because: str) -> dict[str, object]:
    return {"type": "site", "id": slug, "because": [because]}


@pytest.fixture(scope="module")
def programme(on_sqlite: Deployment) -> str:
    move_clock(on_sqlite, "2018-06-04T08:00")
    programme = on_sqlite.programme()
    record(
        on_sqlite,
        programme,
        start("site-opened", "a", "2018-01-01", id="opened", name="A"),
        start("site-opened", "b", "2018-02-01", id="b", name="B"),
        start("site-renamed", "a", "2018-03-01", id="renamed", name="AA"),
        start("site-uses-changed", "a", "2018-03-02", id="used", add=["custody"]),
        start("site-closed", "b", "2018-04-01", id="closed"),
        start("site-opened", "c", "2018-09-01", "planned", id="c", name="C"),
    )
    return programme


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("2018-01-01", "2018-01-31", NOTHING),
        ("2018-01-31", "2018-02-01", NOTHING | {"appeared": [site("b", "b")]}),
        ("2018-03-31", "2018-04-01", NOTHING | {"vanished": [site("b", "closed")]}),
        ("2018-02-28", "2018-03-01", NOTHING | {"altered": [RENAMED | {"before": "A", "after": "AA"}]}),
        ("2018-03-01", "2018-02-28", NOTHING | {"altered": [RENAMED | {"before": "AA", "after": "A"}]}),
        (
            "2018-03-01",
            "2018-03-02",
            NOTHING | {"altered": [USED | {"before": [], "after": ["custody"]}]},
        ),
    ],
)
def test_two_days(on_sqlite: Deployment, programme: str, first: str, second: str, expected: Differences) -> None:
    with (
        viewing(on_sqlite, programme, effective_on=first) as was,
        viewing(on_sqlite, programme, effective_on=second) as now,
    ):
        assert compare_structures(was, now) == expected


def test_two_bases(on_sqlite: Deployment, programme: str) -> None:
    with (
        viewing(on_sqlite, programme, effective_on="2018-09-01", basis="done") as was,
        viewing(on_sqlite, programme, effective_on="2018-09-01", basis="planned") as now,
    ):
        assert compare_structures(was, now) == NOTHING | {"appeared": [site("c", "c")]}
        assert compare_structures(now, was) == NOTHING | {"vanished": [site("c", "c")]}


def test_what_was_taken_back_vanished_because_of_what_had_begun_it(on_sqlite: Deployment) -> None:
    programme = on_sqlite.programme()
    record(on_sqlite, programme, start("site-opened", "a", "2018-01-01", id="opened", name="A"))
    move_clock(on_sqlite, "2018-06-05T08:00")
    record(on_sqlite, programme, amend("change-retracted", "opened"))
    with viewing(on_sqlite, programme, known_on="2018-06-04") as then, viewing(on_sqlite, programme) as now:
        assert compare_structures(then, now) == NOTHING | {"vanished": [site("a", "opened")]}
        assert compare_structures(now, then) == NOTHING | {"appeared": [site("a", "opened")]}


def test_a_field_that_a_change_set_and_sets_otherwise_differs_because_of_it(on_sqlite: Deployment) -> None:
    programme = on_sqlite.programme()
    record(on_sqlite, programme, start("site-opened", "a", "2018-01-01", id="opened", name="A"))
    move_clock(on_sqlite, "2018-06-05T08:00")
    record(on_sqlite, programme, amend("change-corrected", "opened", details={"name": "B"}))
    with viewing(on_sqlite, programme, known_on="2018-06-04") as then, viewing(on_sqlite, programme) as now:
        altered = {"type": "site", "id": "a", "field": "name", "before": "A", "after": "B", "because": ["opened"]}
        assert compare_structures(then, now) == NOTHING | {"altered": [altered]}
