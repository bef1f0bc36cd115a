"""Commands of the reminders: schedule and remind."""

from __future__ import annotations

import signal
import sys
from threading import Event
from typing import Annotated

import msgspec
import typer

from api.cli.input.context import deployment
from api.cli.output.digests import show_digests
from api.cli.output.terminal import print_json
from domain.refusals import Malformed
from domain.time import instants

PANEL = "Reminders"
TICK_SECONDS = 30
"""As the reminders of `serve` tick (scheduler.job), which is not loaded for a `--help`."""
_MOST_DAYS = 3660


def schedule(
    context: typer.Context,
    seconds: Annotated[float, typer.Option(min=0.1, max=3600, help="How often to look what is due.")] = TICK_SECONDS,
) -> None:
    """Send reminders, and serve nothing else, until it is stopped."""
    from api.services.process_log import configure_logging  # noqa: PLC0415  # Here, with APScheduler,
    from scheduler.job import background_ticks  # noqa: PLC0415              # since `--help` needs neither.

    configure_logging()
    stopped = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    with background_ticks(deployment(context).reminders, seconds):
        stopped.wait()


def remind(
    context: typer.Context,
    from_: Annotated[str | None, typer.Option("--from", help="The first day of a dry run.")] = None,
    to: Annotated[str | None, typer.Option("--to", help="The last day of a dry run.")] = None,
    programme: Annotated[str | None, typer.Option(help="A dry run of this programme alone.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would be sent, and send nothing.")] = False,
    brief: Annotated[bool, typer.Option("--brief", help="Print a line for each digest: its subject.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The dry run as JSON.")] = False,
) -> None:
    """Send what is due now, once; or print every digest of a span of days."""
    mergerlog = deployment(context)
    if not dry_run:
        if from_ or to or programme or brief or as_json:
            raise Malformed(fault="--from, --to, --programme, --brief and --json are for a --dry-run")
        from api.services.process_log import configure_logging  # noqa: PLC0415  # As above.

        configure_logging(quiet=sys.stderr.isatty())
        mergerlog.reminders.tick(to_the_end=True)
        mergerlog.reminders.close()
        return
    today = instants.london_day(mergerlog.clock.now())
    first = today if from_ is None else instants.parse_day(from_)
    last = first if to is None else instants.parse_day(to)
    if not first <= last <= first + _MOST_DAYS:
        raise Malformed(fault="--to is to be on or after --from, and at most ten years later")
    digests = mergerlog.rehearse(first, last, programme)
    if as_json:
        print_json({"digests": msgspec.to_builtins(digests)})
    else:
        show_digests(digests, brief=brief)


def add_commands(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (schedule, remind):
        app.command(rich_help_panel=PANEL)(command)
