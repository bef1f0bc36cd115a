"""A recorded entry as tables: what it alters, and the clashes that it opens and clears."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.output.clashes import show_clash_table
from api.cli.output.grid import grid
from api.cli.output.terminal import Answer, console, day, words

if TYPE_CHECKING:
    from projections.recording.effect import Recorded


def show_recorded(recorded: Recorded, *, dry_run: bool) -> None:
    """What became of an entry."""
    entry = recorded.entry.shown()
    deed = "Nothing was recorded; this would be" if dry_run else "Recorded:" if recorded.is_new else "Recorded before:"
    console().print(f"{deed} {entry['kind']} {entry.get('subject', entry['change'])}, id {entry['id']}")
    show_effect(recorded)


def show_effect(recorded: Recorded) -> None:
    """What an entry alters, and what to know about it."""
    table = grid("subject", "field", "before", "after", "from", "to", "counting")
    for field in recorded.effect["structure"]:
        span = (day(field["from"]), "for good" if field["to"] is None else day(field["to"]))
        cells = (field["field"], words(field["before"]), words(field["after"]), *span, ", ".join(field["basis"]))
        table.add_row(field["id"], *cells)
    if table.row_count:
        console().print(table)
    for person in recorded.named:
        console().print(f"A reason or a quote holds the name of {person}: write [name].")


def show_clashes_of_entry(clashes: Answer, *, dry_run: bool) -> None:
    """The clashes that an entry opens and clears. One that it alters is shown as it is then."""
    opened = {clash["id"] for clash in clashes["opened"]}
    cleared = {clash["id"] for clash in clashes["cleared"]}
    for deed, side, ids in (
        ("open", "opened", opened - cleared),
        ("alter", "opened", opened & cleared),
        ("clear", "cleared", cleared - opened),
    ):
        title = f"Clashes that this would {deed}" if dry_run else f"Clashes that this {deed}ed"
        show_clash_table(title, [clash for clash in clashes[side] if clash["id"] in ids])
