"""One durable entry, recorded through the product and projected, beside a raw commit of one row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

import msgspec
import psycopg
import pysqlite3

from api.services.mergerlog import Mergerlog
from domain.log.body import Body
from domain.log.parsing import read_entry
from tests.benchmarks import logs
from tests.benchmarks.deployment import file_of, is_sqlite
from tests.benchmarks.timing import Measure, in_turns_at_best

ENTRIES = 150
_WARM = 10
"""Together as many as there are teams, sites and posts."""
_ROW = (1, "team-moved/1", '{"kind":"team-moved","subject":"team-1","effective_on":"2025-01-01","standing":"done"}')
_KEY = 7


def durable(mergerlog: Mergerlog, url: str, shape: str, size: int) -> Iterator[Measure]:
    """The usual entry: something was done today, to one subject after another. By the wall: commits wait for disks."""
    rng, programmes = Random(size), [slug for slug, _, _ in logs.programmes(shape, size)]
    bodies = iter([_body(rng, n) for n in range(ENTRIES + _WARM)])

    def product() -> None:
        mergerlog.record(rng.choice(programmes), next(bodies), "benchmark")

    raw, close = _raw_sqlite(url) if is_sqlite(url) else _raw_postgres(url)
    try:
        in_turns_at_best([(product, raw)] * _WARM)
        recorded, committed, *best = in_turns_at_best([(product, raw)] * ENTRIES)
    finally:
        close()
    promised = "≤ 2.5" if is_sqlite(url) else "≤ 4"
    yield Measure("entry", "one durable entry", recorded, committed, "ms", promised)
    yield Measure("entry", "one durable entry, the best tenth of both", best[0], best[1], "ms", promised)


def _body(rng: Random, number: int) -> Body:
    """An entry of today, of a subject that no other entry of this section names."""
    if number < logs.TEAMS:
        said = {
            "kind": "team-moved",
            "details": {"to": f"site-{rng.randrange(logs.SITES)}"},
            "subject": f"team-{number}",
        }
    elif number < logs.TEAMS + logs.SITES:
        name = {"name": f"Site, name {rng.randrange(1000)}"}
        said = {"kind": "site-renamed", "details": name, "subject": f"site-{number - logs.TEAMS}"}
    else:
        details = {"person": f"p-{rng.randrange(logs.PEOPLE):02}", "tenure": "substantive"}
        post = f"post-{number - logs.TEAMS - logs.SITES}"
        said = {"kind": "leader-appointed", "details": details, "subject": post}
    return read_entry(msgspec.json.encode(said | {"effective_on": logs.TODAY.isoformat(), "standing": "done"}))


def _raw_sqlite(url: str) -> tuple[Callable[[], None], Callable[[], None]]:
    """A commit of one row in a file of its own beside the product's, as durable."""
    path = file_of(url).with_name("raw.sqlite")
    connection = pysqlite3.connect(str(path), isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE row (place INTEGER PRIMARY KEY, stream INTEGER, topic TEXT, state TEXT)")

    def commit() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO row VALUES (NULL, ?, ?, ?)", _ROW)
        connection.execute("COMMIT")

    return commit, connection.close


def _raw_postgres(url: str) -> tuple[Callable[[], None], Callable[[], None]]:
    """The same under an advisory lock, which is what keeps a log's places in the order of its commits."""
    connection = psycopg.connect(url, autocommit=True, prepare_threshold=0)
    connection.execute("CREATE SCHEMA IF NOT EXISTS raw")
    connection.execute("CREATE TABLE raw.row (place bigserial PRIMARY KEY, stream int, topic text, state text)")

    def commit() -> None:
        with connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (_KEY,))
            connection.execute("INSERT INTO raw.row (stream, topic, state) VALUES (%s, %s, %s)", _ROW)

    return commit, connection.close
