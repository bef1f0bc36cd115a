"""A process to be killed: it sends reminders over and over, by a clock that runs fast.

Run as `python -m tests.support.reminding_process DATABASE SMTP WEBHOOK_HOSTS START EPOCH SPEED`. At the real second
EPOCH the clock stood at the instant START, and since then it has run SPEED times as fast. It prints a line when it
begins.
"""

from __future__ import annotations

import logging
import sys
import time

import structlog

from api.bootstrap import build
from api.settings import Settings
from domain.time import instants
from scheduler.job import run_tick


def clock(start: str, epoch: float, speed: float) -> int:
    """The instant that it is by the fast clock."""
    return instants.parse(start) + int((time.time() - epoch) * speed * 1_000_000)  # noqa: TID251


def main(database: str, smtp: str, hosts: str, start: str, epoch: str, speed: str) -> None:
    """Send until killed."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
    )
    settings = Settings(
        database=database,
        smtp=smtp,
        mail_from="mergerlog@example.org",
        address="https://merger.example.org",
        webhook_hosts=hosts,
    )
    mergerlog = build(settings, real=lambda: clock(start, float(epoch), float(speed)))
    print("begins", flush=True)
    while True:
        run_tick(mergerlog.reminders)
        time.sleep(0.05)


if __name__ == "__main__":
    main(*sys.argv[1:])
