"""Commands that keep scenarios: drafts of many entries, to be looked at, and committed or discarded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.table import Table

from api.cli.input import entry_options
from api.cli.input.context import deployment, scenarios_of
from api.cli.input.question_options import AsJson, Basis, On, Programme
from api.cli.output.grid import grid
from api.cli.output.heading import show_left_out, show_question, show_supposed
from api.cli.output.recorded import show_effect
from api.cli.output.structure import show_differences
from api.cli.output.terminal import Answer, console, day, print_json

app = typer.Typer(help="Drafts of many entries: what if?", no_args_is_help=True)

Scenario = Annotated[str, typer.Argument(help="The id of the scenario.")]


@app.command("list")
def list_(context: typer.Context, programme: Programme, as_json: AsJson = False) -> None:
    """Every scenario."""
    said = scenarios_of(context, programme).all()
    if as_json:
        print_json(said)
        return
    rows = grid("id", "name", "state", "entries", "made", "by")
    for each in said["scenarios"]:
        made = day(each["made_at"][:10])
        rows.add_row(each["id"], each["name"], each["state"], str(each["entries"]), made, each["made_by"])
    console().print(rows if rows.row_count else "There are no scenarios.")


@app.command()
def new(
    context: typer.Context,
    programme: Programme,
    name: Annotated[str, typer.Argument(help="What people call it.")],
    id_: Annotated[str | None, typer.Option("--id", help="An id of your own.")] = None,
) -> None:
    """Make a scenario, and print its id."""
    typer.echo(scenarios_of(context, programme).create(name, id_)[0]["id"])


@app.command()
def add(
    context: typer.Context,
    programme: Programme,
    scenario: Scenario,
    kind: entry_options.Kind,
    subject: entry_options.Target,
    on: entry_options.When = None,
    standing: entry_options.Standing = "planned",
    set_: entry_options.Details = None,
    reason: entry_options.Reason = None,
    document: entry_options.Document = None,
    dated: entry_options.Dated = None,
    reference: entry_options.Reference = None,
    quote: entry_options.Quote = None,
    id_: entry_options.Id = None,
    restricted: entry_options.Restricted = False,
) -> None:
    """Put an entry into a scenario, where it could be recorded over the log and the rest of it."""
    source = entry_options.TypedSource(document, dated, reference, quote)
    entry = entry_options.TypedEntry(kind, subject, on, standing, set_, reason, id_, restricted, source)
    recorded = scenarios_of(context, programme).add(scenario, entry.payload())
    shown = recorded.entry.shown()
    deed = "Put into" if recorded.is_new else "Already in"
    console().print(f"{deed} {scenario}: {shown['kind']} {shown.get('subject', shown['change'])}, id {shown['id']}")
    show_effect(recorded)


@app.command()
def remove(
    context: typer.Context,
    programme: Programme,
    scenario: Scenario,
    entry: Annotated[str, typer.Argument(help="The id of the entry.")],
) -> None:
    """Take an entry out of a scenario, where no other entry of it rests on that one."""
    scenarios_of(context, programme).remove(scenario, entry)
    typer.echo(f"Taken out of {scenario}: {entry}")


@app.command()
def show(context: typer.Context, programme: Programme, scenario: Scenario, as_json: AsJson = False) -> None:
    """One scenario: its entries, whether each can still be recorded, and what changed under them."""
    said = scenarios_of(context, programme).show(scenario)
    if as_json:
        print_json(said)
    else:
        _show(said)


def _show(said: Answer) -> None:
    console().print(f"{said['name']} ({said['id']}), {said['state']}; made by {said['made_by']}.")
    rows = grid("id", "what", "subject or change", "when", "standing", "can it be recorded?")
    for each in said["entries"]:
        entry = each["entry"]
        changed = f"yes, but see what changed: {', '.join(each['changed'])}" if each["changed"] else "yes"
        open_ = said["state"] == "open"
        verdict = each["refused"] or (changed if open_ else "")
        target = entry.get("subject") or entry["change"]
        when, standing = entry.get("effective_on", ""), entry.get("standing", "")
        rows.add_row(entry["id"], entry["kind"], target, when, standing, verdict)
    console().print(rows if rows.row_count else "It holds no entry.")
    if said["changed"]:
        _show_changed(said["changed"], "Recorded in the log since, about what it rests on")


def _show_changed(changed: Sequence[Answer], title: str) -> None:
    rows = grid("id", "what", "subject", "recorded", "by", "under", title=title)
    for each in changed:
        subject = f"{each['type']} {each['subject']}"
        at = day(each["recorded_at"][:10])
        rows.add_row(each["id"], each["kind"], subject, at, each["recorded_by"], ", ".join(each["under"]))
    console().print(rows)


@app.command()
def compare(
    context: typer.Context,
    programme: Programme,
    scenario: Scenario,
    other: Annotated[str | None, typer.Argument(help="Another scenario; the log as it is, where left out.")] = None,
    on: On = None,
    basis: Basis = None,
    as_json: AsJson = False,
) -> None:
    """What differs between the structure as it is and with a scenario; or between two scenarios."""
    question = deployment(context).ask(effective_on=on, basis=basis)
    ends = (None, scenario) if other is None else (scenario, other)
    said = scenarios_of(context, programme).compare((ends[0], question), (ends[1], question))
    if as_json:
        print_json(said)
        return
    show_question(said)
    show_differences(said, f"{'The log as it is' if other is None else scenario}, against {ends[1]}:")
    for side in ("from", "to"):
        show_left_out(said[side].get("scenario"))


@app.command()
def clashes(
    context: typer.Context,
    programme: Programme,
    scenario: Scenario,
    on: On = None,
    basis: Basis = None,
    everything: Annotated[bool, typer.Option("--all", help="Those that are there anyway, too.")] = False,
    as_json: AsJson = False,
) -> None:
    """The clashes that a scenario opens, and those that it clears."""
    question = deployment(context).ask(effective_on=on, basis=basis)
    said = scenarios_of(context, programme).clashes(scenario, question)
    if as_json:
        print_json(said)
        return
    show_question(said)
    show_supposed(said["scenario"])
    opened = {each["mark"] for each in said["opened"]}
    rows = grid("", "from", "to", "certainty", "what clashes")
    for what in ("opened", "cleared"):
        for each in said[what]:
            _add_clash(rows, what, each)
    anyway = [each for each in said["clashes"] if each["mark"] not in opened]
    for each in anyway if everything else ():
        _add_clash(rows, "there anyway", each)
    console().print(rows if rows.row_count else "It opens no clash, and clears none.")
    if anyway and not everything:
        console().print(f"There anyway: {len(anyway)}. See them with --all.")


def _add_clash(rows: Table, what: str, each: Answer) -> None:
    until = "for good" if each["to"] is None else day(each["to"])
    rows.add_row(f"{what}: {each['id']}", day(each["from"]), until, each["certainty"], each["says"])


@app.command()
def rebase(
    context: typer.Context,
    programme: Programme,
    scenario: Scenario,
    seen: Annotated[str | None, typer.Option(help="Only up to this entry of the log.")] = None,
) -> None:
    """Accept what changed in the log under a scenario, and show what that was."""
    accepted = scenarios_of(context, programme).rebase(scenario, seen)
    if accepted:
        _show_changed(accepted, "Accepted")
    else:
        typer.echo("Nothing had changed.")


@app.command()
def commit(
    context: typer.Context,
    programme: Programme,
    scenario: Scenario,
    reason: Annotated[str | None, typer.Option(help="Why, in a sentence.")] = None,
) -> None:
    """Record every entry of a scenario, or none."""
    said, is_new = scenarios_of(context, programme).commit(scenario, reason)
    count = f"{said['count']} {'entry' if said['count'] == 1 else 'entries'}"
    typer.echo(f"{scenario} was committed{'' if is_new else ' before'}: {count} recorded.")


@app.command()
def discard(
    context: typer.Context,
    programme: Programme,
    scenario: Scenario,
    reason: Annotated[str, typer.Option(help="Why, in a sentence.")],
) -> None:
    """Give a scenario up."""
    is_new = scenarios_of(context, programme).discard(scenario, reason)[1]
    typer.echo(f"{scenario} was discarded{'' if is_new else ' before'}.")


def add_to(parent: typer.Typer) -> None:
    """Add these commands."""
    parent.add_typer(app, name="scenario", rich_help_panel="Scenarios")
