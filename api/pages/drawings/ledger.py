"""What is accounted for: a square for each thing that those who merged had, in a row a merger or a sort of thing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.pages.drawings import svg

WIDTH = 960
_LEFT, _SIDE, _GAP, _PAD = 380, 28, 6, 9
_PER_LINE = (WIDTH - _LEFT) // (_SIDE + _GAP)
OUTCOMES = {
    "transferred": ("T", "Transferred", svg.BLUE, "#e8f1f8"),
    "retained": ("R", "Retained", svg.GREEN, "#e5f1ea"),
    "closed": ("C", "Closed", "#484949", svg.PALE),
    "not yet accounted for": ("?", "Not yet accounted for", svg.RED, "#ffffff"),
}
"""Of each outcome: its letter, its words, the colour of what is settled, and the ground of what is only to be."""


@dataclass(frozen=True)
class LedgerSquare:
    """One square: what became of it, whether that is done (and not only planned or proposed), and what it is."""

    outcome: str
    done: bool
    name: str
    href: str | None = None


@dataclass(frozen=True)
class DrawnLedgerRow:
    """A row: what it is of, how far it is, and its things."""

    label: str
    words: str
    href: str | None
    things: list[LedgerSquare]

    @property
    def title(self) -> tuple[str, ...]:
        """The label, as it is broken."""
        return svg.lines(self.label, _LEFT - 30, 15, bold=True, most=2)

    @property
    def height(self) -> float:
        """How tall it is."""
        lines = -(-len(self.things) // _PER_LINE)
        return max(20 * len(self.title) + 20, lines * (_SIDE + _GAP)) + 2 * _PAD


def ledger(rows: Sequence[DrawnLedgerRow], title: str, note: str) -> str:
    """The drawing, with its key at the foot."""
    parts: list[str] = []
    y = 2.0
    for row in rows:
        parts += _row(row, y)
        y += row.height
        parts.append(svg.path(f"M0 {y:.1f}H{WIDTH}", stroke=svg.RULE, stroke_width=1))
    parts += _key(y + 16)
    return svg.drawing(WIDTH, y + 86, title, f"{note} The same stands in the table below it.", parts, "ledger")


def _row(row: DrawnLedgerRow, y: float) -> Iterable[str]:
    first = y + _PAD + 16
    colour = "#1a65a6" if row.href else svg.INK
    said = [
        svg.text(2, first + 20 * at, each, 15, font_weight="bold", fill=colour) for at, each in enumerate(row.title)
    ]
    yield svg.link(row.href, *said)
    yield svg.text(2, first + 20 * len(row.title), row.words, 14, fill=svg.GREY)
    for at, thing in enumerate(row.things):
        x = _LEFT + (at % _PER_LINE) * (_SIDE + _GAP)
        yield _square(thing, x, y + _PAD + (at // _PER_LINE) * (_SIDE + _GAP))


def _square(thing: LedgerSquare, x: float, y: float) -> str:
    """A square. Those of the key have no name, and say nothing of their own."""
    letter, words, colour, pale = OUTCOMES[thing.outcome]
    is_open = letter == "?"
    solid = thing.done and not is_open
    said = f"{thing.name}: {words.lower()}" + ("" if solid or is_open else ", not done yet")
    width = svg.width_of(letter, 15, bold=True)
    return svg.link(
        thing.href,
        *([svg.element("title", svg.escaped(said))] if thing.name else []),
        svg.rect(
            x + 1, y + 1, _SIDE - 2, _SIDE - 2, fill=colour if solid else pale, stroke=colour, stroke_width=2,
            stroke_dasharray=None if solid or is_open else "4 3",
        ),
        svg.text(
            x + _SIDE / 2 - width / 2, y + 19.5, letter, 15, font_weight="bold", fill="#ffffff" if solid else colour
        ),
    )  # fmt: skip


def _key(y: float) -> Iterable[str]:
    x = 2.0
    for outcome, (_, words, *_) in OUTCOMES.items():
        yield _square(LedgerSquare(outcome, True, ""), x, y)
        yield svg.text(x + _SIDE + 8, y + 19, words, 14, fill=svg.INK)
        x += _SIDE + 36 + svg.width_of(words, 14)
    yield _square(LedgerSquare("transferred", False, ""), 2, y + 36)
    yield svg.text(2 + _SIDE + 8, y + 55, "Pale, with a dashed border: only planned or proposed", 14, fill=svg.INK)
