"""What clashes cost: a programme of 200 subjects and 10,000 entries, and London's twelve BCUs.

Run by `python -m tests.benchmarks.clashes`. Cold, nothing is in memory; warm, it was asked before.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from importlib.resources import files
from pathlib import Path
from statistics import median
from urllib.error import URLError
from urllib.request import urlopen

from api.bootstrap import build, settle
from api.services.mergerlog import Mergerlog
from api.settings import Settings
from domain.clashes.evaluate import Clash, sweep
from domain.log.body import Body
from domain.log.parsing import read_entry
from projections.cache.caches import Caches
from projections.questions.clashes.finder import ClashFinder
from projections.questions.clashes.page import NoSuchClash
from projections.questions.view import View
from tests.benchmarks.logs import SUBJECTS, TODAY, lines, people
from tests.support.deployments import Time, sqlite_url
from tests.support.mail_and_webhooks import free_port

ENTRIES = 10_000
TIMES = 9
PAUSE = 1.0
BEFORE = "2020-01-01"
Row = tuple[str, float]


def measure(mergerlog: Mergerlog, programme: str, moved: Callable[[int], bytes]) -> tuple[int, list[Row]]:
    """How many clashes there are, and milliseconds for each way to ask for them."""
    found = 0
    recalls: list[Caches] = []  # kept: what a first question reads stays, so letting go of it is not a part of asking

    def asked(at: Mergerlog, known_on: str | None = None) -> None:
        nonlocal found
        question = at.ask(basis="planned", known_on=known_on)
        with at.viewing(programme, question, public=False) as seen:
            finder = ClashFinder(seen)
            found = len(finder.clashes(finder.world()))

    def following(ask: Callable[[View, list[Clash]], object]) -> Callable[[], object]:
        """Ask what opened and cleared clashes, where they were asked about before."""

        def told() -> None:
            with mergerlog.viewing(programme, mergerlog.ask(basis="planned"), public=False) as seen:
                finder = ClashFinder(seen)
                ask(seen, finder.clashes(finder.world()))

        return told

    def first_page(view: View, _: list[Clash]) -> None:
        view.clashes(limit=100, follow=True)

    def never_there(view: View, _: list[Clash]) -> None:
        with suppress(NoSuchClash):
            view.clash("site-not-open-000000000000")

    def cold() -> float:
        recalls.append(Caches())
        fresh = replace(mergerlog, caches=recalls[-1])
        settle()  # as a process that has just been started: what earlier ones keep is not searched for garbage
        return spent(lambda: asked(fresh))

    def sweeping() -> Iterator[float]:
        with mergerlog.viewing(programme, mergerlog.ask(basis="planned"), public=False) as seen:
            for _ in range(TIMES):
                world = ClashFinder(replace(seen, caches=Caches())).world()
                yield spent(partial(sweep, world))

    def recording(dry_run: bool) -> Iterator[float]:
        for number in range(TIMES):
            body = read_entry(moved(number))

            def told(body: Body = body) -> None:
                mergerlog.clashes_of(programme, mergerlog.record(programme, body, "benchmark", dry_run=dry_run))

            yield spent(told)

    def after_an_entry() -> Iterator[float]:
        for number in range(TIMES):
            mergerlog.record(programme, read_entry(moved(TIMES + number)), "benchmark")
            yield spent(lambda: asked(mergerlog))

    rows = [
        ("cold: the log read, the whole timeline swept", median(cold() for _ in range(TIMES))),
        ("… of which the sweep", median(sweeping())),
    ]
    asked(mergerlog)
    rows += [
        ("warm: after another entry", median(after_an_entry())),
        ("warm: as it was", median(spent(lambda: asked(mergerlog)) for _ in range(TIMES))),
        (f"warm: as known on {BEFORE}", median(spent(lambda: asked(mergerlog, BEFORE)) for _ in range(TIMES))),
        ("a hundred clashes, with what opened each", median(spent(following(first_page)) for _ in range(TIMES))),
        (
            "one clash, and every time that it was there",
            median(spent(following(lambda view, there: view.clash(there[-1].id))) for _ in range(TIMES)),
        ),
        ("one that never was there", median(spent(following(never_there)) for _ in range(3))),
        ("a dry run, with what it would open and clear", median(recording(dry_run=True))),
        ("an entry, with what it opened and cleared", median(recording(dry_run=False))),
    ]
    asked(mergerlog)
    return found, rows


def spent(call: Callable[[], object]) -> float:
    """Milliseconds on the processor: on SQLite all the work is in this process."""
    begun = time.process_time_ns()
    call()
    return (time.process_time_ns() - begun) / 1e6


def two_hundred(folder: Path, entries: int = ENTRIES) -> tuple[int, list[Row]]:
    """Of the log of the benchmark."""
    mergerlog = _on(folder, TODAY.year, TODAY.month, TODAY.day)
    mergerlog.create_programme("deep", "Two hundred subjects")
    mergerlog.import_lines("deep", [*people(), *lines(entries)], "benchmark")

    def moved(number: int) -> bytes:
        return b'{"kind":"team-moved","subject":"team-%d","effective_on":"%s","standing":"planned",' % (
            number, str(TODAY).encode(),
        ) + b'"details":{"to":"site-%d"}}' % number  # fmt: skip

    count, rows = measure(mergerlog, "deep", moved)
    return count, [*rows, (f"over HTTP, {PAUSE:g} s after a server has started", median(started(folder)))]


def started(folder: Path) -> Iterator[float]:
    """Milliseconds by the wall for the first answer, a thousand clashes at most, of servers that were just started."""
    environment = os.environ | {"MERGERLOG_DATABASE": sqlite_url(folder), "MERGERLOG_ANYONE_READS": "yes"}
    environment |= {"MERGERLOG_CLOCK": f"{TODAY}T12:00:00Z"}
    for _ in range(min(TIMES, 3)):
        at = f"http://127.0.0.1:{(port := free_port())}"
        command = [str(Path(sys.executable).with_name("mergerlog")), "serve", "--port", str(port)]
        with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
            try:
                while not _answers(f"{at}/readyz"):
                    time.sleep(0.05)
                time.sleep(PAUSE)
                begun = time.perf_counter()
                assert _answers(f"{at}/v1/programmes/deep/clashes?basis=planned")
                yield (time.perf_counter() - begun) * 1000
            finally:
                server.terminate()


def _answers(url: str) -> bool:
    try:
        with urlopen(url) as reply:
            return bool(reply.read())
    except URLError:
        return False


def london(folder: Path) -> tuple[int, list[Row]]:
    """Of the real data of the roll-out."""
    mergerlog = _on(folder, 2030, 1, 1)
    mergerlog.create_programme("london", "London")
    mergerlog.import_lines("london", files("api.data").joinpath("london.jsonl").read_bytes().splitlines(), "benchmark")

    def moved(number: int) -> bytes:
        return (
            b'{"kind":"unit-stated","subject":"north-west","effective_on":"2018-06-%02d","standing":"planned",'
            % (number + 1)
            + b'"details":{"text":"It goes on."}}'
        )

    return measure(mergerlog, "london", moved)


def _on(folder: Path, year: int, month: int, day: int) -> Mergerlog:
    clock = Time()
    clock.at = clock.at.replace(year=year, month=month, day=day)
    return build(Settings(database=sqlite_url(folder)), real=clock)


if __name__ == "__main__":
    settle()  # as a process is that serves
    for title, measured in (
        (f"A programme of {SUBJECTS} subjects and {ENTRIES:,} entries, on SQLite", two_hundred),
        ("London's twelve BCUs, on SQLite", london),
    ):
        with tempfile.TemporaryDirectory() as where:
            count, timed = measured(Path(where))
        print(f"{title}: {count:,} clashes. Medians of {TIMES}, on the processor:")
        for what, milliseconds in timed:
            print(f"  {what:<48}{milliseconds:8.1f} ms")
