"""What is on the timeline between two days, in which order, and page by page."""

from __future__ import annotations

import pytest

from domain.refusals import MalformedQuestion
from domain.time.edtf import BEGINNING, END, parse
from projections.questions.timeline import Span, span, stories_page
from projections.questions.view import View
from tests.domain.clashes.rules.given import closed, told
from tests.support.deployments import Deployment
from tests.support.examples import amend, record, start
from tests.support.views import move_clock, viewing

(JULY,) = told(closed("a", "2018-07")).values()
LOG = (
    start("site-opened", "b", "2018-09-01", "planned", id="september", name="B"),
    start("site-opened", "a", "2018-01-01", id="opened", name="A"),
    start("site-closed", "a", "2018-07", "planned", id="july"),
    start("milestone-set", "m", "2018-08-15", "planned", id="m", title="M"),
    start("site-opened", "c", "2018-05-01", "proposed", id="off", name="C"),
    amend("change-withdrawn", "off"),
)


def ids(view: View, **asked: str) -> list[str]:
    """The changes of a span, in order."""
    chosen = span(*(asked.get(name) for name in ("first", "last", "subject", "kind", "basis")))
    return [story.change.id for story in stories_page(view, chosen, limit=100)[0]]


@pytest.fixture(scope="module")
def programme(on_sqlite: Deployment) -> str:
    move_clock(on_sqlite, "2018-06-04T08:00")
    programme = on_sqlite.programme()
    policy = start("reminder-policy-set", programme, "2018-06-01", id="policy", overdue_every=3)
    record(on_sqlite, programme, *LOG, policy)
    return programme


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, "opened off july m september"),
        ({"first": "2018-07-31"}, "july m september"),
        ({"first": "2018-08-01"}, "m september"),
        ({"last": "2018-07-01"}, "opened off july"),
        ({"last": "2018-06-30"}, "opened off"),
        ({"first": "2018-07-10", "last": "2018-07-10"}, "july"),
        ({"first": "2018-08-15", "last": "2018-08-15"}, "m"),
        ({"subject": "a"}, "opened july"),
        ({"subject": "site/a"}, "opened july"),
        ({"subject": "milestone/a"}, ""),
        ({"kind": "site-opened"}, "opened off september"),
        ({"kind": "site-open"}, ""),
        ({"kind": "site_opened"}, ""),
        ({"kind": "%"}, ""),
        ({"basis": "done"}, "opened"),
        ({"basis": "planned"}, "opened july m september"),
        ({"basis": "proposed"}, "opened july m september"),
    ],
)
def test_the_changes_of_a_span_come_by_their_latest_day(
    on_sqlite: Deployment, programme: str, asked: dict[str, str], expected: str
) -> None:
    with viewing(on_sqlite, programme) as view:
        assert ids(view, **asked) == expected.split()


def test_changes_of_one_day_come_in_the_order_of_the_log(on_sqlite: Deployment) -> None:
    programme = on_sqlite.programme()
    slugs = ("z", "a", "m")
    record(on_sqlite, programme, *(start("site-opened", slug, "2018-02-01", id=slug, name=slug) for slug in slugs))
    with viewing(on_sqlite, programme) as view:
        assert ids(view) == ["z", "a", "m"]


def test_what_was_retracted_is_on_no_timeline_from_then_on(on_sqlite: Deployment) -> None:
    programme = on_sqlite.programme()
    record(on_sqlite, programme, LOG[0])
    move_clock(on_sqlite, "2018-06-05T08:00")
    record(on_sqlite, programme, amend("change-retracted", "september"))
    with viewing(on_sqlite, programme) as now, viewing(on_sqlite, programme, known_on="2018-06-04") as then:
        assert (ids(now), ids(then)) == ([], ["september"])


def test_a_change_is_found_by_the_date_that_it_was_known_to_have(on_sqlite: Deployment) -> None:
    programme = on_sqlite.programme()
    record(on_sqlite, programme, *LOG[:3])
    move_clock(on_sqlite, "2018-06-05T08:00")
    record(on_sqlite, programme, amend("change-rescheduled", "july", effective_on="2018-10-01"))
    with viewing(on_sqlite, programme) as now, viewing(on_sqlite, programme, known_on="2018-06-04") as then:
        assert ids(now, first="2018-07-01", last="2018-07-31") == []
        assert ids(then, first="2018-07-01", last="2018-07-31") == ["july"]
        assert (ids(now), ids(then)) == (["opened", "september", "july"], ["opened", "july", "september"])


def test_an_observer_sees_nothing_that_is_restricted(on_sqlite: Deployment) -> None:
    programme = on_sqlite.programme()
    record(on_sqlite, programme, *LOG[:3], amend("change-restricted", "july"))
    with viewing(on_sqlite, programme, public=True) as view:
        assert ids(view) == ["opened", "september"]


def test_pages_follow_each_other_without_a_change_lost_or_told_twice(on_sqlite: Deployment, programme: str) -> None:
    with viewing(on_sqlite, programme) as view:
        pages = [stories_page(view, Span(), limit=2)]
        while pages[-1][1] is not None:
            pages.append(stories_page(view, Span(), limit=2, after=pages[-1][1]))
    shown = [([story.change.id for story in stories], cursor) for stories, cursor in pages]
    assert shown == [(["opened", "off"], "after-off"), (["july", "m"], "after-m"), (["september"], None)]


def test_a_page_that_is_just_full_is_the_last(on_sqlite: Deployment, programme: str) -> None:
    with viewing(on_sqlite, programme) as view:
        assert stories_page(view, Span(), limit=5)[1] is None
        assert stories_page(view, Span(), limit=4)[1] == "after-m"


@pytest.mark.parametrize("cursor", ["off", "after-", "after-nothing", "after-policy"])
def test_a_cursor_that_no_page_gave_is_refused(on_sqlite: Deployment, programme: str, cursor: str) -> None:
    with (
        viewing(on_sqlite, programme) as view,
        pytest.raises(MalformedQuestion, match="is not a cursor of this timeline"),
    ):
        stories_page(view, Span(), limit=2, after=cursor)


def test_a_span_is_read_as_days_a_subject_and_a_bit() -> None:
    assert span(None, None, None, None, None) == Span(BEGINNING, END - 1)
    assert span("0001-01-02", "0001-01-02", "site/a", "site-opened", "planned") == Span(
        2, 2, "site", "a", "site-opened", 2
    )
    assert span(None, None, "a", None, "done") == Span(slug="a", basis=1)


@pytest.mark.parametrize(
    ("first", "last", "subject", "kind", "fault"),
    [
        ("2018-08-01", "2018-07-31", None, None, "from 2018-08-01 is after to 2018-07-31"),
        (None, None, "a\0", None, "holds the character NUL"),
        (None, None, None, "a\0", "holds the character NUL"),
        ("2018", None, None, None, '"2018" is not a day'),
    ],
)
def test_what_is_no_span_is_refused(
    first: str | None, last: str | None, subject: str | None, kind: str | None, fault: str
) -> None:
    with pytest.raises(MalformedQuestion, match=fault):
        span(first, last, subject, kind, None)


def test_a_span_of_milestones_takes_no_other_type() -> None:
    assert Span(slug="m").of_milestones() == Span(type="milestone", slug="m")
    assert Span(type="milestone", slug="m").of_milestones() == Span(type="milestone", slug="m")
    assert Span(type="site", slug="m").of_milestones() == Span(type="site", slug="")


@pytest.mark.parametrize(
    ("first", "last", "basis", "taken"),
    [
        ("2018-07-31", "2018-12-31", None, True),
        ("2018-08-01", "2018-12-31", None, False),
        ("2018-01-01", "2018-07-01", None, True),
        ("2018-01-01", "2018-06-30", None, False),
        ("2018-01-01", "2018-12-31", 2, True),
        ("2018-01-01", "2018-12-31", 1, False),
    ],
)
def test_a_span_takes_a_change_that_may_happen_on_one_of_its_days(
    first: str, last: str, basis: int | None, taken: bool
) -> None:
    assert Span(parse(first).earliest, parse(last).latest, basis=basis).takes(JULY) is taken
