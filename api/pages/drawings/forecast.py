"""How a date moved: for each day on which it was known, the days between which it was expected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from api.pages.drawings import svg
from api.pages.words import dates

WIDTH, _HEIGHT = 960, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 130, 190, 24, 56
_BLUE_PALE = "#d2e2f1"
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class DrawnForecastStep:
    """What was known from a day on: the first and the last possible day, None where that is open; and the entry."""

    known: date
    earliest: date | None
    latest: date | None
    words: str
    href: str
    done: bool


class _Scale:
    """Known days to the right, the days that were expected upwards."""

    def __init__(self, steps: Sequence[DrawnForecastStep], last: date) -> None:
        expected = [day for step in steps for day in (step.earliest, step.latest) if day is not None] or [last]
        self.first, self.last = steps[0].known, max(last, steps[0].known + timedelta(days=28))
        room = max((max(expected) - min(expected)).days // 6, 20)
        self.low, self.high = _shifted(min(expected), -room), _shifted(max(expected), room)

    def x(self, known: date) -> float:
        """Where a known day is."""
        return _LEFT + (known - self.first) / (self.last - self.first) * (WIDTH - _LEFT - _RIGHT)

    def y(self, day: date) -> float:
        """Where an expected day is."""
        part = (day - self.low) / (self.high - self.low)
        return _HEIGHT - _BOTTOM - part * (_HEIGHT - _BOTTOM - _TOP)


def _shifted(day: date, days: int) -> date:
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def forecast(steps: Sequence[DrawnForecastStep], last: date, title: str, note: str) -> str:
    """The drawing, up to the last known day."""
    scale = _Scale(steps, last)
    parts = [*_days(scale), *_known(scale)]
    ends = [*(step.known for step in steps[1:]), scale.last]
    for step, end in zip(steps, ends, strict=True):
        parts += _band(step, scale, end)
    for before, step in pairwise(steps):
        parts += _jump(before, step, scale)
    parts += [mark for step in steps for mark in _mark(step, scale)]
    parts += _end(steps[-1], scale)
    return svg.drawing(WIDTH, _HEIGHT, title, f"{note} The same stands in the tables below it.", parts, "forecast")


def _months(first: date, last: date, most: int) -> list[date]:
    """The first days of months between two days, or of every so many."""
    number, final = first.year * 12 + first.month, last.year * 12 + last.month - 1
    steps = (1, 2, 3, 6, 12, 24, 60, 120, 1200, 12_000, 24_000)
    step = next(step for step in steps if (final - number) // step < most)
    number += -number % step
    return [date(at // 12, at % 12 + 1, 1) for at in range(number, final + 1, step) if at // 12 <= date.max.year]


def _days(scale: _Scale) -> Iterable[str]:
    for day in _months(scale.low, scale.high, 9):
        y = scale.y(day)
        yield svg.path(f"M{_LEFT} {y:.1f}H{WIDTH - _RIGHT}", stroke="#dcdfe1", stroke_width=1)
        said = dates.written(day)
        yield svg.text(_LEFT - 10, y + 4.5, said, 13, fill=svg.GREY, text_anchor="end")


def _known(scale: _Scale) -> Iterable[str]:
    base = _HEIGHT - _BOTTOM
    yield svg.path(f"M{_LEFT} {base}H{WIDTH - _RIGHT}", stroke=svg.INK, stroke_width=1.5)
    for at, day in enumerate(months := _months(scale.first, scale.last, 12)):
        x = scale.x(day)
        yield svg.path(f"M{x:.1f} {base}v6", stroke=svg.INK, stroke_width=1.5)
        said = dates.MONTHS[day.month - 1][:3]
        yield svg.text(x, base + 21, said, 13, fill=svg.GREY, text_anchor="middle")
        if at == 0 or day.year != months[at - 1].year:
            yield svg.text(x, base + 37, str(day.year), 13, fill=svg.INK, font_weight="bold", text_anchor="middle")
    yield svg.text(_LEFT - 10, base + 21, "Known in", 13, fill=svg.INK, font_weight="bold", text_anchor="end")
    yield svg.text(_LEFT - 10, _TOP - 8, "Expected", 13, fill=svg.INK, font_weight="bold", text_anchor="end")


def _edges(step: DrawnForecastStep, scale: _Scale) -> tuple[float, float]:
    """The heights of the last and of the first possible day; an open one is at the edge."""
    high = scale.y(step.latest) if step.latest else float(_TOP)
    low = scale.y(step.earliest) if step.earliest else float(_HEIGHT - _BOTTOM)
    return high, low


def _band(step: DrawnForecastStep, scale: _Scale, end: date) -> Iterable[str]:
    high, low = _edges(step, scale)
    x, right = scale.x(step.known), scale.x(max(end, step.known))
    colour = svg.GREEN if step.done else svg.BLUE
    yield svg.rect(x, high, right - x, max(low - high, 0.5), fill="#d5e8dc" if step.done else _BLUE_PALE)
    for y in dict.fromkeys((high, low)):
        is_last = y == high
        yield svg.path(
            f"M{x:.1f} {y:.1f}H{right:.1f}", stroke=colour, stroke_width=3 if is_last else 1.5,
            stroke_dasharray=None if is_last else "5 4",
        )  # fmt: skip


def _jump(before: DrawnForecastStep, step: DrawnForecastStep, scale: _Scale) -> Iterable[str]:
    x = scale.x(step.known)
    was, now = _edges(before, scale)[0], _edges(step, scale)[0]
    later = now < was
    if abs(was - now) > 1:
        yield svg.path(f"M{x:.1f} {was:.1f}V{now:.1f}", stroke=svg.RED if later else svg.GREEN, stroke_width=2,
                       stroke_dasharray="2 3")  # fmt: skip


def _mark(step: DrawnForecastStep, scale: _Scale) -> Iterable[str]:
    x, y = scale.x(step.known), _edges(step, scale)[0]
    dot = svg.element("circle", cx=round(x, 1), cy=round(y, 1), r=6, fill=svg.GREEN if step.done else svg.BLUE,
                      stroke="#ffffff", stroke_width=2)  # fmt: skip
    said = f"{step.words}, as known from {dates.written(step.known)}"
    yield svg.link(step.href, svg.element("title", svg.escaped(said)), dot)


def _end(step: DrawnForecastStep, scale: _Scale) -> Iterable[str]:
    """What it is now, at the right edge."""
    high, low = _edges(step, scale)
    middle = (high + low) / 2
    lines = svg.lines(step.words, _RIGHT - 16, 15, bold=True, most=3)
    top = middle - 9 * (len(lines) - 1) + 5
    for at, line in enumerate(lines):
        yield svg.text(WIDTH - _RIGHT + 12, top + 18 * at, line, 15, font_weight="bold",
                       fill=svg.GREEN if step.done else "#1a65a6")  # fmt: skip
