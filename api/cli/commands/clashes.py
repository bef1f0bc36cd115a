"""Commands that ask what cannot all be so: clashes and clash."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.commands.question import AHEAD, print_answer
from api.cli.input.choices import CertaintyName
from api.cli.input.context import deployment
from api.cli.input.question_options import (
    After,
    AsJson,
    AsObserver,
    BasisAhead,
    From,
    KnownAt,
    KnownOn,
    Limit,
    Programme,
    Subject,
    To,
)
from api.cli.output.clashes import show_clash, show_clashes
from api.cli.output.heading import show_counting
from api.cli.output.terminal import Answer

if TYPE_CHECKING:
    from projections.questions.view import View


def clashes(
    context: typer.Context,
    programme: Programme,
    from_: From = None,
    to: To = None,
    rule: Annotated[str | None, typer.Option(help="Only of this rule.")] = None,
    subject: Subject = None,
    certainty: Annotated[CertaintyName | None, typer.Option(help="Only such: certain or possible.")] = None,
    since: Annotated[
        str | None, typer.Option(help="And those that were known at the end of this day, and are there no longer.")
    ] = None,
    follow: Annotated[bool, typer.Option("--follow", help="And the entry that opened each; at most 100.")] = False,
    known_on: KnownOn = None,
    known_at: KnownAt = None,
    basis: BasisAhead = "planned",
    after: After = None,
    limit: Limit = 1000,
    as_observer: AsObserver = False,
    as_json: AsJson = False,
) -> None:
    """What cannot all be so, on any day, as known and under a basis: certain ones first."""
    from projections.questions.clashes.filter import wanted  # noqa: PLC0415  # With the rules: `--help` needs none.

    mergerlog = deployment(context)
    question = mergerlog.ask(known_on=known_on, known_at=known_at, basis=basis)
    narrowed = wanted(from_, to, rule, subject, certainty)
    earlier = None if since is None else mergerlog.ask(known_on=since, basis=basis)

    def ask(view: View) -> Answer:
        return view.clashes(narrowed, limit=limit, after=after, follow=follow, since=earlier)

    print_answer(context, programme, question, ask, show_clashes, as_json, as_observer, head=show_counting)


def clash(
    context: typer.Context,
    programme: Programme,
    clash: Annotated[str, typer.Argument(help="The id of the clash.")],
    known_on: KnownOn = None,
    known_at: KnownAt = None,
    basis: BasisAhead = "planned",
    as_observer: AsObserver = False,
    as_json: AsJson = False,
) -> None:
    """One clash, and every time that it was there: opened by which entry, and cleared by which."""
    question = deployment(context).ask(known_on=known_on, known_at=known_at, basis=basis)

    def ask(view: View) -> Answer:
        return view.clash(clash)

    print_answer(context, programme, question, ask, show_clash, as_json, as_observer, head=show_counting)


def add_commands(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (clashes, clash):
        app.command(rich_help_panel=AHEAD)(command)
