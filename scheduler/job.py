"""The background job: ticks every half a minute. What is due stands in the database, never in a timer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.combining import OrTrigger
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy.exc import DBAPIError

from domain.time import instants
from domain.time.edtf import show
from projections.database.connections import Busy
from scheduler.due import working_hours
from scheduler.service import Reminders

SECONDS = 30
_logger = structlog.get_logger("mergerlog")


def run_tick(reminders: Reminders) -> None:
    """Tick once. A fault goes into the log, and the next tick tries again."""
    try:
        reminders.tick()
    except (Busy, DBAPIError) as error:
        _logger.warning("tick put off", error=type(error).__name__)
    except Exception as error:
        _logger.exception("fault", doing="tick", error=type(error).__name__)


@contextmanager
def background_ticks(reminders: Reminders, seconds: float = SECONDS) -> Iterator[None]:
    """Tick in the background, one tick at a time; several that were missed become one."""
    end = working_hours.working_days().known_to
    if instants.london_day(reminders.now()) > end:
        _logger.warning("bank holidays unknown", known_to=show(end))
    scheduler = BackgroundScheduler(executors={"default": ThreadPoolExecutor(1)}, timezone="UTC")
    # One job, at once and then at intervals: a job that ran only once would be removed after its run, which fails if
    # the scheduler is being shut down at that moment.
    trigger = OrTrigger([DateTrigger(), IntervalTrigger(seconds=seconds)])
    scheduler.add_job(run_tick, trigger, args=[reminders], coalesce=True, max_instances=1, misfire_grace_time=None)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=True)
        reminders.close()
