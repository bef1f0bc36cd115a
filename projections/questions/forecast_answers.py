"""The answers about forecasts, as JSON shows them."""

from __future__ import annotations

from typing import TypedDict

from domain.changes.change import Lifecycle


class DatedAs(TypedDict):
    """How a change stood and was dated."""

    standing: Lifecycle
    effective_on: str
    earliest: str | None
    latest: str | None
    slip: int | None


class ForecastRecord(DatedAs):
    """The same from one entry on."""

    known_at: str
    known_on: str
    entry: str


class ForecastMonth(DatedAs):
    """The same as known at the end of a month."""

    known_on: str


class ForecastsAnswer(TypedDict):
    """The dates that a change had, as they were known from each entry and at the end of each month."""

    change: str
    subject: str
    series: list[ForecastRecord]
    months: list[ForecastMonth]
