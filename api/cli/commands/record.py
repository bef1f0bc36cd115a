"""Commands that put something into the log, or take it out whole."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from api.cli.input import entry_options
from api.cli.input.context import deployment, user
from api.cli.output.structure import print_json, show_recorded
from api.cli.output.timeline import show_opened
from api.services.mergerlog import Mergerlog
from api.services.record_result import told
from projections.accounts.tokens import ROLES
from projections.log.programmes import NoSuchProgramme

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
    source = {"document": document, "dated": dated, "reference": reference, "quote": quote}
    body = entry_options.entry(
        kind=kind,
        subject=subject,
        on=on,
        standing=standing,
        details=set_,
        reason=reason,
        id_=id_,
        restricted=restricted,
        **source,
    )
    mergerlog = deployment(context)
    recorded = mergerlog.record(programme, body, user(), dry_run=dry_run)
    said = told(mergerlog, programme, recorded)
    if as_json:
        print_json(said)
        return
    show_recorded(recorded, dry_run=dry_run)
    show_opened(said["effect"]["clashes"], dry_run=dry_run)


def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="JSON lines: entries and people.", exists=True, dir_okay=False)],
    programme: Annotated[str, typer.Option(help="The programme to import into; made where it is not there yet.")],
    name: Annotated[str | None, typer.Option(help="The name of a programme that is made.")] = None,
) -> None:
    """Import a file, whole or not at all."""
    mergerlog = deployment(context)
    make_programme(mergerlog, programme, name)
    count = import_file(mergerlog, file, programme)
    typer.echo(f"{count} {'entry was' if count == 1 else 'entries were'} imported into {programme}.")


def make_programme(mergerlog: Mergerlog, programme: str, name: str | None) -> None:
    """Make a programme where it is not there yet."""
    try:
        with mergerlog.viewing(programme, mergerlog.ask(), public=False):
            return
    except NoSuchProgramme:
        mergerlog.create_programme(programme, name or programme)


def import_file(mergerlog: Mergerlog, file: Path, programme: str) -> int:
    """Import a file with a bar that shows how far it is; the number of entries that came in."""
    with file.open("rb") as lines, _bar("Importing") as bar:
        task = bar.add_task(f"Importing {file.name}", total=None)
        result = mergerlog.import_lines(programme, lines, user(), lambda count: bar.update(task, completed=count))
    return result.count


def _bar(_: str) -> Progress:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    return Progress(*columns, transient=True, disable=not sys.stderr.isatty())


def export(context: typer.Context, programme: Annotated[str, typer.Option(help="The programme to export.")]) -> None:
    """Print the log of a programme as JSON lines that import to the same log."""
    for line in deployment(context).export_lines(programme):
        sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()


def rebuild(context: typer.Context) -> None:
    """Make every read model again from the log; questions are answered meanwhile."""
    with _bar("Rebuilding") as bar:
        task = bar.add_task("Rebuilding", total=None)
        count = deployment(context).rebuild(lambda done: bar.update(task, completed=done))
    typer.echo(f"Every read model was made again from {count} entries.")


@token_app.command("add")
def add_token(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Whose token it is: entries are recorded by this name.")],
    role: Annotated[str, typer.Option(help="manager, member or observer.")],
    programme: Annotated[
        str | None, typer.Option(help="The one programme that it holds for; all where left out.")
    ] = None,
) -> None:
    """Make a token. It is printed once, and cannot be shown again."""
    if role not in ROLES:
        raise typer.BadParameter(f"a role is one of {', '.join(ROLES)}", param_hint="--role")
    secret = deployment(context).add_token(name, role, programme)
    typer.echo(f"Token of {name}, {role}: {secret}")


def programme(
    context: typer.Context,
    slug: Annotated[str, typer.Argument(help="Small letters, digits and hyphens.")],
    name: Annotated[str, typer.Argument(help="What people call it.")],
) -> None:
    """Make a programme."""
    is_new = deployment(context).create_programme(slug, name)
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


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (log, export, rebuild, programme, person, erase_name):
        app.command()(command)
    app.command("import")(import_)
    app.add_typer(token_app, name="token")
