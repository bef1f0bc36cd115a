"""Commands that ask what was recorded: history, change and entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from api.cli.commands.question import ASKING, print_answer
from api.cli.input.choices import SubjectType
from api.cli.input.context import deployment
from api.cli.input.question_options import (
    After,
    AsJson,
    AsObserver,
    Basis,
    Change,
    KnownAt,
    KnownOn,
    OfKind,
    On,
    Programme,
)
from api.cli.output.history import show_change, show_entries, show_history
from api.cli.output.terminal import Answer

if TYPE_CHECKING:
    from projections.questions.view import View


def history(
    context: typer.Context,
    programme: Programme,
    type_: Annotated[SubjectType, typer.Argument(metavar="TYPE", help="The type of the subject.")],
    subject: Annotated[str, typer.Argument(help="The id of the subject.")],
    on: On = None,
    known_on: KnownOn = None,
    known_at: KnownAt = None,
    basis: Basis = None,
    as_observer: AsObserver = False,
    as_json: AsJson = False,
) -> None:
    """One subject: its state, and every change that ever touched it."""
    question = deployment(context).ask(effective_on=on, known_on=known_on, known_at=known_at, basis=basis)

    def ask(view: View) -> Answer:
        shown: Answer = msgspec.json.decode("{" + view.subject(type_, subject) + "}")
        return shown

    print_answer(context, programme, question, ask, show_history, as_json, as_observer)


def change(
    context: typer.Context,
    programme: Programme,
    change: Change,
    known_on: KnownOn = None,
    known_at: KnownAt = None,
    as_observer: AsObserver = False,
    as_json: AsJson = False,
) -> None:
    """One change: its standing, its dates, its claims and every amendment."""
    question = deployment(context).ask(known_on=known_on, known_at=known_at)

    def ask(view: View) -> Answer:
        return view.change(change)

    print_answer(context, programme, question, ask, show_change, as_json, as_observer)


def entries(
    context: typer.Context,
    programme: Programme,
    known_on: KnownOn = None,
    after: After = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many entries.")] = 100,
    kind: OfKind = None,
    subject: Annotated[str | None, typer.Option(help="Only entries of this subject: its id, or type/id.")] = None,
    change: Annotated[str | None, typer.Option(help="Only entries of this change.")] = None,
    as_observer: AsObserver = False,
    as_json: AsJson = False,
) -> None:
    """The log in order."""
    question = deployment(context).ask(known_on=known_on)

    def ask(view: View) -> Answer:
        return view.entries(after=after, limit=limit, kind=kind, subject=subject, change=change)

    print_answer(context, programme, question, ask, show_entries, as_json, as_observer)


def add_commands(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (history, change, entries):
        app.command(rich_help_panel=ASKING)(command)
