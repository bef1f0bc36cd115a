"""One size, shape and database, measured from beginning to end in a process of its own; prints its rows as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks import appending, asking, serving
from tests.benchmarks.deployment import bytes_on_disk, in_a_process, is_sqlite, open_database
from tests.benchmarks.hand_postgres import HandPostgres
from tests.benchmarks.hand_sqlite import HandSqlite
from tests.benchmarks.timing import Measure

_ENOUGH = 100_000
"""Entries from which on it makes sense to tell how many bytes of each a table takes."""


def measure(url: str, folder: Path, shape: str, size: int) -> Iterator[Measure]:
    """Every section, on a new database."""
    local = is_sqlite(url)
    for measured in _everything(url, folder, shape, size):
        measured.database, measured.shape, measured.size = "sqlite" if local else "postgresql", shape, size
        yield measured


def _everything(url: str, folder: Path, shape: str, size: int) -> Iterator[Measure]:
    local = is_sqlite(url)
    yield from _loaded("import", 25_000, url, shape, size)
    mergerlog = open_database(url)
    sizes = bytes_on_disk(mergerlog, url)
    yield Measure("disk", "bytes an entry", sizes.pop("total") / size, 400, "bytes", "≤ 1")
    for name, taken in sorted(sizes.items(), key=lambda pair: -pair[1]):
        if taken / size >= 10 and size >= _ENOUGH:
            yield Measure("disk", f"… {name}", taken / size, None, "bytes")
    mergerlog.engine.dispose()
    yield from _loaded("rebuild", 60_000, url, shape, size)
    mergerlog = open_database(url)
    hand = HandSqlite(str(folder)) if local else HandPostgres(url)
    asking.load(mergerlog, hand, shape, size)
    yield from asking.structures(mergerlog, hand, shape, size, on_cpu=local)
    yield from asking.histories(mergerlog, hand, shape, size, on_cpu=local)
    hand.connection.close()
    yield from serving.rates(mergerlog, url, folder, shape, size)
    yield from appending.durable(mergerlog, url, shape, size)
    mergerlog.engine.dispose()


def _loaded(deed: str, promised: int, url: str, shape: str, size: int) -> Iterator[Measure]:
    found = in_a_process("loading", deed, url, shape, str(size))
    goal, told = (promised, "≥ 1") if is_sqlite(url) else (None, "")
    yield Measure("loading", deed, found["wall"], goal, "entries/s", told, more_is_better=True)
    yield Measure("loading", f"{deed}, by processor time", found["cpu"], goal, "entries/s", told, more_is_better=True)
    yield Measure("loading", f"{deed}, peak of memory", found["megabytes"], 300, "MB", "≤ 1")


if __name__ == "__main__":
    _, where, into, shape_, size_ = sys.argv
    print(json.dumps({"rows": [row.asdict() for row in measure(where, Path(into), shape_, int(size_))]}))
