"""Commands that keep scenarios: drafts of many entries, to be looked at, and committed or discarded."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.input import entry_options
from api.cli.input.context import deployment, scenarios_of
from api.cli.input.question_options import AsJson, Basis, On, Programme
from api.cli.output.heading import show_left_out, show_question, show_supposed
from api.cli.output.recorded import show_effect
from api.cli.output.scenarios import show_changed_entries, show_scenario, show_scenario_clashes, show_scenarios
from api.cli.output.structure import show_differences
from api.cli.output.terminal import console, print_json

app = typer.Typer(help="Drafts of many entries: what if?", no_args_is_help=True)

Scenario = Annotated[str, typer.Argument(help="The id of the scenario.")]


@app.command("list")
def list_scenarios(context: typer.Context, programme: Programme, as_json: AsJson = False) -> None:
    """Every scenario."""
    scenarios = scenarios_of(context, programme).all()
    if as_json:
        print_json(scenarios)
    else:
        show_scenarios(scenarios)


@app.command("new")
def new_scenario(
    context: typer.Context,
    programme: Programme,
    name: Annotated[str, typer.Argument(help="What people call it.")],
    id_: Annotated[str | None, typer.Option("--id", help="An id of your own.")] = None,
) -> None:
    """Make a scenario, and print its id."""
    typer.echo(scenarios_of(context, programme).create(name, id_)[0]["id"])


@app.command("add")
def add_entry(
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


@app.command("remove")
def remove_entry(
    context: typer.Context,
    programme: Programme,
    scenario: Scenario,
    entry: Annotated[str, typer.Argument(help="The id of the entry.")],
) -> None:
    """Take an entry out of a scenario, where no other entry of it rests on that one."""
    scenarios_of(context, programme).remove(scenario, entry)
    typer.echo(f"Taken out of {scenario}: {entry}")


@app.command("show")
def show_one(context: typer.Context, programme: Programme, scenario: Scenario, as_json: AsJson = False) -> None:
    """One scenario: its entries, whether each can still be recorded, and what changed under them."""
    answer = scenarios_of(context, programme).show(scenario)
    if as_json:
        print_json(answer)
    else:
        show_scenario(answer)


@app.command("compare")
def compare_scenario(
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
    answer = scenarios_of(context, programme).compare((ends[0], question), (ends[1], question))
    if as_json:
        print_json(answer)
        return
    show_question(answer)
    show_differences(answer, f"{'The log as it is' if other is None else scenario}, against {ends[1]}:")
    for side in ("from", "to"):
        show_left_out(answer[side].get("scenario"))


@app.command("clashes")
def scenario_clashes(
    context: typer.Context,
    programme: Programme,
    scenario: Scenario,
    on: On = None,
    basis: Basis = None,
    with_others: Annotated[bool, typer.Option("--all", help="Those that are there anyway, too.")] = False,
    as_json: AsJson = False,
) -> None:
    """The clashes that a scenario opens, and those that it clears."""
    question = deployment(context).ask(effective_on=on, basis=basis)
    answer = scenarios_of(context, programme).clashes(scenario, question)
    if as_json:
        print_json(answer)
        return
    show_question(answer)
    show_supposed(answer["scenario"])
    show_scenario_clashes(answer, with_others=with_others)


@app.command("rebase")
def rebase_scenario(
    context: typer.Context,
    programme: Programme,
    scenario: Scenario,
    last: Annotated[str | None, typer.Option("--seen", help="Only up to this entry of the log.")] = None,
) -> None:
    """Accept what changed in the log under a scenario, and show what that was."""
    accepted = scenarios_of(context, programme).rebase(scenario, last)
    if accepted:
        show_changed_entries(accepted, "Accepted")
    else:
        typer.echo("Nothing had changed.")


@app.command("commit")
def commit_scenario(
    context: typer.Context,
    programme: Programme,
    scenario: Scenario,
    reason: Annotated[str | None, typer.Option(help="Why, in a sentence.")] = None,
) -> None:
    """Record every entry of a scenario, or none."""
    committed, is_new = scenarios_of(context, programme).commit(scenario, reason)
    count = f"{committed['count']} {'entry' if committed['count'] == 1 else 'entries'}"
    typer.echo(f"{scenario} was committed{'' if is_new else ' before'}: {count} recorded.")


@app.command("discard")
def discard_scenario(
    context: typer.Context,
    programme: Programme,
    scenario: Scenario,
    reason: Annotated[str, typer.Option(help="Why, in a sentence.")],
) -> None:
    """Give a scenario up."""
    is_new = scenarios_of(context, programme).discard(scenario, reason)[1]
    typer.echo(f"{scenario} was discarded{'' if is_new else ' before'}.")


def add_commands(parent: typer.Typer) -> None:
    """Add these commands."""
    parent.add_typer(app, name="scenario", rich_help_panel="Scenarios")
