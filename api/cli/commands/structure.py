"""Commands that ask: structure, compare, history, change, entries, cover, programmes. In tables, or --json."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import msgspec
import typer

from api.cli.input.context import deployment, user
from api.cli.output.contradictions import show_contradictions
from api.cli.output.mergers import show_merger, show_mergers
from api.cli.output.structure import (
    print_json,
    show_change,
    show_comparison,
    show_cover,
    show_entries,
    show_history,
    show_programmes,
    show_question,
    show_structure,
    show_supposed,
)
from api.services.scenarios import Scenarios
from domain.changes.coordinates import Question
from domain.kinds.registry import TYPES
from projections.database.connections import reading
from projections.log.programmes import list_programmes
from projections.questions.view import View

On = Annotated[str | None, typer.Option("--on", help="The day that is asked about; today where left out.")]
KnownOn = Annotated[str | None, typer.Option("--known-on", help="As known at the end of this day in London.")]
KnownAt = Annotated[str | None, typer.Option("--known-at", help="As known at this instant.")]
Basis = Annotated[str | None, typer.Option("--basis", help="done, planned or proposed.")]
AsJson = Annotated[bool, typer.Option("--json", help="The answer of the API.")]
AsObserver = Annotated[bool, typer.Option("--as-observer", help="As one who sees nothing restricted.")]

Supposed = Annotated[str | None, typer.Option("--scenario", help="With this draft, as if it were recorded.")]


def answer(
    context: typer.Context,
    programme: str,
    question: Question,
    ask: Callable[[View], dict[str, Any]],
    *,
    as_json: bool,
    as_observer: bool,
    show: Callable[[dict[str, Any]], None],
    scenario: str | None = None,
    head: Callable[[dict[str, Any]], None] = show_question,
) -> None:
    """Ask, and show the answer."""
    if scenario is not None and as_observer:
        raise typer.BadParameter("an observer sees no scenario", param_hint="--scenario")
    mergerlog = deployment(context)
    viewing = mergerlog.viewing(programme, question, as_observer)
    supposing = None if scenario is None else Scenarios(mergerlog, programme, user()).supposing(scenario, question)
    with supposing or viewing as seen:
        said = seen.heading | ask(seen)
    if as_json:
        print_json(said)
    else:
        head(said)
        show_supposed(said.get("scenario"))
        show(said)


def structure(
    context: typer.Context,
    programme: str,
    on: On = None,
    known_on: KnownOn = None,
    known_at: KnownAt = None,
    basis: Basis = None,
    scenario: Supposed = None,
    as_observer: AsObserver = False,
    as_json: AsJson = False,
) -> None:
    """The structure on a day, as known on a day."""
    question = deployment(context).ask(effective_on=on, known_on=known_on, known_at=known_at, basis=basis)

    def ask(seen: View) -> dict[str, Any]:
        found: dict[str, Any] = msgspec.json.decode("{" + seen.structure().json() + "}")
        return found

    show = show_structure
    answer(context, programme, question, ask, as_json=as_json, as_observer=as_observer, show=show, scenario=scenario)


def compare(
    context: typer.Context,
    programme: str,
    on: On = None,
    known_on: KnownOn = None,
    basis: Basis = None,
    to_on: Annotated[str | None, typer.Option("--to-on", help="The other day.")] = None,
    to_known_on: Annotated[str | None, typer.Option("--to-known-on", help="The other known day.")] = None,
    to_basis: Annotated[str | None, typer.Option("--to-basis", help="The other basis.")] = None,
    as_observer: AsObserver = False,
    as_json: AsJson = False,
) -> None:
    """What differs between two structures. What is left out of the second is as in the first."""
    mergerlog = deployment(context)
    first = mergerlog.ask(effective_on=on, known_on=known_on, basis=basis)
    second = mergerlog.ask(effective_on=to_on or on, known_on=to_known_on or known_on, basis=to_basis or basis)

    def ask(seen: View) -> dict[str, Any]:
        return seen.compare(seen.asking(second))

    answer(context, programme, first, ask, as_json=as_json, as_observer=as_observer, show=show_comparison)


def history(
    context: typer.Context,
    programme: str,
    type_: Annotated[str, typer.Argument(metavar="TYPE", help=", ".join(TYPES) + ".")],
    subject: str,
    on: On = None,
    known_on: KnownOn = None,
    known_at: KnownAt = None,
    basis: Basis = None,
    as_observer: AsObserver = False,
    as_json: AsJson = False,
) -> None:
    """One subject: its state, and every change that ever touched it."""
    if type_ not in TYPES:
        raise typer.BadParameter(f"a type is one of {', '.join(TYPES)}", param_hint="TYPE")
    question = deployment(context).ask(effective_on=on, known_on=known_on, known_at=known_at, basis=basis)

    def ask(seen: View) -> dict[str, Any]:
        said = "{" + seen.subject(type_, subject) + "}"
        found: dict[str, Any] = msgspec.json.decode(said)
        return found

    answer(context, programme, question, ask, as_json=as_json, as_observer=as_observer, show=show_history)


def change(
    context: typer.Context,
    programme: str,
    change: str,
    known_on: KnownOn = None,
    known_at: KnownAt = None,
    as_observer: AsObserver = False,
    as_json: AsJson = False,
) -> None:
    """One change: its standing, its dates, its claims and every amendment."""
    question = deployment(context).ask(known_on=known_on, known_at=known_at)

    def ask(seen: View) -> dict[str, Any]:
        return seen.change(change)

    answer(context, programme, question, ask, as_json=as_json, as_observer=as_observer, show=show_change)


def entries(
    context: typer.Context,
    programme: str,
    known_on: KnownOn = None,
    after: Annotated[str | None, typer.Option(help="`next` of the page before.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many entries.")] = 100,
    kind: Annotated[str | None, typer.Option(help="Only entries of this kind.")] = None,
    subject: Annotated[str | None, typer.Option(help="Only entries of this subject: its id, or type/id.")] = None,
    change: Annotated[str | None, typer.Option(help="Only entries of this change.")] = None,
    as_observer: AsObserver = False,
    as_json: AsJson = False,
) -> None:
    """The log in order."""
    question = deployment(context).ask(known_on=known_on)

    def ask(seen: View) -> dict[str, Any]:
        return seen.entries(after=after, limit=limit, kind=kind, subject=subject, change=change)

    answer(context, programme, question, ask, as_json=as_json, as_observer=as_observer, show=show_entries)


def cover(
    context: typer.Context,
    programme: str,
    area: str,
    on: On = None,
    known_on: KnownOn = None,
    basis: Basis = None,
    as_observer: AsObserver = False,
    as_json: AsJson = False,
) -> None:
    """Who answers for a ward or a borough."""
    question = deployment(context).ask(effective_on=on, known_on=known_on, basis=basis)

    def ask(seen: View) -> dict[str, Any]:
        return seen.cover(area)

    answer(context, programme, question, ask, as_json=as_json, as_observer=as_observer, show=show_cover)


def contradictions(
    context: typer.Context,
    programme: str,
    state: Annotated[str | None, typer.Option(help="Only open ones, or only settled ones.")] = None,
    known_on: KnownOn = None,
    known_at: KnownAt = None,
    as_observer: AsObserver = False,
    as_json: AsJson = False,
) -> None:
    """Claims that say otherwise than the change that they are about, and how each was settled."""
    question = deployment(context).ask(known_on=known_on, known_at=known_at)

    def ask(seen: View) -> dict[str, Any]:
        return seen.contradictions(state)

    answer(context, programme, question, ask, as_json=as_json, as_observer=as_observer, show=show_contradictions)


def mergers(
    context: typer.Context,
    programme: str,
    change: Annotated[str | None, typer.Argument(help="The id of one merger, to see its ledger.")] = None,
    on: On = None,
    known_on: KnownOn = None,
    known_at: KnownAt = None,
    basis: Basis = None,
    as_observer: AsObserver = False,
    as_json: AsJson = False,
) -> None:
    """Every merger with what is not accounted for; or one, with all that those who merged had."""
    question = deployment(context).ask(effective_on=on, known_on=known_on, known_at=known_at, basis=basis)

    def ask(seen: View) -> dict[str, Any]:
        return seen.mergers() if change is None else seen.merger(change)

    show = show_mergers if change is None else show_merger
    answer(context, programme, question, ask, as_json=as_json, as_observer=as_observer, show=show)


def programmes(context: typer.Context, as_json: AsJson = False) -> None:
    """Every programme."""
    with reading(deployment(context).engine) as connection:
        found = list_programmes(connection)
    if as_json:
        print_json({"programmes": found})
    else:
        show_programmes(found)


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (structure, compare, history, change, entries, cover, contradictions, mergers, programmes):
        app.command()(command)
