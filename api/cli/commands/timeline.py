"""Commands that look ahead: timeline, milestones, forecasts, knock-on, clashes, clash. In tables, or --json."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from api.cli.commands.structure import AsJson, AsObserver, KnownAt, KnownOn, On, answer
from api.cli.input.context import deployment
from api.cli.output.timeline import (
    show_clash,
    show_clashes,
    show_counting,
    show_forecasts,
    show_knock_on,
    show_known,
    show_milestones,
    show_timeline,
)
from projections.questions.clashes.filter import wanted
from projections.questions.timeline import span
from projections.questions.view import View

From = Annotated[str | None, typer.Option("--from", help="Not what is over before this day.")]
To = Annotated[str | None, typer.Option("--to", help="Not what cannot begin by this day.")]
Subject = Annotated[str | None, typer.Option(help="Only of this subject: its id, or type/id.")]
After = Annotated[str | None, typer.Option(help="`next` of the page before.")]
Limit = Annotated[int, typer.Option(min=1, max=1000, help="How many.")]
Ahead = Annotated[
    str, typer.Option("--basis", help="done, planned or proposed; planned where left out, to see trouble ahead.")
]


def timeline(
    context: typer.Context,
    programme: str,
    from_: From = None,
    to: To = None,
    subject: Subject = None,
    kind: Annotated[str | None, typer.Option(help="Only changes of this kind.")] = None,
    on: On = None,
    known_on: KnownOn = None,
    known_at: KnownAt = None,
    basis: Annotated[
        str | None, typer.Option("--basis", help="Only what counts: done, planned or proposed. Left out, everything.")
    ] = None,
    after: After = None,
    limit: Limit = 1000,
    as_observer: AsObserver = False,
    as_json: AsJson = False,
) -> None:
    """Changes in the order of their dates, with what became of their plans."""
    question = deployment(context).ask(effective_on=on, known_on=known_on, known_at=known_at, basis=basis)
    within = span(from_, to, subject, kind, basis)

    def ask(seen: View) -> dict[str, Any]:
        return seen.timeline(within, limit=limit, after=after)

    show, head = show_timeline, show_known
    answer(context, programme, question, ask, as_json=as_json, as_observer=as_observer, show=show, head=head)


def milestones(
    context: typer.Context,
    programme: str,
    from_: From = None,
    to: To = None,
    subject: Subject = None,
    on: On = None,
    known_on: KnownOn = None,
    known_at: KnownAt = None,
    basis: Annotated[
        str | None, typer.Option("--basis", help="Only what counts: done, planned or proposed. Left out, everything.")
    ] = None,
    as_observer: AsObserver = False,
    as_json: AsJson = False,
) -> None:
    """Milestones in the order of their dates, each with what it depends on."""
    question = deployment(context).ask(effective_on=on, known_on=known_on, known_at=known_at, basis=basis)
    within = span(from_, to, subject, None, basis)

    def ask(seen: View) -> dict[str, Any]:
        return seen.milestones(within)

    show, head = show_milestones, show_known
    answer(context, programme, question, ask, as_json=as_json, as_observer=as_observer, show=show, head=head)


def forecasts(
    context: typer.Context,
    programme: str,
    change: str,
    known_on: KnownOn = None,
    known_at: KnownAt = None,
    as_observer: AsObserver = False,
    as_json: AsJson = False,
) -> None:
    """The date that a change had, as it was known from each entry and at the end of each month."""
    question = deployment(context).ask(known_on=known_on, known_at=known_at)

    def ask(seen: View) -> dict[str, Any]:
        return seen.forecasts(change)

    show, head = show_forecasts, show_known
    answer(context, programme, question, ask, as_json=as_json, as_observer=as_observer, show=show, head=head)


def knock_on(
    context: typer.Context,
    programme: str,
    change: str,
    days: Annotated[int, typer.Option(min=1, max=36_500, help="How many days it slips.")] = 30,
    known_on: KnownOn = None,
    known_at: KnownAt = None,
    as_observer: AsObserver = False,
    as_json: AsJson = False,
) -> None:
    """What becomes of the milestones that depend on a change, if it slips by so many days."""
    question = deployment(context).ask(known_on=known_on, known_at=known_at)

    def ask(seen: View) -> dict[str, Any]:
        return seen.knock_on(change, days)

    show, head = show_knock_on, show_known
    answer(context, programme, question, ask, as_json=as_json, as_observer=as_observer, show=show, head=head)


def clashes(
    context: typer.Context,
    programme: str,
    from_: From = None,
    to: To = None,
    rule: Annotated[str | None, typer.Option(help="Only of this rule.")] = None,
    subject: Subject = None,
    certainty: Annotated[str | None, typer.Option(help="Only such: certain or possible.")] = None,
    since: Annotated[
        str | None, typer.Option(help="And those that were known at the end of this day, and are there no longer.")
    ] = None,
    follow: Annotated[bool, typer.Option("--follow", help="And the entry that opened each; at most 100.")] = False,
    known_on: KnownOn = None,
    known_at: KnownAt = None,
    basis: Ahead = "planned",
    after: After = None,
    limit: Limit = 1000,
    as_observer: AsObserver = False,
    as_json: AsJson = False,
) -> None:
    """What cannot all be so, on any day, as known and under a basis: certain ones first."""
    mergerlog = deployment(context)
    question = mergerlog.ask(known_on=known_on, known_at=known_at, basis=basis)
    narrowed = wanted(from_, to, rule, subject, certainty)
    earlier = None if since is None else mergerlog.ask(known_on=since, basis=basis)

    def ask(seen: View) -> dict[str, Any]:
        return seen.clashes(narrowed, limit=limit, after=after, follow=follow, since=earlier)

    show, head = show_clashes, show_counting
    answer(context, programme, question, ask, as_json=as_json, as_observer=as_observer, show=show, head=head)


def clash(
    context: typer.Context,
    programme: str,
    clash: str,
    known_on: KnownOn = None,
    known_at: KnownAt = None,
    basis: Ahead = "planned",
    as_observer: AsObserver = False,
    as_json: AsJson = False,
) -> None:
    """One clash, and every time that it was there: opened by which entry, and cleared by which."""
    mergerlog = deployment(context)
    question = mergerlog.ask(known_on=known_on, known_at=known_at, basis=basis)

    def ask(seen: View) -> dict[str, Any]:
        return seen.clash(clash)

    show, head = show_clash, show_counting
    answer(context, programme, question, ask, as_json=as_json, as_observer=as_observer, show=show, head=head)


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (timeline, milestones, forecasts, clashes, clash):
        app.command()(command)
    app.command("knock-on")(knock_on)
