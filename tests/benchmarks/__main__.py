"""The benchmark: `uv run python -m tests.benchmarks`."""

from __future__ import annotations

import argparse
import itertools
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

import psycopg
import pysqlite3
from psycopg.sql import SQL, Identifier

from tests.benchmarks import report
from tests.benchmarks.deployment import in_a_process
from tests.benchmarks.timing import Measure
from tests.support.postgres import running_postgres

_SIZES = (1000, 10_000, 100_000)


def main() -> None:
    """Measure what was asked for, print tables, and write them down where that was asked for."""
    asked = _arguments()
    sizes = [*(asked.size or _SIZES), *([1_000_000] if asked.million else [])]
    shapes = asked.shape or ("wide", "deep")
    rows: list[Measure] = []
    versions = [f"SQLite {pysqlite3.sqlite_version}"]
    with (
        tempfile.TemporaryDirectory(prefix="mergerlog-benchmark-", dir=asked.folder) as folder,
        _postgres(folder) as uri,
    ):
        for database, size, shape in itertools.product(asked.database or ("sqlite", "postgresql"), sizes, shapes):
            print(f"{database}, {shape}, {size:,} entries …", flush=True)
            into = Path(folder) / f"{database}-{shape}-{size}"
            into.mkdir()
            url = f"sqlite:///{into}/product.sqlite"
            if database == "postgresql":
                url, version = _fresh(uri(), f"{shape}_{size}")
                versions = [*versions[:1], version]
            found = in_a_process("measuring", url, str(into), shape, str(size))
            rows += [Measure(**row) for row in found["rows"]]
            for file in into.iterdir():
                file.unlink()
    rows = report.with_growth(rows)
    report.show(rows)
    if asked.write:
        report.write(rows, report.machine(versions))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--size", type=int, action="append", help="entries (default: 1000, 10000 and 100000)")
    parser.add_argument("--million", action="store_true", help="and a million entries: this takes an hour")
    parser.add_argument("--shape", choices=("wide", "deep"), action="append", help="default: both")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), action="append", help="default: both")
    parser.add_argument("--folder", help="where the databases are put while it runs (default: the usual place)")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    return parser.parse_args()


@contextmanager
def _postgres(folder: str) -> Iterator[Callable[[], str]]:
    """How to come by a PostgreSQL, started when it is first asked for and ended at the end."""
    with ExitStack() as servers:

        @cache
        def uri() -> str:
            return servers.enter_context(running_postgres(Path(folder) / "postgres"))

        yield uri


def _fresh(uri: str, name: str) -> tuple[str, str]:
    """The URL of a new database, and the server's version."""
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        version = f"PostgreSQL {connection.info.server_version // 10_000}.{connection.info.server_version % 100}"
    head, _, query = uri.partition("?")
    return f"{head.rpartition('/')[0]}/{name}" + (f"?{query}" if query else ""), version


if __name__ == "__main__":
    main()
