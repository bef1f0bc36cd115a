"""Timing on a noisy machine: what is compared is called in turns, and medians are what is told."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

Call = Callable[[], Any]


@dataclass
class Measure:
    """One row of the tables: the product beside what it is compared with, and what was promised of the ratio."""

    section: str
    what: str
    product: float
    baseline: float | None
    unit: str
    promised: str = ""
    more_is_better: bool = False
    database: str = ""
    shape: str = ""
    size: int = 0

    @property
    def ratio(self) -> float | None:
        """The product to what it is compared with."""
        return None if not self.baseline else self.product / self.baseline

    def asdict(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


def in_turns(pairs: Iterable[tuple[Call, Call]], *, on_cpu: bool) -> tuple[float, float]:
    """The median of the first calls and of the second, in milliseconds.

    On SQLite all the work is in this process, so its own time on the processor is what counts; elsewhere the wall's.
    """
    clock = time.process_time_ns if on_cpu else time.perf_counter_ns
    firsts: list[float] = []
    seconds: list[float] = []
    gc.collect()
    for first, second in pairs:
        for call, times in ((first, firsts), (second, seconds)):
            start = clock()
            call()
            times.append(clock() - start)
    return statistics.median(firsts) / 1e6, statistics.median(seconds) / 1e6


def in_turns_at_best(pairs: Iterable[tuple[Call, Call]]) -> tuple[float, float, float, float]:
    """The same by the wall's clock, and then the best tenth of each: what it costs when nobody else wants the disk."""
    firsts: list[float] = []
    seconds: list[float] = []
    for first, second in pairs:
        for call, times in ((first, firsts), (second, seconds)):
            start = time.perf_counter_ns()
            call()
            times.append((time.perf_counter_ns() - start) / 1e6)
    medians = statistics.median(firsts), statistics.median(seconds)
    return *medians, sorted(firsts)[len(firsts) // 10], sorted(seconds)[len(seconds) // 10]
