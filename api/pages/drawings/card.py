"""A card of the drawing of the organisation: a box with a title, lines and marks, and the cards that hang on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from api.pages.drawings import svg

_COLUMNS = ((0, 220), (260, 300), (600, 360))
"""Where each column begins, and how wide its cards are."""
GAP = 10
LINE, PAD = 18, 9
MARKS = {
    "ending": ("Ends soon", svg.RED, "3 3"),
    "new": ("New", svg.GREEN, None),
    "moved": ("Moved", svg.ORANGE, "10 4"),
    "changed": ("Changed", svg.BLUE, None),
    "possible": ("May change", svg.GREY, "2 4"),
}
"""What a mark is called, and the colour and the dashes of the border that goes with it."""


@dataclass
class Card:
    """A box of the tree, with those that hang on it."""

    type: str
    id: str
    title: str
    below: list[str]
    column: int
    fill: str = "#ffffff"
    ink: str = svg.INK
    children: list[Card] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    y: float = 0

    @property
    def x(self) -> float:
        """Its left side."""
        return _COLUMNS[self.column][0]

    @property
    def width(self) -> float:
        """How wide it is."""
        return _COLUMNS[self.column][1]

    @cached_property
    def title_lines(self) -> tuple[str, ...]:
        """Its title as it is broken."""
        return svg.lines(self.title, self.width - 2 * PAD, 15, bold=True, most=2)

    @cached_property
    def small_lines(self) -> list[str]:
        """What stands below the title, each line as it is broken, with the words of its marks."""
        texts = [*self.below, *([" · ".join(MARKS[mark][0] for mark in self.marks)] if self.marks else [])]
        return [line for text in texts for line in svg.lines(text, self.width - 2 * PAD, 13, most=2)]

    @cached_property
    def own_height(self) -> float:
        """How tall the box is."""
        return 2 * PAD + LINE * (len(self.title_lines) + len(self.small_lines)) - 4

    @cached_property
    def height(self) -> float:
        """How tall it is with all that hangs on it, once that is all there."""
        hanging = sum(child.height + GAP for child in self.children) - GAP if self.children else 0
        return max(self.own_height, hanging)
