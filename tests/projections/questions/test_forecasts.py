"""The dates that a change had: entry by entry, and at the end of every month."""

from __future__ import annotations

import pytest

from projections.questions.forecast_answers import ForecastsAnswer
from projections.questions.forecasts import forecast_series
from projections.questions.log import NoSuchChange
from tests.support.deployments import Deployment
from tests.support.examples import amend, record, start
from tests.support.views import move_clock, viewing


@pytest.fixture
def programme(on_sqlite: Deployment) -> str:
    """A milestone that moves from November to December late on 31 August, by London's clock, and is met in between."""
    programme = on_sqlite.programme()
    record(on_sqlite, programme, start("milestone-set", "m", "2018-11", "planned", id="m", title="M"))
    move_clock(on_sqlite, "2018-07-10T08:00")
    record(on_sqlite, programme, amend("change-restricted", "m", id="hidden"))
    move_clock(on_sqlite, "2018-08-31T22:30")
    record(on_sqlite, programme, amend("change-rescheduled", "m", id="moved", effective_on="2018-12"))
    move_clock(on_sqlite, "2019-01-15T08:00")
    record(on_sqlite, programme, amend("change-completed", "m", id="met", effective_on="2018-12-20"))
    return programme


def asked(deployment: Deployment, programme: str, known_on: str | None = None) -> ForecastsAnswer:
    with viewing(deployment, programme, known_on=known_on) as view:
        return forecast_series(view, "m")


NOVEMBER = {
    "standing": "planned",
    "effective_on": "2018-11",
    "earliest": "2018-11-01",
    "latest": "2018-11-30",
    "slip": 0,
}
DECEMBER = NOVEMBER | {"effective_on": "2018-12", "earliest": "2018-12-01", "latest": "2018-12-31", "slip": 31}
DAY = {"effective_on": "2018-12-20", "earliest": "2018-12-20", "latest": "2018-12-20"}
MET = {"standing": "done", "slip": 20, **DAY}


def test_every_entry_that_gave_another_date_or_standing_is_a_step(on_sqlite: Deployment, programme: str) -> None:
    answer = asked(on_sqlite, programme)
    assert (answer["change"], answer["subject"]) == ("m", "m")
    assert answer["series"] == [
        {"known_at": "2018-06-04T08:00:00.000000Z", "known_on": "2018-06-04", "entry": "m", **NOVEMBER},
        {"known_at": "2018-08-31T22:30:00.000000Z", "known_on": "2018-08-31", "entry": "moved", **DECEMBER},
        {"known_at": "2019-01-15T08:00:00.000000Z", "known_on": "2019-01-15", "entry": "met", **MET},
    ]


def test_every_month_shows_what_was_known_at_its_end_and_the_last_on_the_known_day(
    on_sqlite: Deployment, programme: str
) -> None:
    assert asked(on_sqlite, programme)["months"] == [
        {"known_on": "2018-06-30", **NOVEMBER},
        {"known_on": "2018-07-31", **NOVEMBER},
        {"known_on": "2018-08-31", **DECEMBER},
        {"known_on": "2018-09-30", **DECEMBER},
        {"known_on": "2018-10-31", **DECEMBER},
        {"known_on": "2018-11-30", **DECEMBER},
        {"known_on": "2018-12-31", **DECEMBER},
        {"known_on": "2019-01-15", **MET},
    ]


@pytest.mark.parametrize(
    ("known_on", "months"),
    [
        ("2018-06-04", ["2018-06-04"]),
        ("2018-06-29", ["2018-06-29"]),
        ("2018-06-30", ["2018-06-30"]),
        ("2018-07-01", ["2018-06-30", "2018-07-01"]),
        ("2018-08-30", ["2018-06-30", "2018-07-31", "2018-08-30"]),
    ],
)
def test_months_end_with_the_known_day(on_sqlite: Deployment, programme: str, known_on: str, months: list[str]) -> None:
    answer = asked(on_sqlite, programme, known_on=known_on)
    assert [month["known_on"] for month in answer["months"]] == months
    assert [step["entry"] for step in answer["series"]] == ["m"]


def test_a_change_that_was_not_known_yet_is_refused(on_sqlite: Deployment, programme: str) -> None:
    with pytest.raises(NoSuchChange):
        asked(on_sqlite, programme, known_on="2018-06-03")
