"""What pages cost: the structure of 200 subjects on the server, and a step of its slider in a browser.

Run by `python -m tests.benchmarks.pages`.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from statistics import median

from fastapi.testclient import TestClient

from api.app import build_app
from api.bootstrap import build
from api.settings import Settings
from domain.time import instants
from tests.benchmarks.logs import SUBJECTS, TODAY, lines, people
from tests.browser.chromium import browser
from tests.browser.site import served
from tests.support.deployments import Time, sqlite_url

ENTRIES = 1000
TIMES = 40
DAYS = [f"2020-{month:02}-{day:02}" for month in range(1, 13) for day in (3, 11, 19, 27)]


def server(folder: Path) -> dict[str, float]:
    """Milliseconds for each page of a programme of 200 subjects, each asked on another day."""
    clock = Time()
    clock.at = clock.at.replace(year=TODAY.year, month=TODAY.month, day=TODAY.day)
    mergerlog = build(Settings(database=sqlite_url(folder), anyone_reads=True), real=clock)
    assert instants.london_day(mergerlog.clock.now()) == TODAY.toordinal()
    mergerlog.create_programme("wide", "Two hundred subjects")
    mergerlog.import_lines("wide", [*people(), *lines(ENTRIES)], "benchmark")
    client = TestClient(build_app(mergerlog))
    found = {}
    for name in ("structure", "structure?part=yes"):
        join = "&" if "?" in name else "?"
        spent = []
        for day in DAYS[:TIMES]:
            begun = time.perf_counter()
            reply = client.get(f"/programmes/wide/{name}{join}effective_on={day}", headers={"accept-encoding": "gzip"})
            spent.append((time.perf_counter() - begun) * 1000)
            assert reply.status_code == 200
        found[f"/{name}"] = median(spent)
    return found


def slider(folder: Path) -> float:
    """Milliseconds from moving the slider by a step to the new drawing, with the real data of the North West."""
    with served(folder) as site, browser() as running:
        page = running.new_page()
        page.goto(f"{site.address}/programmes/north-west/structure?basis=planned")
        page.wait_for_selector(".app-slider:not([hidden])")
        spent = page.evaluate(
            """async () => {
                const range = document.querySelector('#slider'), part = document.querySelector('#part');
                const spent = [];
                for (let step = 0; step < 20; step += 1) {
                    range.value = Number(range.value) + 1;
                    const begun = performance.now();
                    const drawn = new Promise(done => new MutationObserver((_, seen) => {
                        seen.disconnect(); part.getBoundingClientRect(); done();
                    }).observe(part, {childList: true}));
                    range.dispatchEvent(new Event('input', {bubbles: true}));
                    await drawn;
                    spent.push(performance.now() - begun);
                }
                return spent;
            }"""
        )
    return median(spent)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        print(f"A programme of {SUBJECTS} subjects and {ENTRIES} entries, on SQLite, the median of {TIMES} days:")
        for page_name, milliseconds in server(Path(one)).items():
            print(f"  {page_name:<24}{milliseconds:6.1f} ms")
        print(f"A step of the slider in Chromium, the North West: {slider(Path(two)):.1f} ms")
