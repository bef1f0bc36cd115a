"""A subject with its history, a change with its amendments, and entries of the log, as tables."""

from __future__ import annotations

from api.cli.output.grid import grid
from api.cli.output.terminal import Answer, console, count_days, day, words
from domain.kinds.registry import FIELDS


def show_history(answer: Answer) -> None:
    """A subject's state and its changes."""
    state = answer["state"]
    if state is None:
        console().print(f"The {answer['type']} {answer['id']} is not in the structure of that day.")
    else:
        table = grid("field", "value", "because", title=f"{answer['type']} {answer['id']}")
        for field in FIELDS[answer["type"]]:
            table.add_row(field.replace("_", " "), words(state[field]), state["because"].get(field, ""))
        console().print(table)
    table = grid("change", "what", "when", "standing", "details", "source", title="History")
    for change in answer["history"]:
        marks = [mark for mark in ("overdue", "possible") if change[mark]]
        standing = change["standing"] + (f" ({', '.join(marks)})" if marks else "")
        cells = (change["kind"], change["effective_on"], standing, _details(change), source_words(change))
        table.add_row(change["id"], *cells)
    console().print(table)


def show_change(answer: Answer) -> None:
    """One change: its standing, its dates, its details, its source and its amendments."""
    table = grid("", "", show_header=False, title=f"{answer['kind']} {answer['subject']}")
    table.add_row("standing", answer["standing"] + (" (overdue)" if answer["overdue"] else ""))
    for name in ("baseline", "forecast", "actual"):
        if answer[name] is not None:
            table.add_row(name, answer[name]["effective_on"])
    slip = answer["slip"]
    if slip:
        table.add_row("slip", count_days(slip) if slip > 0 else f"{count_days(-slip)} early")
    table.add_row("details", _details(answer))
    table.add_row("source", source_words(answer))
    console().print(table)
    if answer["amendments"]:
        show_entries({"entries": answer["amendments"], "next": None})


def show_entries(answer: Answer) -> None:
    """Entries, a row each."""
    table = grid("id", "recorded", "by", "what", "subject or change", "when", "standing", "words")
    for entry in answer["entries"]:
        text = entry.get("reason") or source_words(entry)
        target = entry.get("subject", entry["change"])
        recorded = day(entry["recorded_at"][:10]) + (" (backfilled)" if entry.get("backfilled") else "")
        when, standing = entry.get("effective_on", ""), entry.get("standing", "")
        table.add_row(entry["id"], recorded, entry["recorded_by"], entry["kind"], target, when, standing, text)
    console().print(table)
    show_next(answer)


def show_next(answer: Answer) -> None:
    """How to ask for the next page, where there is one."""
    if answer["next"]:
        console().print(f"There is more: --after {answer['next']}")


def source_words(entry: Answer) -> str:
    """The paper that an entry rests on, with its words."""
    source = entry.get("source") or {}
    place = ", ".join(str(source[name]) for name in ("document", "reference") if source.get(name))
    return f"{place}: “{source['quote']}”" if source.get("quote") else place


def _details(entry: Answer) -> str:
    return "; ".join(f"{name}: {words(value)}" for name, value in (entry.get("details") or {}).items())
