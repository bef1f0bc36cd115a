"""Asks a question of a programme, and prints the answer: what every command that asks has in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import typer

from api.cli.input.context import deployment, scenarios_of
from api.cli.output.heading import show_question, show_supposed
from api.cli.output.terminal import Answer, print_json

if TYPE_CHECKING:
    from domain.changes.coordinates import Question
    from projections.questions.view import View

ASKING, AHEAD = "Asking", "Looking ahead"
"""Groups of commands in the help."""


def print_answer(
    context: typer.Context,
    programme: str,
    question: Question,
    ask: Callable[[View], Answer],
    show: Callable[[Answer], None],
    as_json: bool,
    as_observer: bool,
    *,
    scenario: str | None = None,
    head: Callable[[Answer], None] = show_question,
) -> None:
    """Ask, and print the answer as a table or as JSON."""
    if scenario is not None and as_observer:
        raise typer.BadParameter("an observer sees no scenario", param_hint="--scenario")
    if scenario is None:
        viewing = deployment(context).viewing(programme, question, as_observer)
    else:
        viewing = scenarios_of(context, programme).supposing(scenario, question)
    with viewing as view:
        shown = {**view.heading, **ask(view)}
    if as_json:
        print_json(shown)
        return
    head(shown)
    show_supposed(shown.get("scenario"))
    show(shown)
