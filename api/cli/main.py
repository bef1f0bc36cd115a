"""The command `mergerlog`: its commands, and how they say what went wrong."""

from __future__ import annotations

import os
import sys

import typer
from rich.console import Console
from sqlalchemy.exc import OperationalError

from api.bootstrap import build, configure_logging
from api.cli.commands import account, record, remind, scenario, serve, structure, timeline
from api.cli.input.context import Context
from api.settings import BadSetting, from_environment
from domain.refusals import Refusal
from projections.database.connections import BadDatabase, Busy, DatabaseTooOld

app = typer.Typer(
    name="mergerlog",
    help="An event-sourced, bitemporal record of a merger.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
record.add_to(app)
structure.add_to(app)
timeline.add_to(app)
app.add_typer(scenario.app, name="scenario")
serve.add_to(app)
remind.add_to(app)
account.add_to(app)


@app.callback()
def _prepare(context: typer.Context) -> None:
    # A person at a terminal reads tables; what serves, or runs unattended, says what it does.
    configure_logging(quiet=sys.stderr.isatty() and context.invoked_subcommand not in ("serve", "demo", "schedule"))
    context.obj = Context(lambda **changes: build(from_environment(os.environ | changes)))


def main() -> None:
    """Run a command; a refusal is a sentence on standard error and the exit code 1."""
    try:
        app()
    except (Refusal, Busy, BadSetting, BadDatabase, DatabaseTooOld, OSError, OperationalError) as error:
        sentence = str(error.orig) if isinstance(error, OperationalError) else str(error)
        Console(file=sys.stderr, highlight=False, soft_wrap=True).print(sentence, markup=False)
        sys.exit(1)
