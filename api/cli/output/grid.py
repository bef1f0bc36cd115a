"""Tables that fit where they are printed, with every word whole: an id must be there whole to be copied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement, measure_renderables
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

_BESIDE = 3
"""What a column takes beside its cells: a space on each side, and a line. One more line closes the table."""
_NARROW = 11
"""No column is folded to less than this."""
_INDENT, _BETWEEN = 2, "   "
_EMPTY = ("", "–")


class Grid(Table):
    """A table; where its words do not fit next to each other, its rows one under another."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """What is printed."""
        wide = options.update(max_width=100_000)
        sizes = [_size(measure_renderables(console, wide, [each.header, *each.cells])) for each in self.columns]
        spare = options.max_width - 1 - sum(size.minimum + _BESIDE for size in sizes)
        if spare < 0:
            yield from self._stacked(options.max_width)
            return
        for column, width in zip(self.columns, _widths(sizes, spare), strict=True):
            column.width = width
        yield from super().__rich_console__(console, options)

    def _stacked(self, width: int) -> Iterator[Text | Padding]:
        if self.title:
            yield Text(str(self.title), style="table.title")
        heads = [f"{column.header}: " if column.header else "" for column in self.columns]
        for first, *others in zip(*(column.cells for column in self.columns), strict=True):
            yield Text(str(first), style="bold", overflow="fold")
            cells = [f"{head}{cell}" for head, cell in zip(heads[1:], others, strict=True) if str(cell) not in _EMPTY]
            for line in _lines(cells, width - _INDENT):
                yield Padding(Text(line, overflow="fold"), (0, 0, 0, _INDENT), expand=False)


def _lines(cells: Iterable[str], width: int) -> Iterator[str]:
    """Cells one after another, as many on a line as fit."""
    line = ""
    for cell in cells:
        longer = f"{line}{_BETWEEN}{cell}" if line else cell
        if line and len(longer) > width:
            yield line
            line = cell
        else:
            line = longer
    if line:
        yield line


def _size(measured: Measurement) -> Measurement:
    return measured.with_minimum(min(measured.maximum, _NARROW))


def _widths(sizes: Sequence[Measurement], spare: int) -> list[int]:
    """How wide columns are: as wide as they must be, and of the rest an equal share each, but no more than it wants."""
    widths = [size.minimum for size in sizes]
    modest_first = sorted(range(len(sizes)), key=lambda at: sizes[at].span)
    for waiting, at in zip(range(len(sizes), 0, -1), modest_first, strict=True):
        share = min(sizes[at].span, spare // waiting)
        widths[at] += share
        spare -= share
    return widths


def grid(*columns: str, **how: Any) -> Grid:
    """A table of these columns."""
    table = Grid(title_justify="left", **how)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table
