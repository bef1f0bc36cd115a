"""The command `mergerlog`: its options, its commands in groups, and how it says what went wrong."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from api.cli.commands import (
    account,
    clashes,
    history,
    mergers,
    record,
    remind,
    scenario,
    serve,
    structure,
    timeline,
)
from api.cli.input.context import CommandContext

app = typer.Typer(
    name="mergerlog",
    help="An event-sourced, bitemporal record of a merger.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for commands in (structure, history, mergers, timeline, clashes, record, scenario, remind, serve, account):
    commands.add_commands(app)


def _print_version(is_asked: bool) -> None:
    if is_asked:
        from importlib.metadata import version  # noqa: PLC0415  # It costs more than all else of `--version`.

        typer.echo(f"mergerlog {version('mergerlog')}")
        raise typer.Exit


@app.callback()
def _prepare(
    context: typer.Context,
    database: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="The database, as sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME: this, and not that of "
            "MERGERLOG_DATABASE.",
        ),
    ] = None,
    _version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_print_version, help="Print the version, and stop.")
    ] = False,
) -> None:
    context.obj = CommandContext(database)


def main() -> None:
    """Run a command. What a person can mend is a sentence on standard error, and the exit status 1."""
    try:
        app()
    except Exception as error:
        # Imported here: it knows the errors of the database, and most commands fail in none.
        from api.cli.output.errors import error_sentence  # noqa: PLC0415

        sentence = error_sentence(error)
        if sentence is None:
            raise
        typer.echo(sentence, err=True)
        sys.exit(1)
