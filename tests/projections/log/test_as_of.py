"""Where a question looks from: the last entry recorded by its known point, as far as its viewer sees it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection

from domain.changes.coordinates import resolve_question
from domain.refusals import Refusal
from domain.time import instants
from projections.database.connections import reading
from projections.log.as_of import Point, point_at, point_at_place
from projections.log.head import Head, read_head
from projections.log.programmes import NoSuchProgramme
from tests.support.deployments import Deployment
from tests.support.examples import Body, amend, record, start

NOW = instants.parse("2018-06-20T08:00:00Z")


def at(day: int, hour: int = 8) -> str:
    """An instant of June 2018."""
    return f"2018-06-{day:02}T{hour:02}:00:00Z"


class History:
    """A programme whose entries are recorded on days of June."""

    def __init__(self, deployment: Deployment, connection: Connection) -> None:
        self.deployment = deployment
        self.programme = deployment.programme()
        self.connection = connection

    def record(self, instant: str, body: Body) -> int:
        """Record an entry; its place in the log."""
        self.deployment.time.at = datetime.fromisoformat(instant)
        record(self.deployment, self.programme, body)
        return self.head().position

    def backfill(self, body: Body, instant: str) -> int:
        """Import an entry under an instant that is over; its place in the log."""
        self.deployment.time.at = datetime.fromisoformat(at(20))
        raw = msgspec.json.encode(body | {"recorded_at": instant})
        assert self.deployment.send(f"/programmes/{self.programme}/entries/import", raw).status_code == 201
        return self.head().position

    def head(self) -> Head:
        with reading(self.deployment.mergerlog.engine) as connection:
            return read_head(connection, self.programme)

    def point(self, public: bool = False, **question: Any) -> Point:
        with reading(self.deployment.mergerlog.engine) as connection:
            return point_at(connection, self.head(), resolve_question(NOW, **question), public)


@pytest.fixture
def history(on_sqlite: Deployment) -> Iterator[History]:
    with reading(on_sqlite.mergerlog.engine) as connection:
        yield History(on_sqlite, connection)


def opened(slug: str, **more: Any) -> Body:
    return start("site-opened", slug, id=slug, name=slug.title(), **more)


def test_the_head_of_an_empty_programme_is_nothing(history: History) -> None:
    history.deployment.programme()
    head = history.head()
    assert (head.position, head.recorded_at, head.backfilled_from, head.hides) == (0, 0, None, False)
    point = history.point()
    assert (point.position, point.is_current, point.settled, point.backfilled) == (0, True, False, False)
    assert point.programme == head.programme


def test_a_programme_that_is_not_there_has_no_head(history: History) -> None:
    with pytest.raises(NoSuchProgramme, match='"nowhere"'):
        read_head(history.connection, "nowhere")


def test_the_head_is_the_last_entry_of_its_own_programme(history: History) -> None:
    place = history.record(at(5), opened("wembley"))
    record(history.deployment, history.deployment.programme(), opened("elsewhere"))
    head = history.head()
    assert (head.position, head.recorded_at) == (place, instants.parse(at(5)))


@pytest.mark.parametrize(
    ("question", "known", "is_current"),
    [
        ({}, 2, True),
        ({"known_on": "2018-06-20"}, 2, True),
        ({"known_on": "2018-06-10"}, 2, True),
        ({"known_on": "2018-06-09"}, 1, False),
        ({"known_on": "2018-06-05"}, 1, False),
        ({"known_on": "2018-06-04"}, 0, False),
        ({"known_at": at(10)}, 2, True),
        ({"known_at": "2018-06-10T07:59:59.999999Z"}, 1, False),
        ({"known_at": at(5)}, 1, False),
        ({"known_at": "2018-06-05T07:59:59.999999Z"}, 0, False),
    ],
)
def test_the_known_point_takes_in_what_was_recorded_by_then(
    history: History, question: Mapping[str, Any], known: int, is_current: bool
) -> None:
    places = [0, history.record(at(5), opened("wembley")), history.record(at(10), opened("colindale"))]
    point = history.point(**question)
    assert (point.position, point.is_current) == (places[known], is_current)


@pytest.mark.parametrize(
    ("question", "settled"),
    [
        ({"known_on": "2018-06-09"}, True),
        ({"known_on": "2018-06-10"}, False),  # another entry can still be imported under the rest of that day
        ({"known_at": at(9)}, True),
        ({"known_at": at(10)}, False),
        ({}, False),
    ],
)
def test_an_answer_is_settled_once_something_was_recorded_after_its_point(
    history: History, question: Mapping[str, Any], settled: bool
) -> None:
    history.record(at(5), opened("wembley"))
    history.record(at(10), opened("colindale"))
    assert history.point(**question).settled is settled


def test_an_observer_looks_from_the_last_entry_that_is_public(history: History) -> None:
    first = history.record(at(5), opened("wembley"))
    second = history.record(at(10), opened("secret", restricted=True))
    assert history.head().hides
    point, whole = history.point(public=True), history.point()
    assert (point.position, point.is_current, point.public) == (first, True, True)
    assert (whole.position, whole.is_current, whole.public) == (second, True, False)
    assert history.point(known_on="2018-06-05").settled
    assert not history.point(public=True, known_on="2018-06-05").settled


def test_an_amendment_of_a_restricted_change_is_no_observers_to_see(history: History) -> None:
    first = history.record(at(5), opened("wembley"))
    history.record(at(6), start("site-closed", "wembley", "2019", "planned", id="secret", restricted=True))
    history.record(at(7), amend("change-rescheduled", "secret", effective_on="2020"))
    assert history.point(public=True).position == first
    last = history.record(at(8), start("site-renamed", "wembley", "2018-02", id="renamed", name="W"))
    assert history.point(public=True).position == last
    assert history.point(public=True, known_on="2018-06-07").position == first


def test_a_change_that_is_released_is_seen_again_at_its_place(history: History) -> None:
    history.record(at(5), opened("wembley"))
    secret = history.record(at(6), start("site-closed", "wembley", "2019", "planned", id="secret", restricted=True))
    history.record(at(7), amend("change-released", "secret"))
    assert not history.head().hides
    assert history.point(public=True, known_on="2018-06-06").position == secret


def test_an_answer_is_backfilled_where_it_rests_on_an_old_paper(history: History) -> None:
    first = history.backfill(opened("wembley"), at(1))
    history.backfill(opened("colindale") | {"entered_at": at(2)}, at(2))
    assert history.head().backfilled_from == first
    assert history.point().backfilled
    assert history.point(known_on="2018-06-01").backfilled
    assert not history.point(known_on="2018-05-31").backfilled


def test_entries_that_were_recorded_as_they_came_are_not_backfilled(history: History) -> None:
    history.record(at(5), opened("wembley"))
    second = history.backfill(opened("colindale"), at(10))
    assert history.head().backfilled_from == second
    assert not history.point(known_on="2018-06-09").backfilled
    assert history.point(known_on="2018-06-10").backfilled


def test_a_backfilled_entry_that_an_observer_does_not_see_backfills_nothing_for_one(history: History) -> None:
    history.backfill(opened("secret", restricted=True), at(1))
    history.record(at(20), opened("wembley"))
    assert history.point().backfilled
    assert not history.point(public=True).backfilled
    history.backfill(opened("colindale"), at(20))
    assert history.point(public=True).backfilled


def test_the_place_after_an_entry_is_current_where_the_log_ends() -> None:
    head, question = Head(1, 7, NOW, 3, hides=True), resolve_question(NOW)
    assert point_at_place(head, question, 7) == Point(question, head, False, 7, True, False, False)
    assert point_at_place(head, question, 6) == Point(question, head, False, 6, False, False, False)


def test_a_known_point_to_come_is_refused() -> None:
    with pytest.raises(Refusal, match="after today"):
        resolve_question(NOW, known_on="2018-06-21")
