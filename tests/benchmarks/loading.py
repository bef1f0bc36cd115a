"""Import and rebuild, each in a process of its own so that its memory is its own: prints rates and the peak as JSON."""

from __future__ import annotations

import itertools
import json
import resource
import sys
import time

from tests.benchmarks import logs
from tests.benchmarks.deployment import open_database


def run(deed: str, url: str, shape: str, size: int) -> dict[str, float]:
    """Import the benchmark's log, or rebuild what was made of it."""
    mergerlog = open_database(url)
    wall = cpu = 0.0
    for slug, entries, seed in logs.programmes(shape, size) if deed == "import" else [("", size, 0)]:
        if deed == "import":
            mergerlog.create_programme(slug, slug)
            lines = itertools.chain(logs.people(), logs.lines(entries, seed))
            generating = _Generating(lines)
            start, cpu_start = time.perf_counter(), time.process_time()
            mergerlog.import_lines(slug, generating, "benchmark")
            wall -= generating.wall
            cpu -= generating.cpu
        else:
            start, cpu_start = time.perf_counter(), time.process_time()
            mergerlog.rebuild()
        wall += time.perf_counter() - start
        cpu += time.process_time() - cpu_start
    entries = sum(entries for _, entries, _ in logs.programmes(shape, size))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"wall": entries / wall, "cpu": entries / cpu, "megabytes": peak}


class _Generating:
    """Lines made as they are read, as from a file, so that they take no memory; the time of making is taken off."""

    def __init__(self, lines: itertools.chain[bytes]) -> None:
        self._lines = lines
        self._batch: list[bytes] = []
        self.wall = self.cpu = 0.0

    def __iter__(self) -> _Generating:
        return self

    def __next__(self) -> bytes:
        if not self._batch:
            start, cpu_start = time.perf_counter(), time.process_time()
            self._batch = list(itertools.islice(self._lines, 1000))[::-1]
            self.wall += time.perf_counter() - start
            self.cpu += time.process_time() - cpu_start
        if not self._batch:
            raise StopIteration
        return self._batch.pop()


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))))
