"""Mergers and their ledgers, as tables."""

from __future__ import annotations

from api.cli.output.grid import grid
from api.cli.output.terminal import Answer, console


def show_mergers(answer: Answer) -> None:
    """Mergers, a row each."""
    rows = grid("merger", "what", "of", "when", "standing", "not yet accounted for")
    for merger in answer["mergers"]:
        of = f"{', '.join(merger['from'])} into {merger['subject']}"
        rows.add_row(
            merger["change"], merger["kind"], of, merger["effective_on"], merger["standing"], _left_over(merger)
        )
    console().print(rows if rows.row_count else "The log has no merger.")


def show_merger(answer: Answer) -> None:
    """One merger: its ledger, and whether anything is left over."""
    console().print(f"{answer['change']}: {', '.join(answer['from'])} into {answer['subject']}, {answer['standing']}.")
    days = f"What they had on {answer['drawn_up_on']}, and what has become of it by {answer['judged_on']}:"
    rows = grid("", "what becomes of it", "now with", "settled by", "standing", title=days)
    for item in answer["ledger"]:
        outcome = item["outcome"] + (f": {item['how'] or item['why']}" if item["how"] or item["why"] else "")
        has_it = "" if item["has_it"] is None else f"{item['has_it']['type']} {item['has_it']['id']}"
        causes = ", ".join(cause["change"] for cause in item["settled_by"])
        rows.add_row(f"{item['type']} {item['id']}", outcome, has_it, causes, item["standing"] or "")
    console().print(rows if rows.row_count else "Those who merged had nothing that the log knows of.")
    console().print(f"Not yet accounted for: {_left_over(answer)}.")
    if answer["untied"]:
        console().print(
            f"Sites that the log ties to nobody, so that no ledger has them: {', '.join(answer['untied'])}."
        )


def _left_over(answer: Answer) -> str:
    if not answer["counts"]:
        return "everything, as this merger does not count here"
    return ", ".join(f"{item['type']} {item['id']}" for item in answer["remainder"]) or "nothing; it is complete"
