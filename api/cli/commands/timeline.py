"""Commands that look ahead: timeline, milestones, forecasts and knock-on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.commands.question import AHEAD, print_answer
from api.cli.input.context import deployment
from api.cli.input.question_options import (
    After,
    AsJson,
    AsObserver,
    BasisOfChanges,
    Change,
    From,
    KnownAt,
    KnownOn,
    Limit,
    OfKind,
    On,
    Programme,
    Subject,
    To,
)
from api.cli.output.heading import show_known
from api.cli.output.terminal import Answer
from api.cli.output.timeline import show_forecasts, show_knock_on, show_milestones, show_timeline

if TYPE_CHECKING:
    from projections.questions.view import View


def timeline(
    context: typer.Context,
    programme: Programme,
    from_: From = None,
    to: To = None,
    subject: Subject = None,
    kind: OfKind = None,
    on: On = None,
    known_on: KnownOn = None,
    known_at: KnownAt = None,
    basis: BasisOfChanges = None,
    after: After = None,
    limit: Limit = 1000,
    as_observer: AsObserver = False,
    as_json: AsJson = False,
) -> None:
    """Changes in the order of their dates, with what became of their plans."""
    from projections.questions.timeline import span  # noqa: PLC0415  # With SQLAlchemy: `--help` needs none.

    question = deployment(context).ask(effective_on=on, known_on=known_on, known_at=known_at, basis=basis)
    within = span(from_, to, subject, kind, basis)

    def ask(view: View) -> Answer:
        return view.timeline(within, limit=limit, after=after)

    print_answer(context, programme, question, ask, show_timeline, as_json, as_observer, head=show_known)


def milestones(
    context: typer.Context,
    programme: Programme,
    from_: From = None,
    to: To = None,
    subject: Subject = None,
    on: On = None,
    known_on: KnownOn = None,
    known_at: KnownAt = None,
    basis: BasisOfChanges = None,
    as_observer: AsObserver = False,
    as_json: AsJson = False,
) -> None:
    """Milestones in the order of their dates, each with what it depends on."""
    from projections.questions.timeline import span  # noqa: PLC0415  # As above.

    question = deployment(context).ask(effective_on=on, known_on=known_on, known_at=known_at, basis=basis)
    within = span(from_, to, subject, None, basis)

    def ask(view: View) -> Answer:
        return view.milestones(within)

    print_answer(context, programme, question, ask, show_milestones, as_json, as_observer, head=show_known)


def forecasts(
    context: typer.Context,
    programme: Programme,
    change: Change,
    known_on: KnownOn = None,
    known_at: KnownAt = None,
    as_observer: AsObserver = False,
    as_json: AsJson = False,
) -> None:
    """The date that a change had, as it was known from each entry and at the end of each month."""
    question = deployment(context).ask(known_on=known_on, known_at=known_at)

    def ask(view: View) -> Answer:
        return view.forecasts(change)

    print_answer(context, programme, question, ask, show_forecasts, as_json, as_observer, head=show_known)


def knock_on(
    context: typer.Context,
    programme: Programme,
    change: Change,
    days: Annotated[int, typer.Option(min=1, max=36_500, help="How many days it slips.")] = 30,
    known_on: KnownOn = None,
    known_at: KnownAt = None,
    as_observer: AsObserver = False,
    as_json: AsJson = False,
) -> None:
    """What becomes of the milestones that depend on a change, if it slips by so many days."""
    question = deployment(context).ask(known_on=known_on, known_at=known_at)

    def ask(view: View) -> Answer:
        return view.knock_on(change, days)

    print_answer(context, programme, question, ask, show_knock_on, as_json, as_observer, head=show_known)


def add_commands(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (timeline, milestones, forecasts):
        app.command(rich_help_panel=AHEAD)(command)
    app.command("knock-on", rich_help_panel=AHEAD)(knock_on)
