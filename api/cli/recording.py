"""Commands that put something into the log, or take it out whole."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from api.cli.context import deployment, user
from api.cli.tables import show_recorded
from api.service import Mergerlog
from domain.bodies import AMENDMENTS
from domain.reading import read_entry
from domain.refusals import Malformed
from projections.programmes import NoSuchProgramme
from projections.tokens import ROLES

token_app = typer.Typer(help="API tokens.", no_args_is_help=True)


def log(
    context: typer.Context,
    programme: str,
    kind: Annotated[str, typer.Argument(help="What happened, such as team-moved or change-completed.")],
    subject: Annotated[str, typer.Argument(help="The id of the subject; of the change, for an amendment.")],
    on: Annotated[
        str | None, typer.Option("--on", help="The effective date: 2018-10-01, 2018-10, 2018-03/2018-10 …")
    ] = None,
    standing: Annotated[str, typer.Option(help="proposed, planned or done.")] = "done",
    set_: Annotated[
        list[str] | None, typer.Option("--set", help="A detail, FIELD=VALUE; lists with commas, or JSON.")
    ] = None,
    reason: Annotated[str | None, typer.Option(help="Why, in a sentence.")] = None,
    document: Annotated[str | None, typer.Option(help="The paper that says so.")] = None,
    dated: Annotated[str | None, typer.Option(help="When the paper is from (EDTF).")] = None,
    reference: Annotated[str | None, typer.Option(help="Where in the paper.")] = None,
    quote: Annotated[str | None, typer.Option(help="Its words, with \\[name] in the place of a person's name.")] = None,
    id_: Annotated[str | None, typer.Option("--id", help="An id of your own for the entry.")] = None,
    restricted: Annotated[bool, typer.Option("--restricted", help="Not for observers.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what it would do.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The answer of the API.")] = False,
) -> None:
    """Record one entry."""
    details = {name: _value(kind, name, text) for name, _, text in (each.partition("=") for each in set_ or [])}
    source = {"document": document, "dated": dated, "reference": reference, "quote": quote}
    said: dict[str, Any] = {"kind": kind, "id": id_, "effective_on": on, "reason": reason, "details": details or None}
    said["source"] = {name: text for name, text in source.items() if text is not None} or None
    if kind in AMENDMENTS:
        said["change"] = subject
    else:
        said |= {"subject": subject, "standing": standing, "restricted": restricted or None}
    body = read_entry(msgspec.json.encode({name: value for name, value in said.items() if value is not None}))
    recorded = deployment(context).record(programme, body, user(), dry_run=dry_run)
    show_recorded(recorded, dry_run=dry_run, as_json=as_json)


_LISTS = ("add", "areas", "covers", "depends_on", "end", "from", "uses")


def _value(kind: str, name: str, text: str) -> Any:
    """A detail as it was typed: JSON where it is, a list where the field is one, else the words themselves."""
    if not name:
        raise Malformed(fault=f'--set takes FIELD=VALUE ({kind} was given "={text}")')
    if name in _LISTS and not text.startswith("["):
        return [each.strip() for each in text.split(",") if each.strip()]
    if name in ("strength", "covers_unnamed") or text.startswith("["):
        try:
            return json.loads(text)
        except ValueError:
            raise Malformed(fault=f"--set {name}={text} is not JSON") from None
    return text


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


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (log, export, rebuild, programme, person):
        app.command()(command)
    app.command("import")(import_)
    app.add_typer(token_app, name="token")
