"""A process that records is killed at any moment: what it acknowledged is there, and the read models are the log's."""

from __future__ import annotations

import subprocess
import sys
from itertools import groupby
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select, text

from api.bootstrap import build
from api.settings import Settings
from projections.database.connections import reading
from projections.database.tables import log
from tests.conftest import fresh_postgres
from tests.support.database_dumps import read_models
from tests.support.deployments import sqlite_url
from tests.support.paths import ROOT
from tests.support.recording_process import PROGRAMME


def kill(database: str, run: str, rng: Random) -> list[list[str]]:
    """Let a process record, kill it at some moment, and return the ids that it acknowledged, by transaction."""
    command = [sys.executable, "-m", "tests.support.recording_process", database, run]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        assert child.stdout and child.stderr
        lines = [child.stdout.readline() for _ in range(rng.randrange(1, 40))]
        for _ in range(rng.randrange(40_000)):
            pass
        child.kill()
        lines += child.stdout.readlines()
        said = child.stderr.read()
    assert child.returncode == -9, said
    return [line.split() for line in lines if line.endswith("\n")]


def survives(database: str, acknowledged: list[list[str]]) -> None:
    """Hold the database against what was acknowledged."""
    mergerlog = build(Settings(database=database))
    # The writer's lock is taken once first: a server may still be finishing what the dead process had committed.
    mergerlog.create_programme(PROGRAMME, PROGRAMME)
    with reading(mergerlog.engine) as connection:
        rows = connection.execute(select(log.c.position, log.c.id, log.c.stream, log.c.version)).all()
        if connection.dialect.name == "sqlite":
            assert connection.scalar(text("PRAGMA integrity_check")) == "ok"
    ids = {row.id for row in rows}
    assert {id_ for transaction in acknowledged for id_ in transaction} <= ids
    assert sorted(row.position for row in rows) == list(range(1, len(rows) + 1))
    for _, versions in groupby(sorted((row.stream, row.version) for row in rows), key=lambda pair: pair[0]):
        numbers = [version for _, version in versions]
        assert numbers == list(range(1, len(numbers) + 1))
    parts = [id_.partition("-of-")[0] for id_ in ids if "-of-" in id_]
    assert all(parts.count(whole) == 7 for whole in set(parts)), "an import is stored whole or not at all"
    live = read_models(mergerlog.engine)
    assert mergerlog.rebuild() == len(rows)
    assert read_models(mergerlog.engine) == live
    mergerlog.engine.dispose()


def survives_kills(database: str, series: int, kills: int) -> None:
    """Kill one process after another on one database."""
    rng = Random(series)
    acknowledged: list[list[str]] = []
    for number in range(kills):
        acknowledged += kill(database, f"{series}-{number}", rng)
        survives(database, acknowledged)
    assert len(acknowledged) >= kills


@pytest.mark.parametrize("series", range(5))
def test_sqlite_survives_being_killed(tmp_path: Path, series: int) -> None:
    survives_kills(sqlite_url(tmp_path), series, 2)


def test_postgresql_survives_its_client_being_killed(postgres: str) -> None:
    survives_kills(fresh_postgres(postgres), 100, 3)


@pytest.mark.long
@pytest.mark.parametrize("series", range(1000, 1020))
def test_sqlite_survives_hundreds_of_kills(tmp_path: Path, series: int) -> None:
    survives_kills(sqlite_url(tmp_path), series, 10)


@pytest.mark.long
@pytest.mark.parametrize("series", range(2000, 2005))
def test_postgresql_survives_dozens_of_kills(postgres: str, series: int) -> None:
    survives_kills(fresh_postgres(postgres), series, 10)
