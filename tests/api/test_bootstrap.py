"""A deployment is composed whole, or on a database that is there, and reads the clock that it is given."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.bootstrap import build, has_database, open_existing
from api.settings import LOOPBACK_ADDRESS, BadSetting, Settings
from domain.time import instants
from projections.database.connections import NoDatabase
from tests.support.deployments import sqlite_url

START = "2018-06-04T08:00:00Z"


def test_building_makes_the_database_and_opening_does_not(tmp_path: Path) -> None:
    settings = Settings(database=sqlite_url(tmp_path))
    assert not has_database(settings)
    with pytest.raises(NoDatabase, match="There is no database at sqlite:////"):
        open_existing(settings)
    assert list(tmp_path.iterdir()) == []
    build(settings).engine.dispose()
    assert has_database(settings)
    mergerlog = open_existing(settings)
    assert mergerlog.programmes() == []
    mergerlog.engine.dispose()


def test_reminders_are_composed_when_they_are_first_used(tmp_path: Path) -> None:
    settings = Settings(database=sqlite_url(tmp_path))
    build(settings).engine.dispose()
    mergerlog = open_existing(settings)
    assert "reminders" not in vars(mergerlog)
    assert mergerlog.reminders is mergerlog.reminders
    assert mergerlog.reminders.address == LOOPBACK_ADDRESS
    mergerlog.engine.dispose()


def test_a_clock_that_was_set_starts_there_and_runs_on(tmp_path: Path) -> None:
    now = [1_000_000]
    mergerlog = build(Settings(database=sqlite_url(tmp_path), clock=START), real=lambda: now[0])
    assert mergerlog.clock.now() == instants.parse(START)
    now[0] += 5
    assert mergerlog.clock.now() == instants.parse(START) + 5
    assert mergerlog.clock.real() == now[0]
    assert mergerlog.clock.started_at == "2018-06-04T08:00:00.000000Z"
    mergerlog.engine.dispose()


def test_a_clock_that_cannot_be_read_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match='MERGERLOG_CLOCK is "noon"'):
        build(Settings(database=sqlite_url(tmp_path), clock="noon"))
    assert list(tmp_path.iterdir()) == []
