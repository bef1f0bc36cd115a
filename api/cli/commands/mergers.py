"""Commands that ask whether the papers add up: mergers and contradictions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.commands.question import ASKING, print_answer
from api.cli.input.choices import ClaimState
from api.cli.input.context import deployment
from api.cli.input.question_options import AsJson, AsObserver, Basis, KnownAt, KnownOn, On, Programme
from api.cli.output.contradictions import show_contradictions
from api.cli.output.mergers import show_merger, show_mergers
from api.cli.output.terminal import Answer

if TYPE_CHECKING:
    from projections.questions.view import View


def mergers(
    context: typer.Context,
    programme: Programme,
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

    def ask(view: View) -> Answer:
        return view.mergers() if change is None else view.merger(change)

    show = show_mergers if change is None else show_merger
    print_answer(context, programme, question, ask, show, as_json, as_observer)


def contradictions(
    context: typer.Context,
    programme: Programme,
    state: Annotated[ClaimState | None, typer.Option(help="Only open ones, or only settled ones.")] = None,
    known_on: KnownOn = None,
    known_at: KnownAt = None,
    as_observer: AsObserver = False,
    as_json: AsJson = False,
) -> None:
    """Claims that disagree with the change that they are about, and how each was settled."""
    question = deployment(context).ask(known_on=known_on, known_at=known_at)

    def ask(view: View) -> Answer:
        return view.contradictions(state)

    print_answer(context, programme, question, ask, show_contradictions, as_json, as_observer)


def add_commands(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (contradictions, mergers):
        app.command(rich_help_panel=ASKING)(command)
