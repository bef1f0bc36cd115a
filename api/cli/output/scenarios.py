"""Scenarios as tables: all of them, one with its entries, what changed under it, and its clashes."""

from __future__ import annotations

from collections.abc import Sequence

from api.cli.output.grid import Grid, grid
from api.cli.output.terminal import Answer, console, day


def show_scenarios(answer: Answer) -> None:
    """Scenarios, a row each."""
    rows = grid("id", "name", "state", "entries", "made", "by")
    for scenario in answer["scenarios"]:
        made = day(scenario["made_at"][:10])
        cells = (scenario["name"], scenario["state"], str(scenario["entries"]), made, scenario["made_by"])
        rows.add_row(scenario["id"], *cells)
    console().print(rows if rows.row_count else "There are no scenarios.")


def show_scenario(answer: Answer) -> None:
    """One scenario: its entries, whether each can be recorded, and what changed under them."""
    console().print(f"{answer['name']} ({answer['id']}), {answer['state']}; made by {answer['made_by']}.")
    rows = grid("id", "what", "subject or change", "when", "standing", "can it be recorded?")
    for draft in answer["entries"]:
        entry = draft["entry"]
        changed = f"yes, but see what changed: {', '.join(draft['changed'])}" if draft["changed"] else "yes"
        verdict = draft["refused"] or (changed if answer["state"] == "open" else "")
        target = entry.get("subject") or entry["change"]
        when, standing = entry.get("effective_on", ""), entry.get("standing", "")
        rows.add_row(entry["id"], entry["kind"], target, when, standing, verdict)
    console().print(rows if rows.row_count else "It holds no entry.")
    if answer["changed"]:
        show_changed_entries(answer["changed"], "Recorded in the log since, about what it rests on")


def show_changed_entries(entries: Sequence[Answer], title: str) -> None:
    """Entries of the log that were recorded under a scenario, a row each."""
    rows = grid("id", "what", "subject", "recorded", "by", "under", title=title)
    for entry in entries:
        subject = f"{entry['type']} {entry['subject']}"
        recorded = day(entry["recorded_at"][:10])
        rows.add_row(entry["id"], entry["kind"], subject, recorded, entry["recorded_by"], ", ".join(entry["under"]))
    console().print(rows)


def show_scenario_clashes(answer: Answer, *, with_others: bool) -> None:
    """The clashes that a scenario opens and clears, and those that are there anyway, or their number."""
    opened = {clash["mark"] for clash in answer["opened"]}
    others = [clash for clash in answer["clashes"] if clash["mark"] not in opened]
    rows = grid("", "from", "to", "certainty", "what clashes")
    _add_clashes(rows, "opened", answer["opened"])
    _add_clashes(rows, "cleared", answer["cleared"])
    if with_others:
        _add_clashes(rows, "there anyway", others)
    console().print(rows if rows.row_count else "It opens no clash, and clears none.")
    if others and not with_others:
        console().print(f"There anyway: {len(others)}. See them with --all.")


def _add_clashes(rows: Grid, label: str, clashes: Sequence[Answer]) -> None:
    for clash in clashes:
        until = "for good" if clash["to"] is None else day(clash["to"])
        rows.add_row(f"{label}: {clash['id']}", day(clash["from"]), until, clash["certainty"], clash["says"])
