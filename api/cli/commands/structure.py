"""Commands that ask about the structure of a day: structure, compare, cover and programmes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from api.cli.commands.question import ASKING, print_answer
from api.cli.input.choices import BasisName
from api.cli.input.context import deployment
from api.cli.input.question_options import AsJson, AsObserver, Basis, KnownAt, KnownOn, On, Programme, Supposed
from api.cli.output.structure import show_comparison, show_cover, show_programmes, show_structure
from api.cli.output.terminal import Answer, print_json

if TYPE_CHECKING:
    from projections.questions.view import View


def structure(
    context: typer.Context,
    programme: Programme,
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

    def ask(view: View) -> Answer:
        shown: Answer = msgspec.json.decode("{" + view.structure().json() + "}")
        return shown

    print_answer(context, programme, question, ask, show_structure, as_json, as_observer, scenario=scenario)


def compare(
    context: typer.Context,
    programme: Programme,
    on: On = None,
    known_on: KnownOn = None,
    basis: Basis = None,
    to_on: Annotated[str | None, typer.Option("--to-on", help="The other day.")] = None,
    to_known_on: Annotated[str | None, typer.Option("--to-known-on", help="The other known day.")] = None,
    to_basis: Annotated[BasisName | None, typer.Option("--to-basis", help="The other basis.")] = None,
    as_observer: AsObserver = False,
    as_json: AsJson = False,
) -> None:
    """What differs between two structures. What is left out of the second is as in the first."""
    mergerlog = deployment(context)
    first = mergerlog.ask(effective_on=on, known_on=known_on, basis=basis)
    second = mergerlog.ask(effective_on=to_on or on, known_on=to_known_on or known_on, basis=to_basis or basis)

    def ask(view: View) -> Answer:
        return view.compare(view.asking(second))

    print_answer(context, programme, first, ask, show_comparison, as_json, as_observer)


def cover(
    context: typer.Context,
    programme: Programme,
    area: Annotated[str, typer.Argument(help="The id of the ward or the borough.")],
    on: On = None,
    known_on: KnownOn = None,
    basis: Basis = None,
    as_observer: AsObserver = False,
    as_json: AsJson = False,
) -> None:
    """Who answers for a ward or a borough."""
    question = deployment(context).ask(effective_on=on, known_on=known_on, basis=basis)

    def ask(view: View) -> Answer:
        return view.cover(area)

    print_answer(context, programme, question, ask, show_cover, as_json, as_observer)


def programmes(context: typer.Context, as_json: AsJson = False) -> None:
    """Every programme."""
    listed = deployment(context).programmes()
    if as_json:
        print_json({"programmes": listed})
    else:
        show_programmes(listed)


def add_commands(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (structure, compare, cover, programmes):
        app.command(rich_help_panel=ASKING)(command)
