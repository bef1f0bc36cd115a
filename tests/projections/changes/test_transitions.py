"""Entries with the change before and after each, as known and as their viewer may know."""

from __future__ import annotations

import pytest

from projections.questions.view import View
from tests.support.deployments import Deployment
from tests.support.examples import amend, record, start
from tests.support.views import move_clock, viewing


@pytest.fixture
def programme(on_sqlite: Deployment) -> str:
    programme = on_sqlite.programme()
    record(
        on_sqlite,
        programme,
        start("site-opened", "a", "2018-07", "planned", id="a", name="A"),
        start("site-opened", "b", "2018-07", "planned", id="b", name="B"),
        amend("change-rescheduled", "a", id="moved", effective_on="2018-08"),
    )
    move_clock(on_sqlite, "2018-06-05T08:00")
    record(on_sqlite, programme, amend("change-withdrawn", "a", id="off"))
    return programme


def steps(view: View, *changes: str) -> dict[str, list[tuple[str, str | None, str]]]:
    """Each entry's id, the date of its change before it, and the standing of the change after it."""
    return {
        change: [
            (step.shown["id"], None if step.before is None else step.before.when.text, step.after.standing)
            for step in transitions
        ]
        for change, transitions in view.transitions(changes).items()
    }


def test_each_entry_comes_with_its_change_before_and_after_it(on_sqlite: Deployment, programme: str) -> None:
    with viewing(on_sqlite, programme) as view:
        assert steps(view, "a", "b", "a") == {
            "a": [("a", None, "planned"), ("moved", "2018-07", "planned"), ("off", "2018-08", "withdrawn")],
            "b": [("b", None, "planned")],
        }


def test_what_was_not_known_yet_is_left_out(on_sqlite: Deployment, programme: str) -> None:
    with viewing(on_sqlite, programme, known_on="2018-06-04") as view:
        assert [id_ for id_, _, _ in steps(view, "a")["a"]] == ["a", "moved"]


def test_an_amendment_and_an_unknown_id_are_no_changes(on_sqlite: Deployment, programme: str) -> None:
    with viewing(on_sqlite, programme) as view:
        assert steps(view, "moved", "nothing") == {}
        assert steps(view) == {}


def test_an_observer_is_given_nothing_of_a_restricted_change(on_sqlite: Deployment, programme: str) -> None:
    record(on_sqlite, programme, amend("change-restricted", "a"))
    with viewing(on_sqlite, programme, public=True) as view:
        assert list(steps(view, "a", "b")) == ["b"]
