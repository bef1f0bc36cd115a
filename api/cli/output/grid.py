"""Tables that fit the terminal and keep every word whole, so that an id can be copied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement, measure_renderables
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

_FRAME = 3
"""The width of what surrounds a column: a space on each side, and a line. One more line closes the table."""
_NARROWEST = 11
"""The least width that a column is folded to."""
_INDENT, _BETWEEN = 2, "   "
_EMPTY = ("", "–")


class Grid(Table):
    """A table that prints its rows one under another where its columns do not fit next to each other."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Print the table, or its rows."""
        wide = options.update(max_width=100_000)
        sizes = [_size(measure_renderables(console, wide, [column.header, *column.cells])) for column in self.columns]
        spare = options.max_width - 1 - sum(size.minimum + _FRAME for size in sizes)
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
    """Cells in lines, as many on a line as fit."""
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
    return measured.with_minimum(min(measured.maximum, _NARROWEST))


def _widths(sizes: Sequence[Measurement], spare: int) -> list[int]:
    """The widths of columns: their minimum, and an equal share of the rest, up to what a column wants."""
    widths = [size.minimum for size in sizes]
    modest_first = sorted(range(len(sizes)), key=lambda at: sizes[at].span)
    for waiting, at in zip(range(len(sizes), 0, -1), modest_first, strict=True):
        share = min(sizes[at].span, spare // waiting)
        widths[at] += share
        spare -= share
    return widths


def grid(*columns: str, title: str | None = None, show_header: bool = True) -> Grid:
    """A table of these columns."""
    table = Grid(title=title, title_justify="left", show_header=show_header)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table
