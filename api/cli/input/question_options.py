"""The options of a question: its day, its known day, its basis, its viewer, and how the answer is printed."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.input.choices import BasisName, complete_kind, read_kind

Programme = Annotated[str, typer.Argument(help="The id of the programme.")]
Change = Annotated[str, typer.Argument(help="The id of the change.")]
On = Annotated[str | None, typer.Option("--on", help="The day that is asked about; today where left out.")]
KnownOn = Annotated[str | None, typer.Option("--known-on", help="As known at the end of this day in London.")]
KnownAt = Annotated[str | None, typer.Option("--known-at", help="As known at this instant.")]
Basis = Annotated[BasisName | None, typer.Option("--basis", help="What counts: done, planned or proposed.")]
BasisAhead = Annotated[
    BasisName, typer.Option("--basis", help="done, planned or proposed; planned where left out, to see trouble ahead.")
]
BasisOfChanges = Annotated[
    BasisName | None,
    typer.Option("--basis", help="Only what counts: done, planned or proposed. Left out, everything."),
]
AsJson = Annotated[bool, typer.Option("--json", help="The answer of the API.")]
AsObserver = Annotated[bool, typer.Option("--as-observer", help="As one who sees nothing restricted.")]
Supposed = Annotated[str | None, typer.Option("--scenario", help="With this draft, as if it were recorded.")]
From = Annotated[str | None, typer.Option("--from", help="Not what is over before this day.")]
To = Annotated[str | None, typer.Option("--to", help="Not what cannot begin by this day.")]
Subject = Annotated[str | None, typer.Option(help="Only of this subject: its id, or type/id.")]
OfKind = Annotated[
    str | None,
    typer.Option(parser=read_kind, autocompletion=complete_kind, metavar="KIND", help="Only of this kind of entry."),
]
After = Annotated[str | None, typer.Option(help="`next` of the page before.")]
Limit = Annotated[int, typer.Option(min=1, max=1000, help="How many.")]
