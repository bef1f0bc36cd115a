"""Commands that put something into the log, or take it out whole."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from api.cli.input import entry_options
from api.cli.input.choices import RoleName
from api.cli.input.context import deployment, new_deployment, user_name
from api.cli.input.log_file import import_file
from api.cli.output.progress import counting_bar
from api.cli.output.recorded import show_clashes_of_entry, show_recorded
from api.cli.output.terminal import print_json

PANEL = "Recording"
token_app = typer.Typer(help="API tokens.", no_args_is_help=True)


def log(
    context: typer.Context,
    programme: str,
    kind: entry_options.Kind,
    subject: entry_options.Target,
    on: entry_options.When = None,
    standing: entry_options.Standing = "done",
    set_: entry_options.Details = None,
    reason: entry_options.Reason = None,
    document: entry_options.Document = None,
    dated: entry_options.Dated = None,
    reference: entry_options.Reference = None,
    quote: entry_options.Quote = None,
    id_: entry_options.Id = None,
    restricted: entry_options.Restricted = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what it would do.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The answer of the API.")] = False,
) -> None:
    """Record one entry."""
    from api.services.record_result import record_result  # noqa: PLC0415  # With SQLAlchemy: `--help` needs none.

    source = entry_options.TypedSource(document, dated, reference, quote)
    entry = entry_options.TypedEntry(kind, subject, on, standing, set_, reason, id_, restricted, source)
    mergerlog = deployment(context)
    recorded = mergerlog.record(programme, entry.payload(), user_name(), dry_run=dry_run)
    answer = record_result(mergerlog, programme, recorded)
    if as_json:
        print_json(answer)
        return
    show_recorded(recorded, dry_run=dry_run)
    show_clashes_of_entry(answer["effect"]["clashes"], dry_run=dry_run)


def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="JSON lines: entries and people.", exists=True, dir_okay=False)],
    programme: Annotated[str, typer.Option(help="The programme to import into; made where it is not there yet.")],
    name: Annotated[str | None, typer.Option(help="The name of a programme that is made.")] = None,
) -> None:
    """Import a file, whole or not at all."""
    mergerlog = new_deployment(context)
    mergerlog.ensure_programme(programme, name)
    count = import_file(mergerlog, file, programme, user_name())
    typer.echo(f"{count} {'entry was' if count == 1 else 'entries were'} imported into {programme}.")


def export(context: typer.Context, programme: Annotated[str, typer.Option(help="The programme to export.")]) -> None:
    """Print the log of a programme as JSON lines that import to the same log."""
    for line in deployment(context).export_lines(programme):
        sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()


def rebuild(context: typer.Context) -> None:
    """Make every read model again from the log; questions are answered meanwhile."""
    with counting_bar("Rebuilding") as show_count:
        count = deployment(context).rebuild(show_count)
    typer.echo(f"Every read model was made again from {count} entries.")


@token_app.command("add")
def add_token(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Whose token it is: entries are recorded by this name.")],
    role: Annotated[RoleName, typer.Option(help="What its holder may do.")],
    programme: Annotated[
        str | None, typer.Option(help="The one programme that it holds for; all where left out.")
    ] = None,
) -> None:
    """Make a token. It is printed once, and cannot be shown again."""
    secret = new_deployment(context).add_token(name, role, programme)
    typer.echo(f"Token of {name}, {role}: {secret}")


def programme(
    context: typer.Context,
    slug: Annotated[str, typer.Argument(help="Small letters, digits and hyphens.")],
    name: Annotated[str, typer.Argument(help="What people call it.")],
) -> None:
    """Make a programme."""
    is_new = new_deployment(context).create_programme(slug, name)
    typer.echo(f"The programme {slug} was made." if is_new else f"The programme {slug} is there already.")


def person(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The name, which entries never hold.")],
    id_: Annotated[str | None, typer.Option("--id", help="An opaque id of your own.")] = None,
) -> None:
    """Put a person into the register, and print the id that entries name them by."""
    typer.echo(deployment(context).register_person(name, id_)[0])


def erase_name(
    context: typer.Context,
    person: Annotated[str, typer.Argument(help="The id of the person.")],
) -> None:
    """Erase the name of a person, for good. Every entry stands, and names them by the id alone."""
    is_erased = deployment(context).erase_name(person)
    typer.echo(f"The name of {person} was erased." if is_erased else f"The name of {person} was erased before.")


def add_commands(app: typer.Typer) -> None:
    """Add these commands."""
    app.command(rich_help_panel=PANEL)(log)
    app.command("import", rich_help_panel=PANEL)(import_)
    for command in (export, programme, person, erase_name):
        app.command(rich_help_panel=PANEL)(command)
    app.command(rich_help_panel="Running")(rebuild)
    app.add_typer(token_app, name="token", rich_help_panel="Running")
