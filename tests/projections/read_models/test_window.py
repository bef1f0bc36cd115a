"""Windows: the end of a subject's rows and changes, from a day on, and how it follows entries."""

from __future__ import annotations

import msgspec
import pytest

from domain.changes.change import WITHDRAWN, Change
from domain.kinds.state import NOTHING, STANDING, State
from domain.time.edtf import BEGINNING, parse
from projections.log.streams import SubjectStreams
from projections.read_models.rows import StateRevision, StateRow
from projections.read_models.state_json import RenderedState
from projections.read_models.window import Window, load_window
from tests.domain.clashes.rules.given import told
from tests.support.deployments import Deployment
from tests.support.examples import record, start
from tests.support.views import viewing

OPENED, MARCH, MAY = told(
    start("site-opened", "a", "2018-01-01", name="A"),
    start("site-renamed", "a", "2018-03-01", name="B", id="march"),
    start("site-renamed", "a", "2018-05-01", name="C", id="may"),
).values()
NO_ROWS = StateRevision([], [], [])


def day(text: str) -> int:
    return parse(text).latest


def row(on: int, mask: int = 7, name: str = "A") -> StateRow:
    state = State(STANDING, {"name": name}, {"name": "c"}, on)
    return StateRow(on, mask, 1, on, RenderedState("site", "a", state))


def window(rows: list[StateRow], *changes: Change, whole: bool = False) -> Window:
    return Window(2, BEGINNING, rows, list(changes), whole=whole)


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        ("2018-01-01", [OPENED, MARCH, MAY]),
        ("2018-03-01", [MARCH, MAY]),
        ("2018-03-02", [MAY]),
        ("2018-05-01", [MAY]),
        ("2018-05-02", []),
    ],
)
def test_the_changes_from_a_day_on_are_those_whose_latest_is_not_before_it(since: str, expected: list[Change]) -> None:
    assert window([], OPENED, MARCH, MAY).changes(day(since)) == expected
    assert window([]).changes(day(since)) == []


@pytest.mark.parametrize(
    ("before", "basis", "name"),
    [(10, 1, None), (11, 1, "A"), (20, 2, "A"), (21, 2, "B"), (21, 4, "B"), (21, 1, "A"), (99, 2, "B")],
)
def test_the_state_before_a_day_is_that_of_the_last_row_before_it(before: int, basis: int, name: str | None) -> None:
    state = window([row(10), row(20, 6, "B")]).state_before(before, basis)
    assert state.fields.get("name") == name
    assert (state is NOTHING) == (name is None)


def test_a_change_takes_its_place_in_fold_order() -> None:
    here = window([], OPENED, MAY)
    here.apply(NO_ROWS, None, MARCH)
    assert here.changes(BEGINNING) == [OPENED, MARCH, MAY]


def test_a_change_that_becomes_another_takes_the_place_of_the_other() -> None:
    later = msgspec.structs.replace(MARCH, when=parse("2018-07-01"))
    here = window([], OPENED, MARCH, MAY)
    here.apply(NO_ROWS, MARCH, later)
    assert here.changes(BEGINNING) == [OPENED, MAY, later]


def test_a_change_that_counts_no_more_is_gone_and_may_come_back() -> None:
    withdrawn = msgspec.structs.replace(MARCH, standing=WITHDRAWN)
    here = window([], OPENED, MARCH, MAY)
    here.apply(NO_ROWS, MARCH, withdrawn)
    assert here.changes(BEGINNING) == [OPENED, MAY]
    here.apply(NO_ROWS, withdrawn, MARCH)
    assert here.changes(BEGINNING) == [OPENED, MARCH, MAY]


def test_rows_go_and_come_as_the_revision_says_in_order_of_day_and_mask() -> None:
    one, two, three = row(10), row(20, 6), row(30)
    first, second = row(15), row(20, 1)
    here = window([one, two, three])
    here.apply(StateRevision([three], [second, first], []), None, None)
    assert [found[:2] for found in here.rows] == [(10, 7), (15, 7), (20, 1), (20, 6)]


def test_a_long_window_lets_go_of_its_oldest_rows() -> None:
    here = window([])
    here.apply(StateRevision([], [row(on) for on in range(1, 97)], []), None, None)
    assert (len(here.rows), here.day) == (96, BEGINNING)
    here.apply(StateRevision([], [row(97)], []), None, None)
    assert ([found.day for found in here.rows], here.day) == (list(range(49, 98)), 50)


def test_a_long_window_keeps_the_last_row_of_every_basis_before_its_day() -> None:
    here = window([])
    here.apply(StateRevision([], [row(1), *(row(on, 6) for on in range(2, 98))], []), None, None)
    assert (here.rows[0].day, here.day) == (1, 50)
    assert here.state_before(60, 1).since == 1


def test_a_window_that_the_database_does_not_hold_yet_is_kept_whole() -> None:
    here = window([], whole=True)
    here.apply(StateRevision([], [row(on) for on in range(1, 98)], []), None, None)
    assert (len(here.rows), here.day) == (97, BEGINNING)


def test_a_window_is_read_with_the_last_row_before_its_day_and_the_changes_from_it_on(on_sqlite: Deployment) -> None:
    programme = on_sqlite.programme()
    record(
        on_sqlite,
        programme,
        start("site-opened", "a", "2018-01-01", id="opened", name="A"),
        start("site-renamed", "a", "2018-03-01", id="march", name="B"),
        start("site-renamed", "a", "2018-05-01", id="may", name="C"),
        start("site-closed", "a", "2018-09-01", "planned", id="closing"),
    )
    with viewing(on_sqlite, programme) as view:
        subject = SubjectStreams(view.connection, view.point.programme).get("site", "a")
        read = {
            on: load_window(view.connection, view.log, subject, False, day(on)) for on in ("2018-05-01", "2018-05-02")
        }
    names = {on: [found.body.state.fields.get("name") for found in here.rows] for on, here in read.items()}
    assert names == {"2018-05-01": ["B", "C", None], "2018-05-02": ["C", None]}
    assert {on: [change.id for change in here.changes(BEGINNING)] for on, here in read.items()} == {
        "2018-05-01": ["may", "closing"],
        "2018-05-02": ["closing"],
    }
