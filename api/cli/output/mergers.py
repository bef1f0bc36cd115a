"""Mergers and their ledgers as tables."""

from __future__ import annotations

from typing import Any

from api.cli.output.grid import grid
from api.cli.output.structure import console


def show_mergers(said: dict[str, Any]) -> None:
    """Mergers, a row each."""
    rows = grid("merger", "what", "of", "when", "standing", "not yet accounted for")
    for each in said["mergers"]:
        of = f"{', '.join(each['from'])} into {each['subject']}"
        rows.add_row(each["change"], each["kind"], of, each["effective_on"], each["standing"], _left_over(each))
    console().print(rows if rows.row_count else "The log has no merger.")


def show_merger(said: dict[str, Any]) -> None:
    """One merger: its ledger, and whether anything is left over."""
    console().print(f"{said['change']}: {', '.join(said['from'])} into {said['subject']}, {said['standing']}.")
    days = f"What they had on {said['drawn_up_on']}, and what has become of it by {said['judged_on']}:"
    rows = grid("", "what becomes of it", "now with", "settled by", "standing", title=days)
    for each in said["ledger"]:
        outcome = each["outcome"] + (f": {each['how'] or each['why']}" if each["how"] or each["why"] else "")
        has_it = "" if each["has_it"] is None else f"{each['has_it']['type']} {each['has_it']['id']}"
        causes = ", ".join(cause["change"] for cause in each["settled_by"])
        rows.add_row(f"{each['type']} {each['id']}", outcome, has_it, causes, each["standing"] or "")
    console().print(rows if rows.row_count else "Those who merged had nothing that the log knows of.")
    console().print(f"Not yet accounted for: {_left_over(said)}.")
    if said["untied"]:
        console().print(f"Sites that the log ties to nobody, so that no ledger has them: {', '.join(said['untied'])}.")


def _left_over(said: dict[str, Any]) -> str:
    if not said["counts"]:
        return "everything, as this merger does not count here"
    return ", ".join(f"{each['type']} {each['id']}" for each in said["remainder"]) or "nothing; it is complete"
