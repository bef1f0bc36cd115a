"""The composition root: puts a deployment together from its settings, and is the one reader of the real clock."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

from api.clock import Clock
from api.services.mergerlog import Mergerlog
from api.settings import BadSetting, Settings
from domain.refusals import Malformed
from domain.time import instants
from projections import schema
from projections.database.connections import NoDatabase, connect_database
from projections.log.application import Log


def build(settings: Settings, real: Callable[[], int] | None = None) -> Mergerlog:
    """Compose a deployment whole, and make the tables that its database lacks: for what serves, and for tests.

    `real` stands in for the real clock, in tests. Raises BadSetting, and DatabaseTooOld where this Python's SQLite
    could lose commits.
    """
    # Here, since only what serves or reminds needs it: it brings mail, webhooks and the bank holidays.
    from api.services import reminder_setup  # noqa: PLC0415

    clock = _clock(settings, real or _real_instant)
    reminder_setup.check_settings(settings)
    engine = connect_database(settings.database)
    schema.create_tables(engine)
    return Mergerlog(engine, Log(engine), clock, settings)


def open_existing(settings: Settings, real: Callable[[], int] | None = None) -> Mergerlog:
    """Compose a deployment on a database that is there, for one question or entry. Reminders are composed if used.

    Raises NoDatabase, and what `build` raises.
    """
    clock = _clock(settings, real or _real_instant)
    engine = connect_database(settings.database)
    if not schema.database_exists(engine):
        raise NoDatabase(engine.url.render_as_string())
    schema.create_tables(engine)
    return Mergerlog(engine, Log(engine), clock, settings)


def has_database(settings: Settings) -> bool:
    """Whether the database of the settings is there and holds a log. Raises BadDatabase or DatabaseTooOld."""
    engine = connect_database(settings.database)
    try:
        return schema.database_exists(engine)
    finally:
        engine.dispose()


def settle() -> None:
    """Before serving: exempt all that is loaded from garbage collection, and collect less often.

    Collecting took a third of the time of a large answer, such as the first one about clashes.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


def _clock(settings: Settings, real: Callable[[], int]) -> Clock:
    if settings.clock is None:
        return Clock(real)
    try:
        start = instants.parse(settings.clock)
    except Malformed as error:
        fault = f'MERGERLOG_CLOCK is "{settings.clock}": write an instant in UTC, as 2018-06-04T08:00:00Z'
        raise BadSetting(fault) from error
    return Clock(real, start - real(), instants.show(start))


def _real_instant() -> int:
    return time.time_ns() // 1000
