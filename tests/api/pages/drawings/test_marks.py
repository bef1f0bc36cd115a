"""Marks of a structure, against a month before and a month after."""

from __future__ import annotations

import pytest

from api.pages.drawings.marks import Marks, decoded, marks
from projections.database.connections import reading
from projections.log.head import read_head
from tests.support.deployments import Deployment
from tests.support.examples import Body, amend, record, start, world

RESPONSE_A = ("team", "response-a")


def marked(deployment: Deployment, programme: str, day: str = "2018-06-04", basis: str = "done") -> Marks:
    mergerlog = deployment.mergerlog
    with reading(mergerlog.engine) as connection:
        question = mergerlog.ask(effective_on=day, basis=basis)
        view = mergerlog.view(connection, read_head(connection, programme), question, False)
        return marks(view, decoded(view.structure()))


def after(deployment: Deployment, *bodies: Body, day: str = "2018-06-04", basis: str = "done") -> Marks:
    """The marks of the small merger once more was recorded in it."""
    programme = world(deployment)
    record(deployment, programme, *bodies)
    return marked(deployment, programme, day, basis)


def test_nothing_is_marked_where_nothing_happened_for_a_month(on_sqlite: Deployment) -> None:
    assert after(on_sqlite).by_subject == {}


@pytest.mark.parametrize(("day", "found"), [("2018-01-31", ["new"]), ("2018-02-01", [])])
def test_a_thing_is_new_for_a_month(on_sqlite: Deployment, day: str, found: list[str]) -> None:
    # All of it began on 1 January, and 31 days before 1 February it was there.
    assert after(on_sqlite, day=day).of(*RESPONSE_A) == found


@pytest.mark.parametrize(("on", "found"), [("2018-07-05", ["ending"]), ("2018-07-06", [])])
def test_a_thing_that_is_planned_to_end_within_a_month_ends_soon(
    on_sqlite: Deployment, on: str, found: list[str]
) -> None:
    assert after(on_sqlite, start("team-disbanded", "response-a", on, "planned")).of(*RESPONSE_A) == found


@pytest.mark.parametrize(("basis", "found"), [("planned", []), ("proposed", ["ending"])])
def test_a_proposal_counts_where_proposals_are_asked_for(on_sqlite: Deployment, basis: str, found: list[str]) -> None:
    body = start("team-disbanded", "response-a", "2018-06-20", "proposed")
    assert after(on_sqlite, body, basis=basis).of(*RESPONSE_A) == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (start("team-moved", "response-a", "2018-05-20", to="colindale"), ["moved"]),
        (start("team-transferred", "response-a", "2018-05-20", to="nw-bcu"), ["moved"]),
        (start("team-resized", "response-a", "2018-05-20", strength=60), ["changed"]),
    ],
)
def test_a_team_moved_where_its_base_or_unit_did_and_otherwise_changed(
    on_sqlite: Deployment, body: Body, found: list[str]
) -> None:
    assert after(on_sqlite, body).of(*RESPONSE_A) == found


def test_what_may_have_happened_may_change_a_thing(on_sqlite: Deployment) -> None:
    body = start("team-resized", "response-a", "2018-06-01/2018-06-04", strength=60)
    assert after(on_sqlite, body, day="2018-06-02").of(*RESPONSE_A) == ["possible"]


def test_what_a_paper_merely_says_marks_nothing(on_sqlite: Deployment) -> None:
    body = start("team-stated", "response-a", "2018-06-01/2018-06-04", text="It stays.")
    assert after(on_sqlite, body, day="2018-06-02").of(*RESPONSE_A) == []


def test_a_retracted_move_leaves_no_mark(on_sqlite: Deployment) -> None:
    moved = start("team-moved", "response-a", "2018-05-20", id="move", to="colindale")
    assert after(on_sqlite, moved, amend("change-retracted", "move")).of(*RESPONSE_A) == []


def test_a_subject_without_marks_has_none() -> None:
    assert Marks({("team", "a"): ["new"]}).of("unit", "a") == []
