"""A timeline as a Gantt chart: each change between its first and last possible day, what was first planned below it,
and how far it slipped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from api.pages.drawings import svg
from api.pages.words import dates

WIDTH = 960
_LEFT, _RIGHT = 350, 130
_ROW, _HEAD = 34, 46
_STANDINGS = {
    "done": (svg.GREEN, "none"),
    "planned": (svg.BLUE, "none"),
    "proposed": ("#ffffff", "#54319f"),
    "withdrawn": ("#ffffff", "#8d9194"),
}


@dataclass(frozen=True)
class Bar:
    """One change. Days are None where the date is open at that end."""

    group: str
    label: str
    href: str
    standing: str
    earliest: date | None
    latest: date | None
    was: tuple[date | None, date | None] | None
    """The bounds that were first planned, where they are others."""
    note: str
    late: bool
    """Whether it slipped, or is overdue."""


class Scale:
    """Days to pixels, between two days."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, max(last, first + timedelta(days=30))
        self._per_day = (WIDTH - _LEFT - _RIGHT) / (self.last - self.first).days

    def x(self, day: date | None, *, end: bool) -> float:
        """Where a day begins, or ends; an open one is at the edge."""
        if day is None:
            day = self.last if end else self.first
        day = min(max(day, self.first), self.last)
        return _LEFT + ((day - self.first).days + (1 if end and day < self.last else 0)) * self._per_day

    def months(self) -> list[date]:
        """The first days of the months in it, or of its years where there are many."""
        step = 1 if (self.last - self.first).days <= 700 else 3 if (self.last - self.first).days <= 1500 else 12
        number = self.first.year * 12 + self.first.month
        found: list[date] = []
        while True:
            day = date(number // 12, number % 12 + 1, 1)
            if day > self.last:
                return found
            if (day.month - 1) % step == 0:
                found.append(day)
            number += 1


def gantt(bars: Sequence[Bar], scale: Scale, today: date, title: str, note: str) -> str:
    """The drawing. Bars stand in the order given, under the heading of their group."""
    parts: list[str] = [_hatching()]
    y = float(_HEAD)
    rows: list[str] = []
    for group, those in groupby(bars, key=lambda bar: bar.group):
        rows.append(svg.rect(0, y, WIDTH, 28, fill=svg.PALE))
        rows.append(svg.text(8, y + 19, group, 15, font_weight="bold", fill=svg.INK))
        y += 28
        for bar in those:
            height = max(_ROW, 17 * len(_label(bar)) + 12)
            rows.append(_row(bar, scale, y, height))
            y += height
    parts += _axis(scale, y)
    parts += rows
    parts += _today(scale, today, y)
    said = f"{note} The same stands in the table under the drawing."
    return svg.drawing(WIDTH, y + 4, title, said, parts, "timeline")


def _hatching() -> str:
    line = svg.path("M0 6L6 0M-1 1L1 -1M5 7L7 5", stroke=svg.RED, stroke_width=1.6)
    back = svg.rect(0, 0, 6, 6, fill="#f9e1dd")
    pattern = svg.element("pattern", back, line, id="slip", width=6, height=6, patternUnits="userSpaceOnUse")
    return svg.element("defs", pattern)


def _axis(scale: Scale, bottom: float) -> Iterable[str]:
    for at, month in enumerate(scale.months()):
        x = scale.x(month, end=False)
        yield svg.path(f"M{x:.1f} {_HEAD - 4}V{bottom:.0f}", stroke="#dcdfe1", stroke_width=1)
        yield svg.text(x + 2, _HEAD - 8, dates.MONTHS[month.month - 1][:3], 12, fill=svg.GREY)
        if at == 0 or month.month == 1:
            yield svg.text(x + 2, _HEAD - 24, str(month.year), 13, font_weight="bold", fill=svg.INK)


def _today(scale: Scale, today: date, bottom: float) -> Iterable[str]:
    if not scale.first <= today <= scale.last:
        return
    x = scale.x(today, end=False)
    said = dates.written(today)
    width = svg.width_of(said, 12, bold=True) + 12
    left = min(max(x - width / 2, 0), WIDTH - width)
    yield svg.path(f"M{x:.1f} 22V{bottom:.0f}", stroke=svg.INK, stroke_width=2, stroke_dasharray="2 3")
    yield svg.rect(left, 2, width, 20, fill=svg.INK)
    yield svg.text(left + 6, 16, said, 12, font_weight="bold", fill="#ffffff")


def _label(bar: Bar) -> tuple[str, ...]:
    return svg.lines(bar.label, _LEFT - 24, 13, most=2)


def _row(bar: Bar, scale: Scale, y: float, height: float) -> str:
    lines = _label(bar)
    first = y + height / 2 + 4.5 - 8.5 * (len(lines) - 1)
    parts = [svg.path(f"M0 {y + height:.1f}H{WIDTH}", stroke="#eeefef", stroke_width=1)]
    parts += [svg.text(12, first + 17 * at, line, 13, fill="#1a65a6") for at, line in enumerate(lines)]
    middle = y + height / 2
    parts += _shape(bar, scale, middle)
    end = _end(bar, scale)
    colour = svg.RED if bar.late else svg.GREY
    room = WIDTH - end - 14
    parts += [
        svg.text(end + 12, middle + 4.5 + 14 * at - 7 * (len(said) - 1), line, 12, fill=colour)
        for said in [svg.lines(_note(bar, scale), max(room, _RIGHT - 12), 12, most=2)]
        for at, line in enumerate(said)
    ]
    return svg.link(bar.href, *parts)


def _note(bar: Bar, scale: Scale) -> str:
    """What became of it; and when, where that is beyond the edge."""
    if bar.earliest is not None and bar.earliest > scale.last:
        return f"{bar.note}, not before {dates.written(bar.earliest)}"
    if bar.latest is not None and bar.latest < scale.first:
        return f"{bar.note}, by {dates.written(bar.latest)}"
    if bar.earliest is not None and bar.earliest < scale.first:
        return f"{bar.note}, from {dates.written(bar.earliest)} on"
    return bar.note


def _end(bar: Bar, scale: Scale) -> float:
    over = bar.latest is not None and bar.latest < scale.first
    ends = [_LEFT + 16 if over else scale.x(bar.latest, end=True)]
    if bar.was is not None:
        ends.append(scale.x(bar.was[1], end=True))
    return max(ends)


def _shape(bar: Bar, scale: Scale, middle: float) -> Iterable[str]:
    if bar.earliest is not None and bar.earliest > scale.last:
        arrow = f"M{WIDTH - _RIGHT - 16} {middle:.1f}h12m-5 -5l6 5l-6 5"
        yield svg.path(arrow, fill="none", stroke=svg.INK, stroke_width=2)
        return
    if bar.latest is not None and bar.latest < scale.first:
        arrow = f"M{_LEFT + 16} {middle:.1f}h-12m5 -5l-6 5l6 5"
        yield svg.path(arrow, fill="none", stroke=svg.INK, stroke_width=2)
        return
    fill, line = _STANDINGS.get(bar.standing, ("#ffffff", "#8d9194"))
    stroke = {"stroke": line if line != "none" else None, "stroke_width": 2 if line != "none" else None}
    if bar.standing in ("proposed", "withdrawn"):
        stroke["stroke_dasharray"] = "5 3"
    if bar.was is not None:
        yield from _before(bar.was, scale, middle)
    start, end = scale.x(bar.earliest, end=False), scale.x(bar.latest, end=True)
    slipped_from = bar.was[1] if bar.was else None
    if bar.earliest is not None and bar.earliest == bar.latest:
        if slipped_from is not None and bar.latest is not None and slipped_from < bar.latest:
            yield svg.rect(scale.x(slipped_from, end=True), middle - 4, start - scale.x(slipped_from, end=True), 8,
                           fill="url(#slip)", stroke=svg.RED, stroke_width=1)  # fmt: skip
        yield svg.path(f"M{start:.1f} {middle - 9:.1f}l9 9l-9 9l-9 -9z", fill=fill, **stroke)
        return
    if bar.earliest is None or bar.earliest < scale.first:
        yield svg.path(f"M{_LEFT - 3} {middle - 8:.1f}l-6 6l6 6", fill="none", stroke=svg.INK, stroke_width=2)
    yield svg.rect(start, middle - 8, max(end - start, 3), 12, fill=fill, **stroke)
    if slipped_from is not None and bar.latest is not None and slipped_from < bar.latest:
        edge = max(scale.x(slipped_from, end=True), start)
        yield svg.rect(edge, middle - 8, max(end - edge, 2), 12, fill="url(#slip)", stroke=svg.RED, stroke_width=1)


def _before(was: tuple[date | None, date | None], scale: Scale, middle: float) -> Iterable[str]:
    """What was first planned: a thin bar, or an empty diamond."""
    start, end = scale.x(was[0], end=False), scale.x(was[1], end=True)
    if was[0] is not None and was[0] == was[1]:
        yield svg.path(f"M{start:.1f} {middle - 7:.1f}l7 7l-7 7l-7 -7z", fill="#ffffff", stroke="#6f777b",
                       stroke_width=2)  # fmt: skip
        return
    yield svg.rect(start, middle + 6, max(end - start, 3), 5, fill="#9ba1a4")
