"""Given the rows of a site and an entry about it, which rows go, which come, and which knowledge is closed."""

from __future__ import annotations

import itertools
from typing import NamedTuple

import msgspec
import pytest

from domain.changes.change import DONE, PLANNED, RETRACTED, WITHDRAWN, Change
from domain.changes.history import first_day, reach_into
from domain.time.edtf import END, parse
from projections.read_models.bitemporal_update import revise_rows
from projections.read_models.rows import ClosedRow, StateRevision, StateRow
from tests.domain.clashes.rules.given import told
from tests.domain.given import ListedHistory
from tests.support.examples import start


class Row(NamedTuple):
    """A row, by the name of the site instead of its body."""

    day: str
    mask: int
    known_from: int
    ref: int
    name: str | None


class Shut(NamedTuple):
    """Closed knowledge; None is without end."""

    day_from: str
    day_to: str | None
    mask: int
    known_from: int
    ref: int


class Site:
    """The read model of the site "a", entry after entry."""

    def __init__(self) -> None:
        self.rows: list[StateRow] = []
        self._changes: dict[int, Change] = {}
        self._place = itertools.count(1)
        self._refs = itertools.count(1)

    def start(self, kind: str, on: str, standing: str = "done", **details: object) -> StateRevision:
        """A new change."""
        place = next(self._place)
        (change,) = told(start(kind, "a", on, standing, **details)).values()
        return self._take(place, None, msgspec.structs.replace(change, place=place, id=f"c{place}"))

    def amend(self, change: int, **fields: object) -> StateRevision:
        """A change, by its place, becomes another."""
        return self._take(
            next(self._place), self._changes[change], msgspec.structs.replace(self._changes[change], **fields)
        )

    def _take(self, place: int, before: Change | None, after: Change) -> StateRevision:
        history = ListedHistory("a", list(self._changes.values()))
        reach = reach_into(history, before, after, first_day(before, after))
        revision = revise_rows("site", "a", reach, self.rows, place, lambda: next(self._refs))
        self._changes[after.place] = after
        self.rows = sorted(
            [row for row in self.rows if row not in revision.gone] + revision.new, key=lambda row: row[:2]
        )
        return revision


@pytest.fixture
def site() -> Site:
    """Opened on 10 January by the entry 1."""
    site = Site()
    site.start("site-opened", "2018-01-10", name="A")
    return site


def rows(of: list[StateRow]) -> list[Row]:
    return [Row(_day(row.day), row.mask, row.known_from, row.ref, row.body.state.fields.get("name")) for row in of]


def shut(of: list[ClosedRow]) -> list[Shut]:
    return [Shut(_day(row.day_from), None if row.day_to == END else _day(row.day_to), *row[2:]) for row in of]


def _day(day: int) -> str:
    """A day of January 2018, as `01-10`."""
    return f"01-{day - parse('2018-01-01').earliest + 1:02}"


def test_the_first_change_closes_nothing() -> None:
    revision = Site().start("site-opened", "2018-01-10", name="A")
    assert (revision.gone, rows(revision.new), revision.closed) == ([], [Row("01-10", 7, 1, 1, "A")], [])


def test_what_is_done_after_all_that_is_known_closes_the_last_row_from_its_day_on(site: Site) -> None:
    revision = site.start("site-renamed", "2018-01-20", name="B")
    assert (revision.gone, rows(revision.new)) == ([], [Row("01-20", 7, 2, 2, "B")])
    assert shut(revision.closed) == [Shut("01-20", None, 7, 1, 1)]


def test_what_is_done_on_the_day_of_the_last_row_replaces_it(site: Site) -> None:
    revision = site.start("site-renamed", "2018-01-10", name="B")
    assert (rows(revision.gone), rows(revision.new)) == ([Row("01-10", 7, 1, 1, "A")], [Row("01-10", 7, 2, 2, "B")])
    assert shut(revision.closed) == [Shut("01-10", None, 7, 1, 1)]


def test_what_is_recorded_late_alters_the_days_up_to_the_next_change_only(site: Site) -> None:
    site.start("site-renamed", "2018-01-20", name="B")
    revision = site.start("site-renamed", "2018-01-15", name="C")
    assert (revision.gone, rows(revision.new)) == ([], [Row("01-15", 7, 3, 3, "C")])
    assert shut(revision.closed) == [Shut("01-15", "01-20", 7, 1, 1)]
    assert rows(site.rows) == [Row("01-10", 7, 1, 1, "A"), Row("01-15", 7, 3, 3, "C"), Row("01-20", 7, 2, 2, "B")]


def test_what_alters_no_state_alters_no_row(site: Site) -> None:
    assert site.start("site-uses-changed", "2018-01-20", end=["custody"]) == ([], [], [])
    assert site.start("site-stated", "2018-01-15", "planned", text="It will stay open.") == ([], [], [])


def test_a_plan_holds_under_planned_and_proposed(site: Site) -> None:
    revision = site.start("site-renamed", "2018-01-20", "planned", name="B")
    assert (revision.gone, rows(revision.new)) == ([], [Row("01-20", 6, 2, 2, "B")])
    assert shut(revision.closed) == [Shut("01-20", None, 6, 1, 1)]


def test_a_proposal_holds_under_proposed_alone(site: Site) -> None:
    revision = site.start("site-renamed", "2018-01-20", "proposed", name="B")
    assert (revision.gone, rows(revision.new)) == ([], [Row("01-20", 4, 2, 2, "B")])
    assert shut(revision.closed) == [Shut("01-20", None, 4, 1, 1)]


def test_what_is_done_before_its_planned_day_holds_under_every_basis_from_that_day(site: Site) -> None:
    site.start("site-renamed", "2018-01-20", "planned", name="B")
    revision = site.amend(2, standing=DONE, when=parse("2018-01-18"))
    assert (rows(revision.gone), rows(revision.new)) == ([Row("01-20", 6, 2, 2, "B")], [Row("01-18", 7, 3, 3, "B")])
    assert set(shut(revision.closed)) == {
        Shut("01-18", None, 1, 1, 1),
        Shut("01-18", "01-20", 6, 1, 1),
        Shut("01-20", None, 6, 2, 2),
    }


def test_what_is_confirmed_on_its_day_becomes_known_under_the_new_basis_alone(site: Site) -> None:
    site.start("site-renamed", "2018-01-20", "proposed", name="B")
    revision = site.amend(2, standing=PLANNED)
    assert (revision.gone, rows(revision.new)) == ([], [Row("01-20", 2, 3, 3, "B")])
    assert shut(revision.closed) == [Shut("01-20", None, 2, 1, 1)]


def test_a_plan_that_moves_to_a_later_day_gives_the_days_between_back(site: Site) -> None:
    site.start("site-renamed", "2018-01-20", "planned", name="B")
    revision = site.amend(2, when=parse("2018-01-25"))
    assert rows(revision.gone) == [Row("01-20", 6, 2, 2, "B")]
    assert rows(revision.new) == [Row("01-20", 6, 3, 3, "A"), Row("01-25", 6, 3, 4, "B")]
    assert shut(revision.closed) == [Shut("01-20", None, 6, 2, 2)]


def test_what_is_withdrawn_leaves_what_was_before_known_from_now_on(site: Site) -> None:
    site.start("site-renamed", "2018-01-20", "planned", name="B")
    revision = site.amend(2, standing=WITHDRAWN)
    assert (rows(revision.gone), rows(revision.new)) == ([Row("01-20", 6, 2, 2, "B")], [Row("01-20", 6, 3, 3, "A")])
    assert shut(revision.closed) == [Shut("01-20", None, 6, 2, 2)]


def test_a_subject_whose_only_change_is_retracted_is_known_not_to_be_there(site: Site) -> None:
    revision = site.amend(1, standing=RETRACTED)
    assert (rows(revision.gone), rows(revision.new)) == ([Row("01-10", 7, 1, 1, "A")], [Row("01-10", 7, 2, 2, None)])
    assert shut(revision.closed) == [Shut("01-10", None, 7, 1, 1)]


def test_a_change_that_may_have_happened_is_possible_from_its_earliest_day_to_the_day_before_its_latest(
    site: Site,
) -> None:
    revision = site.start("site-renamed", "2018-01-20/2018-01-25", "planned", name="B")
    assert rows(revision.new) == [Row("01-20", 6, 2, 2, "A"), Row("01-25", 6, 2, 3, "B")]
    assert [[change.id for change in row.body.possible] for row in revision.new] == [["c2"], []]
    assert shut(revision.closed) == [Shut("01-20", None, 6, 1, 1)]


def test_a_change_without_a_last_day_is_possible_and_never_in_effect(site: Site) -> None:
    revision = site.start("site-renamed", "2018-01-20/..", "planned", name="B")
    assert rows(revision.new) == [Row("01-20", 6, 2, 2, "A")]
    assert [change.id for change in revision.new[0].body.possible] == ["c2"]


def test_days_before_the_change_are_left_alone(site: Site) -> None:
    site.start("site-renamed", "2018-01-20", name="B")
    site.start("site-renamed", "2018-01-30", name="C")
    site.amend(2, when=parse("2018-01-25"))
    assert rows(site.rows) == [
        Row("01-10", 7, 1, 1, "A"),
        Row("01-20", 7, 4, 4, "A"),
        Row("01-25", 7, 4, 5, "B"),
        Row("01-30", 7, 3, 3, "C"),
    ]
