"""Stored entries that are projected once more give the read models that recording gave."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import insert, select

from projections import schema
from projections.database.connections import connect_in_memory, reading, writing
from projections.database.tables import log, person, programme
from projections.log.application import Log
from projections.log.log_rows import ENTRIES
from projections.read_models.replay import Replay
from tests.support.database_dumps import read_models
from tests.support.deployments import deploy, sqlite_url
from tests.support.examples import amend, record, start, world


def test_a_replay_in_parts_gives_the_same_read_models(tmp_path: Path) -> None:
    with deploy(sqlite_url(tmp_path)) as deployment:
        slug = world(deployment)
        closed = start("site-closed", "wembley", "2018-12-03", "planned", id="closes", restricted=True)
        moved = start("team-moved", "response-a", "2018-11-01", "planned", id="moves", to="colindale")
        record(deployment, slug, closed, moved, amend("change-restricted", "moves"), amend("change-released", "closes"))
        record(deployment, slug, amend("change-rescheduled", "moves", effective_on="2018-10-01"))
        source, copy = deployment.mergerlog.engine, connect_in_memory()
        schema.create_tables(copy)
        replay, entries_log = Replay(Log(copy)), Log(copy)
        with reading(source) as connection, writing(copy) as target:
            for table in (person, programme):
                target.execute(insert(table), [dict(row) for row in connection.execute(select(table)).mappings()])
        with reading(source) as connection:
            query = ENTRIES.where(log.c.programme.is_not(None)).order_by(log.c.position)
            entries = list(entries_log.entries(connection, query))
        for part in (entries[:5], entries[5:12], entries[12:]):
            with writing(copy) as target:
                replay.append(target, part)
        assert read_models(copy) == read_models(source)
        copy.dispose()
