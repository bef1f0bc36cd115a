"""What did a date look like from each day on which it was known: how did its forecast move?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from domain.changes.change import Change
from domain.time import instants
from domain.time.edtf import show, show_day
from projections.log.histories import evolve_change
from projections.questions.forecast_answers import DatedAs, ForecastMonth, ForecastsAnswer
from projections.questions.log import story_of
from projections.questions.viewpoint import Viewpoint


def forecast_series(view: Viewpoint, id_: str) -> ForecastsAnswer:
    """The dates that a change had, entry by entry, and at the end of every month as known then. Raises NoSuchChange."""
    found = story_of(view, id_)
    steps: list[tuple[int, str, Change]] = []
    change: Change | None = None
    for entry in found.entries:
        change = evolve_change(change, entry)
        shown = _shown(change)
        if not steps or _shown(steps[-1][2]) != shown:
            steps.append((entry.recorded_at, entry.id, change))
    return {
        "change": found.change.id,
        "subject": found.change.slug,
        "series": [
            {
                "known_at": instants.show(at),
                "known_on": show_day(instants.london_day(at)),
                "entry": entry,
                **_shown(each),
            }
            for at, entry, each in steps
        ],
        "months": list(_months(steps, view.point.question.known_on)),
    }


def _shown(change: Change) -> DatedAs:
    return {
        "standing": change.standing,
        "effective_on": change.when.text,
        "earliest": show(change.when.earliest),
        "latest": show(change.when.latest),
        "slip": change.slip,
    }


def _months(steps: list[tuple[int, str, Change]], last: int) -> Iterator[ForecastMonth]:
    """What was known at the end of each month from the first entry to the known day, and on that day."""
    day = _month_end(instants.london_day(steps[0][0]))
    while True:
        known = min(day, last)
        change = next((each for at, _, each in reversed(steps) if at < instants.end_of_day(known)), None)
        if change is not None:
            yield {"known_on": show_day(known), **_shown(change)}
        if day >= last:
            return
        day = _month_end(day + 1)


def _month_end(day: int) -> int:
    when = date.fromordinal(day)
    following = date(when.year + when.month // 12, when.month % 12 + 1, 1)
    return following.toordinal() - 1
