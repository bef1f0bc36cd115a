"""Where teams are based, on several sides: a column each, the same site at the same height in all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from api.pages.drawings import svg

WIDTH, GAP = 300, 30
_PAD, _LINE, _HEAD = 12, 20, 46
_MARKS = {"new": ("New", svg.GREEN), "changed": ("Changed", svg.BLUE)}


@dataclass(frozen=True)
class Base:
    """A site on one side: what it is used for, and the teams that are based there: (name, address, whether it comes
    there on this side alone). One that is not there has no address."""

    name: str
    href: str | None
    below: str
    teams: list[tuple[str, str, bool]] = field(default_factory=list)
    mark: str = ""

    @property
    def title(self) -> tuple[str, ...]:
        """Its name, as it is broken."""
        return svg.lines(self.name, WIDTH - 2 * _PAD - 60, 16, bold=True, most=2)

    @property
    def small(self) -> tuple[str, ...]:
        """What it is used for, as it is broken."""
        return svg.lines(self.below, WIDTH - 2 * _PAD, 13, most=2) if self.below else ()

    @property
    def height(self) -> float:
        """How tall its box is."""
        return 2 * _PAD + 20 * len(self.title) + 17 * len(self.small) + 26 * len(self.teams) + 6 * bool(self.teams)


@dataclass(frozen=True)
class Column:
    """One side."""

    name: str
    bases: list[Base]


def bases(columns: Sequence[Column], title: str, note: str, only: int | None = None) -> str:
    """The drawing of all columns; or of one of them, as tall as all."""
    heights = [max(base.height for base in row) for row in zip(*(column.bases for column in columns), strict=True)]
    shown = columns if only is None else [columns[only]]
    head = 0 if only is not None else _HEAD
    parts: list[str] = []
    for at, column in enumerate(shown):
        x = at * (WIDTH + GAP)
        if only is None:
            parts += _name(column, x)
        y = float(head + 1)
        for base, height in zip(column.bases, heights, strict=True):
            parts += _box(base, x, y, height)
            y += height + 12
    total = head + sum(heights) + 12 * len(heights) - 8
    width = len(shown) * (WIDTH + GAP) - GAP
    return svg.drawing(width, total, title, note, parts, "bases" if only is None else f"bases-{only}")


def _name(column: Column, x: float) -> Iterable[str]:
    lines = svg.lines(column.name, WIDTH - 4, 15, bold=True, most=2)
    for at, line in enumerate(lines):
        yield svg.text(x + 2, 16 + 18 * at + (9 if len(lines) == 1 else 0), line, 15, font_weight="bold", fill=svg.INK)


def _box(base: Base, x: float, y: float, height: float) -> Iterable[str]:
    is_there = base.href is not None
    word, colour = _MARKS.get(base.mark, ("", svg.RULE))
    yield svg.rect(
        x + 1.5, y, WIDTH - 3, height,
        fill="#ffffff" if is_there else svg.PALE,
        stroke=colour if is_there else "#8d9194",
        stroke_width=3 if word else 1.5,
        stroke_dasharray=None if is_there else "5 4",
    )  # fmt: skip
    line = y + _PAD + 13
    said = [svg.text(x + _PAD, line + 20 * at, each, 16, font_weight="bold",
                     fill="#1a65a6" if base.href else svg.GREY) for at, each in enumerate(base.title)]  # fmt: skip
    yield svg.link(base.href, *said)
    if word:
        at = x + WIDTH - _PAD - svg.width_of(word, 13, bold=True)
        yield svg.text(at, line, word, 13, font_weight="bold", fill=colour)
    line += 20 * len(base.title)
    for each in base.small:
        yield svg.text(x + _PAD, line, each, 13, fill=svg.GREY)
        line += 17
    for name, href, comes in base.teams:
        yield from _team(name, href, comes, x + _PAD, line + 6)
        line += 26


def _team(name: str, href: str, comes: bool, x: float, line: float) -> Iterable[str]:
    width = WIDTH - 2 * _PAD
    room = width - (92 if comes else 14)
    said = svg.lines(name, room, 14, most=1)[0]
    yield svg.link(
        href,
        svg.rect(x, line - 14, width, 22, fill="#fdf0e3" if comes else svg.PALE),
        svg.text(x + 7, line + 2, said, 14, fill="#1a65a6"),
    )
    if comes:
        yield svg.text(x + width - 81, line + 2, "comes here", 13, font_weight="bold", fill=svg.ORANGE)
