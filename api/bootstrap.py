"""The composition root: the one place that reads the real clock, and where everything is put together."""

from __future__ import annotations

import gc
import logging
import sys
import time
from collections.abc import Callable
from typing import Any

import msgspec
import structlog

from api.clock import Clock
from api.services.mergerlog import Mergerlog
from api.settings import BadSetting, Settings
from domain.refusals import Malformed
from domain.time import instants
from projections import schema
from projections.cache.caches import Caches
from projections.database.connections import connect_database
from projections.log import application
from scheduler.delivery.allowed_hosts import AllowedHosts, BadHosts
from scheduler.delivery.senders import Senders
from scheduler.delivery.smtp import BadRelay, Relay, read_relay
from scheduler.delivery.webhook import WebhookSender
from scheduler.due.new_clashes import ClashWatch
from scheduler.people.contacts import check_address
from scheduler.service import Reminders

NEARBY = "http://127.0.0.1:8000"
"""Where links lead if nobody has said where people find this deployment."""


def build(settings: Settings, real: Callable[[], int] | None = None) -> Mergerlog:
    """Everything, on the database of the settings; its tables are made where they are not there yet.

    `real` stands in for the real clock, in tests. Raises BadSetting, and DatabaseTooOld where this Python's SQLite
    could lose commits.
    """
    clock = _clock(settings, real or _real_instant)
    hosts, address = _webhook_hosts(settings), settings.address or NEARBY
    senders = Senders(_relay(settings), None if hosts is None else WebhookSender(hosts, address))
    engine = connect_database(settings.database)
    schema.create_tables(engine)
    entries = application.Log(engine)
    caches = Caches()
    clashes = ClashWatch(engine, entries, caches)
    reminders = Reminders(engine, entries, clock.now, address, senders, hosts, clashes)
    return Mergerlog(engine, entries, clock, settings, reminders, caches)


def settle() -> None:
    """Before serving: have Python's search for garbage pass over all that is loaded now, which stays, and search less
    often. It was a third of an answer that is made of much, like the first one about clashes."""
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


def _relay(settings: Settings) -> Relay | None:
    if settings.smtp is None:
        return None
    if settings.mail_from is None or settings.address is None:
        fault = "to send mail, set MERGERLOG_MAIL_FROM (an address) and MERGERLOG_ADDRESS (where people find this) too"
        raise BadSetting(fault)
    try:
        check_address(settings.mail_from)
        return read_relay(settings.smtp, settings.mail_from)
    except Malformed:
        fault = f'MERGERLOG_MAIL_FROM is "{settings.mail_from}": write one address, name@example.org'
        raise BadSetting(fault) from None
    except BadRelay:
        # It is not repeated: it may hold a password.
        fault = "MERGERLOG_SMTP is no mail relay: write smtp://HOST:PORT or smtps://USER:PASSWORD@HOST"
        raise BadSetting(fault) from None


def _webhook_hosts(settings: Settings) -> AllowedHosts | None:
    if settings.webhook_hosts is None:
        return None
    try:
        return AllowedHosts(settings.webhook_hosts)
    except BadHosts as error:
        fault = f'MERGERLOG_WEBHOOK_HOSTS has "{error}": write HOST, HOST:PORT or HOST=ADDRESS, with commas between'
        raise BadSetting(fault) from None


def _real_instant() -> int:
    return time.time_ns() // 1000


def _as_json(said: dict[str, Any], **_: object) -> str:
    return msgspec.json.encode(said, enc_hook=repr).decode()


def configure_logging(*, quiet: bool = False) -> None:
    """One line of JSON a happening, on standard error; quiet, only what went wrong."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(_as_json),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING if quiet else logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
    )
