"""Given the entries of a change, what answers show of it: its standing, its dates, and every time that it moved."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import create_engine

from domain.changes.coordinates import resolve_question
from projections.changes.view import ChangeRecord, stories
from projections.log.visible_versions import Versions
from tests.domain.given import NOW
from tests.domain.given import Story as Log
from tests.support.examples import PAPER, Body, amend, start

OPENED = start("site-opened", "a", "2018-01-01", id="opened", name="A")
CLOSING = start("site-closed", "a", "2018-07", "planned", id="closing")
JULY = {"effective_on": "2018-07", "earliest": "2018-07-01", "latest": "2018-07-31"}


def shown(*bodies: Body, change: str = "closing", on: str = "2018-06-04", basis: str = "planned") -> ChangeRecord:
    """A change as answers show it after these entries."""
    log = Log(OPENED, *bodies)
    story = {story.change.id: story for story in stories(log.entries.values())}[change]
    with create_engine("sqlite://").connect() as connection:
        return story.shown(resolve_question(NOW, effective_on=on, basis=basis), Versions(connection, public=False))


def test_a_plan_has_a_baseline_and_a_forecast_and_no_actual_date() -> None:
    plan = shown(CLOSING)
    assert (plan["standing"], plan["baseline"], plan["forecast"], plan["actual"]) == ("planned", JULY, JULY, None)
    assert (plan["effective_on"], plan["earliest"], plan["latest"]) == ("2018-07", "2018-07-01", "2018-07-31")
    assert (plan["slip"], plan["slip_earliest"]) == (0, 0)


def test_a_proposal_has_a_forecast_and_no_baseline() -> None:
    proposal = shown(CLOSING | {"standing": "proposed"}, basis="proposed")
    assert (proposal["baseline"], proposal["forecast"], proposal["actual"]) == (None, JULY, None)
    assert (proposal["slip"], proposal["slip_earliest"]) == (None, None)


def test_what_was_done_as_planned_has_an_actual_date_and_keeps_its_baseline() -> None:
    done = shown(CLOSING, amend("change-completed", "closing", effective_on="2018-06-01"))
    actual = {"effective_on": "2018-06-01", "earliest": "2018-06-01", "latest": "2018-06-01"}
    assert (done["standing"], done["baseline"], done["forecast"], done["actual"]) == ("done", JULY, None, actual)
    assert (done["slip"], done["slip_earliest"]) == (-60, -30)


def test_what_was_withdrawn_has_neither_forecast_nor_actual_date_nor_slip() -> None:
    gone = shown(CLOSING, amend("change-withdrawn", "closing"))
    assert (gone["standing"], gone["baseline"], gone["forecast"], gone["actual"]) == ("withdrawn", JULY, None, None)
    assert gone["slip"] is None


def test_an_open_end_is_shown_as_null() -> None:
    someday = shown(CLOSING | {"effective_on": "2018-07/.."})
    assert (someday["earliest"], someday["latest"]) == ("2018-07-01", None)


@pytest.mark.parametrize(
    ("on", "basis", "possible"),
    [
        ("2018-06-30", "planned", False),
        ("2018-07-01", "planned", True),
        ("2018-07-30", "planned", True),
        ("2018-07-31", "planned", False),
        ("2018-07-15", "proposed", True),
        ("2018-07-15", "done", False),
    ],
)
def test_a_change_is_possible_from_its_earliest_day_to_the_day_before_its_latest(
    on: str, basis: str, possible: bool
) -> None:
    assert shown(CLOSING, on=on, basis=basis)["possible"] is possible


@pytest.mark.parametrize(("day", "overdue"), [("2018-06-03", True), ("2018-06-04", False), ("2018-06", False)])
def test_a_plan_is_overdue_once_the_known_day_is_after_its_latest(day: str, overdue: bool) -> None:
    assert shown(CLOSING | {"effective_on": day}, on="2030-01-01")["overdue"] is overdue


def test_reason_and_source_are_left_out_where_nobody_gave_any() -> None:
    bare, full = shown(CLOSING), shown(CLOSING | {"reason": "Not needed.", "source": PAPER})
    assert bare.keys() & {"reason", "source", "backfilled"} == set()
    assert (full.get("reason"), full.get("source")) == ("Not needed.", PAPER)


def test_a_corrected_source_is_shown_and_the_first_reason_stays() -> None:
    correction = amend("change-corrected", "closing", source=PAPER)
    found = shown(CLOSING | {"reason": "Not needed."}, correction)
    assert (found.get("reason"), found.get("source")) == ("Not needed.", PAPER)


def test_amendments_follow_in_the_order_of_the_log_with_their_versions() -> None:
    found = shown(
        CLOSING,
        start("site-renamed", "a", "2018-02-01", id="renamed", name="B"),
        amend("change-rescheduled", "closing", id="moved", effective_on="2018-08"),
        amend("change-restricted", "closing", id="hidden"),
    )
    assert [(each["id"], each["version"]) for each in found["amendments"]] == [("moved", 4), ("hidden", 5)]
    assert (found["version"], found["restricted"]) == (2, True)


def moves(*bodies: Body) -> list[tuple[Any, ...]]:
    """Each time that the change was given another date: by which entry, from which date to which."""
    *_, story = stories(Log(OPENED, CLOSING, *bodies).entries.values())
    return [(move["entry"], move["kind"], move["from"]["latest"], move["to"]["latest"]) for move in story.moves()]


def test_a_change_that_was_never_given_another_date_has_no_moves() -> None:
    assert moves(amend("change-corrected", "closing", source=PAPER), amend("change-restricted", "closing")) == []


def test_every_other_date_is_a_move() -> None:
    assert moves(
        amend("change-rescheduled", "closing", id="later", effective_on="2018-08"),
        amend("change-restricted", "closing"),
        amend("change-corrected", "closing", id="put-right", effective_on="2018-09-01"),
        amend("change-completed", "closing", id="closed", effective_on="2018-06-01"),
    ) == [
        ("later", "change-rescheduled", "2018-07-31", "2018-08-31"),
        ("put-right", "change-corrected", "2018-08-31", "2018-09-01"),
        ("closed", "change-completed", "2018-09-01", "2018-06-01"),
    ]


def test_a_move_says_why_who_said_so_when_and_by_which_paper() -> None:
    later = amend("change-rescheduled", "closing", effective_on="2018-08", reason="Works overrun.", source=PAPER)
    *_, story = stories(Log(OPENED, CLOSING, later).entries.values())
    (move,) = story.moves()
    assert (move["reason"], move["source"]) == ("Works overrun.", PAPER)
    assert (move["recorded_at"], move["recorded_by"]) == ("2018-06-04T08:00:00.000000Z", "tester")


def test_stories_come_in_the_order_of_their_first_entries() -> None:
    log = Log(OPENED, CLOSING, amend("change-corrected", "opened", id="put-right", details={"name": "AA"}))
    found = stories(log.entries.values())
    assert [(story.change.id, [entry.id for entry in story.entries]) for story in found] == [
        ("opened", ["opened", "put-right"]),
        ("closing", ["closing"]),
    ]
    assert found[0].change.event.given_name == "AA"
