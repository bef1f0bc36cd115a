"""A process to be killed: it records entries over and over, and prints the ids of each transaction once acknowledged.

Run as `python -m tests.support.recording_process DATABASE RUN`.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from itertools import count
from random import Random

import structlog

from api.bootstrap import build
from api.settings import Settings
from domain.log.parsing import read_entry
from domain.refusals import Refusal
from tests.support.examples import WORLD, Body, amend, start

PROGRAMME = "p"
DAYS = ("2018-01-05", "2018-02", "2018-03/2018-10", "2018-06-01", "2019", "2019-05-01/..")


def bodies(run: str, rng: Random) -> Iterator[list[Body]]:
    """Entries of every sort for ever, one or several to a transaction, some of which will be refused."""
    sites = ["wembley", "colindale"]
    changes = ["wembley", "response-a"]
    for number in count():
        slug, site, change = f"s-{run}-{number}", rng.choice(sites), rng.choice(changes)
        on, standing = rng.choice(DAYS), rng.choice(("done", "planned", "planned", "proposed"))
        secret = rng.random() < 0.2
        ways = (
            start("site-opened", slug, "2017", id=slug, name=slug, restricted=secret),
            start("site-renamed", site, on, standing, id=slug, name=slug, restricted=secret),
            start("team-moved", "response-a", on, standing, id=slug, to=site),
            start("team-formed", slug, "2017", id=slug, name=slug, unit="nw-bcu", function="response"),
            amend("change-restricted", change, id=slug),
            amend("change-released", change, id=slug),
            amend("change-corrected", change, id=slug, effective_on=on),
            amend("change-rescheduled", change, id=slug, effective_on=on),
        )
        yield [rng.choice(ways)]
        sites.append(slug)
        changes.append(slug)
        if number % 5 == 4:
            yield [start("area-stated", "brent", id=f"{slug}-of-{part}", text="It is so.") for part in range(7)]


def main(database: str, run: str) -> None:
    """Record until killed."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    mergerlog = build(Settings(database=database))
    mergerlog.create_programme(PROGRAMME, PROGRAMME)
    mergerlog.import_lines(PROGRAMME, [json.dumps(body).encode() for body in WORLD], "child")
    for transaction in bodies(run, Random(run)):
        lines = [json.dumps(body).encode() for body in transaction]
        try:
            if len(lines) == 1:
                mergerlog.record(PROGRAMME, read_entry(lines[0]), "child")
            else:
                mergerlog.import_lines(PROGRAMME, lines, "child")
        except Refusal:
            continue
        print(*(body["id"] for body in transaction), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
