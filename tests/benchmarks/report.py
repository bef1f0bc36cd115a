"""The rows as tables: on the terminal, and in docs/performance.md."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.benchmarks.timing import Measure

PAGE = Path(__file__).parents[2] / "docs" / "performance.md"
_BEGIN, _END = "<!-- benchmark: begin -->", "<!-- benchmark: end -->"
SECTIONS = {
    "structure": ("The structure", "hand-written SQL"),
    "flat": ("How it grows with the log: the product now, and at a thousand entries", "at 1,000"),
    "history": ("One subject's history", "hand-written SQL"),
    "http": ("Over HTTP, 4 connections", "bare endpoint"),
    "entry": ("One durable entry, recorded and projected", "raw commit"),
    "loading": ("Import and rebuild, each in a process of its own", "the promise"),
    "disk": ("On disk, by table where the database tells", "the promise"),
}
_QUIET = 1.7
"""The benchmark itself keeps one process busy, and a second one while it serves."""
_COLUMNS = ("database", "shape", "entries", "what", "product", "", "ratio", "promised")


def with_growth(rows: Sequence[Measure]) -> list[Measure]:
    """The rows, and what each question costs against what it cost at a thousand entries."""
    asked = [row for row in rows if row.section == "structure"]
    small = {(row.database, row.shape, row.what): row.product for row in asked if row.size == 1000}
    grown: list[Measure] = []
    for row in asked:
        first = small.get((row.database, row.shape, row.what))
        if first is not None and row.size > 1000:
            promised = ("≤ 1.5" if row.shape == "wide" else "≤ 2") + ("" if row.size >= 1_000_000 else " at 1M")
            grown.append(replace(row, section="flat", baseline=first, promised=promised))
    return [*rows, *grown]


def show(rows: Sequence[Measure]) -> None:
    """Print a table a section."""
    console = Console(width=max(Console().width, 130))
    for section, (title, beside) in SECTIONS.items():
        table = Table(title=title, title_justify="left")
        for number, column in enumerate(_COLUMNS):
            table.add_column(column or beside, justify="right" if number in (2, 4, 5, 6) else "left")
        for row in rows:
            if row.section == section:
                colour = {True: "[green]", False: "[red]", None: ""}[keeps(row)]
                cells = _cells(row)
                table.add_row(*cells[:6], colour + cells[6], cells[7])
        if table.row_count:
            console.print(table)


def keeps(row: Measure) -> bool | None:
    """Whether a ratio is as it was promised; None where nothing was promised of it."""
    match = re.match(r"([≤≥]) ([0-9.]+)", row.promised)
    if match is None or row.ratio is None:
        return None
    sign, bound = match.groups()
    return row.ratio <= float(bound) if sign == "≤" else row.ratio >= float(bound)


def _cells(row: Measure) -> list[str]:
    beside = "" if row.baseline is None else _number(row.baseline)
    ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
    product = f"{_number(row.product)} {row.unit}"
    return [row.database, row.shape, f"{row.size:,}", row.what, product, beside, ratio, row.promised]


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def machine(databases: Iterable[str]) -> str:
    """What the numbers were measured on."""
    model = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), ""
    )
    memory = next((int(line.split()[1]) // 1024**2 for line in _lines("/proc/meminfo") if "MemTotal" in line), 0)
    parts = [
        f"{model or platform.processor()}, {os.cpu_count()} cores, {memory} GiB",
        f"Python {platform.python_version()}",
    ]
    load = os.getloadavg()[1] if hasattr(os, "getloadavg") else 0
    busy = f"{load:.1f} processes ran at a time" + (": too many to trust the times" if load > _QUIET else "")
    return "; ".join([*parts, *databases, busy])


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines() if Path(path).exists() else []


def write(rows: Sequence[Measure], measured_on: str) -> None:
    """Put the tables into docs/performance.md, between the two comments."""
    parts = [_BEGIN, "", f"Measured on {measured_on}."]
    for section, (title, beside) in SECTIONS.items():
        here = [row for row in rows if row.section == section]
        if here:
            head = [column or beside for column in _COLUMNS]
            parts += ["", f"### {title}", "", _line([*head, "kept"]), "|---|---|--:|---|--:|--:|--:|---|---|"]
            kept = {True: "yes", False: "**no**", None: ""}
            parts += [_line([*_cells(row), kept[keeps(row)]]) for row in here]
    page = PAGE.read_text()
    before, rest = page.split(_BEGIN)
    PAGE.write_text(before + "\n".join([*parts, "", _END]) + rest.split(_END)[1])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
