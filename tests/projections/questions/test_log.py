"""The log page by page, and single entries and changes of it, as known and as their viewer may know."""

from __future__ import annotations

from typing import Any

import pytest

from domain.refusals import MalformedQuestion
from projections.questions.log import (
    NoSuchChange,
    NoSuchEntry,
    entries_page,
    entry_by_id,
    last_entry_id,
    one_change,
    one_entry,
)
from projections.questions.view import View
from tests.support.deployments import Deployment
from tests.support.examples import amend, record, start
from tests.support.views import move_clock, viewing


@pytest.fixture(scope="module")
def programme(on_sqlite: Deployment) -> str:
    """Six entries on 4 June, and one on the next day."""
    move_clock(on_sqlite, "2018-06-04T08:00")
    programme = on_sqlite.programme()
    record(
        on_sqlite,
        programme,
        start("site-opened", "a", id="a", name="A"),
        start("site-opened", "b", id="b", name="B"),
        start("area-defined", "a", id="area", name="A", area_type="ward"),
        start("site-closed", "a", "2019", "planned", id="closing"),
        amend("change-rescheduled", "closing", id="moved", effective_on="2020"),
        start("reminder-policy-set", programme, id="policy", overdue_every=3),
    )
    move_clock(on_sqlite, "2018-06-05T08:00")
    record(on_sqlite, programme, amend("change-restricted", "closing", id="hidden"))
    return programme


def ids(view: View, **asked: Any) -> tuple[list[str], str | None]:
    page = entries_page(view, **asked)
    return [entry["id"] for entry in page["entries"]], page["next"]


EVERYTHING = ["a", "b", "area", "closing", "moved", "policy", "hidden"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, EVERYTHING),
        ({"newest": True}, EVERYTHING[::-1]),
        ({"kind": "site-opened"}, ["a", "b"]),
        ({"kind": "site-open"}, []),
        ({"kind": "change-rescheduled"}, ["moved"]),
        ({"subject": "a"}, ["a", "area", "closing", "moved", "hidden"]),
        ({"subject": "site/a"}, ["a", "closing", "moved", "hidden"]),
        ({"subject": "area/a"}, ["area"]),
        ({"subject": "unit/a"}, []),
        ({"change": "closing"}, ["closing", "moved", "hidden"]),
        ({"change": "moved"}, ["moved"]),
        ({"change": "nothing"}, []),
        ({"after": "after-area"}, ["closing", "moved", "policy", "hidden"]),
        ({"after": "after-area", "newest": True}, ["b", "a"]),
        ({"after": "after-hidden"}, []),
        ({"kind": "site-opened", "subject": "b"}, ["b"]),
    ],
)
def test_entries_are_chosen_by_kind_subject_change_and_place(
    on_sqlite: Deployment, programme: str, asked: dict[str, Any], expected: list[str]
) -> None:
    move_clock(on_sqlite, "2018-06-05T08:00")
    with viewing(on_sqlite, programme) as view:
        assert ids(view, **asked) == (expected, None)


def test_a_page_tells_where_the_next_begins_unless_it_is_the_last(on_sqlite: Deployment, programme: str) -> None:
    move_clock(on_sqlite, "2018-06-05T08:00")
    with viewing(on_sqlite, programme) as view:
        assert ids(view, limit=4) == (EVERYTHING[:4], "after-closing")
        assert ids(view, limit=4, after="after-closing") == (EVERYTHING[4:], None)
        assert ids(view, limit=7) == (EVERYTHING, None)
        assert ids(view, limit=6) == (EVERYTHING[:6], "after-policy")


@pytest.mark.parametrize("cursor", ["closing", "after-", "after-nothing"])
def test_a_cursor_that_no_page_gave_is_refused(on_sqlite: Deployment, programme: str, cursor: str) -> None:
    with viewing(on_sqlite, programme) as view, pytest.raises(MalformedQuestion, match="is not a cursor of this log"):
        entries_page(view, after=cursor)


def test_what_was_not_known_yet_is_left_out(on_sqlite: Deployment, programme: str) -> None:
    move_clock(on_sqlite, "2018-06-05T08:00")
    with viewing(on_sqlite, programme, known_on="2018-06-04") as view:
        assert ids(view)[0] == EVERYTHING[:-1]
        assert one_change(view, "closing")["restricted"] is False
        with pytest.raises(NoSuchEntry, match='No entry "hidden"'):
            one_entry(view, "hidden")


def test_an_observer_sees_nothing_of_a_restricted_change_whenever_it_was(on_sqlite: Deployment, programme: str) -> None:
    move_clock(on_sqlite, "2018-06-05T08:00")
    with viewing(on_sqlite, programme, public=True, known_on="2018-06-04") as view:
        assert ids(view)[0] == ["a", "b", "area", "policy"]
        with pytest.raises(NoSuchChange):
            one_change(view, "closing")
        with pytest.raises(NoSuchEntry):
            one_entry(view, "moved")


def test_an_entry_is_shown_with_its_version_and_whether_an_import_brought_it(
    on_sqlite: Deployment, programme: str
) -> None:
    with viewing(on_sqlite, programme) as view:
        entry = one_entry(view, "moved")
    assert (entry["id"], entry["change"], entry["kind"], entry["version"]) == (
        "moved",
        "closing",
        "change-rescheduled",
        3,
    )
    assert (entry.get("backfilled"), entry.get("effective_on")) == (False, "2020")


def test_a_change_is_found_by_its_own_id_and_not_by_that_of_an_amendment(on_sqlite: Deployment, programme: str) -> None:
    with viewing(on_sqlite, programme) as view:
        change = one_change(view, "closing")
        assert (change["id"], change["effective_on"], change.get("backfilled")) == ("closing", "2020", False)
        with pytest.raises(NoSuchChange, match='No change "moved"'):
            one_change(view, "moved")


def test_the_same_ids_of_another_programme_are_not_found(on_sqlite: Deployment, programme: str) -> None:
    other = on_sqlite.programme()
    with viewing(on_sqlite, other) as view:
        assert ids(view) == ([], None)
        assert last_entry_id(view.connection, view.point.programme) is None
        with pytest.raises(NoSuchEntry):
            one_entry(view, "a")
        with pytest.raises(NoSuchChange):
            one_change(view, "a")


def test_the_last_entry_and_one_that_is_there_are_found_whoever_may_see_them(
    on_sqlite: Deployment, programme: str
) -> None:
    with viewing(on_sqlite, programme, public=True) as view:
        assert last_entry_id(view.connection, view.point.programme) == "hidden"
        entry = entry_by_id(view.connection, view.log, view.point.programme, "moved")
        assert (entry.id, entry.change) == ("moved", "closing")
