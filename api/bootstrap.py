"""The composition root: the one place that reads the real clock, and where everything is put together."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable

import structlog

from api.clock import Clock
from api.service import Mergerlog
from api.settings import BadSetting, Settings
from domain import instants
from domain.refusals import Malformed
from projections import log
from projections.engine import connect


def build(settings: Settings, real: Callable[[], int] | None = None) -> Mergerlog:
    """Everything, on the database of the settings; its tables are made where they are not there yet.

    `real` stands in for the real clock, in tests. Raises BadSetting, and DatabaseTooOld where this Python's SQLite
    could lose commits.
    """
    engine = connect(settings.database)
    log.create(engine)
    return Mergerlog(engine, log.Log(engine), _clock(settings, real or _real_instant), settings)


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


def configure_logging(*, quiet: bool = False) -> None:
    """One line of JSON a happening, on standard error; quiet, only what went wrong."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING if quiet else logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
    )
