"""Tables in Markdown. The last column of most is written by people, and is kept when the rest is made anew."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import cleandoc

Kept = dict[tuple[str, str], str]
"""What people wrote: by the heading that it stands under, and the first cell of its row."""


def kept_in(text: str) -> Kept:
    """What people wrote into the tables of a text."""
    kept, heading = {}, ""
    for line in text.splitlines():
        if line.startswith("#"):
            heading = line
        elif line.startswith("| `"):
            cells = [cell.strip() for cell in line.strip()[1:-1].split("|")]
            kept[heading, cells[0]] = cells[-1]
    return kept


def table(head: str, rows: list[list[str]], kept: Kept | None = None, under: str = "") -> Iterator[str]:
    """A table; where `kept` is given, its last column is what people wrote, or else what the row proposes."""
    columns = head.split("|")
    yield f"| {' | '.join(columns)} |"
    yield "|" + "---|" * len(columns)
    for row in rows:
        cells = row if kept is None else [*row[:-1], kept.get((under, row[0]), row[-1])]
        yield f"| {' | '.join(cells)} |"


def said_of(thing: object) -> str:
    """A docstring as one paragraph."""
    return " ".join(cleandoc(thing.__doc__ or "").split())
