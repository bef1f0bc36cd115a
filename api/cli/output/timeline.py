"""Dates as tables: changes and how they moved, milestones, forecasts, and what a slip carries with it."""

from __future__ import annotations

from api.cli.output.grid import grid
from api.cli.output.history import show_next
from api.cli.output.terminal import Answer, console, count_days, day


def show_timeline(answer: Answer) -> None:
    """Changes, a row each; then every time that one moved."""
    table = grid("change", "what", "subject", "when", "slip", "standing")
    for change in answer["changes"]:
        cells = (change["kind"], change["subject"], change["effective_on"], slip(change["slip"]), _standing(change))
        table.add_row(change["id"], *cells)
    console().print(table if table.row_count else "No change has such a date.")
    moved = grid("change", "from", "to", "said", "why", title="How they moved")
    for change in answer["changes"]:
        for move in change["reschedules"]:
            by = f"{day(move['recorded_at'][:10])}, by {move['recorded_by']}"
            dates = (move["from"]["effective_on"], move["to"]["effective_on"])
            moved.add_row(change["id"], *dates, by, move["reason"] or "–")
    if moved.row_count:
        console().print(moved)
    show_next(answer)


def _standing(change: Answer) -> str:
    marks = [mark for mark in ("overdue", "possible", "restricted") if change[mark]]
    return str(change["standing"]) + (f" ({', '.join(marks)})" if marks else "")


def slip(days: int | None) -> str:
    """How far a date is from what was first planned."""
    if days is None:
        return "–"
    if days == 0:
        return "none"
    return f"{count_days(days)} late" if days > 0 else f"{count_days(-days)} early"


def show_milestones(answer: Answer) -> None:
    """Milestones, a row each, with what they rest on."""
    table = grid("milestone", "title", "due", "days left", "slip", "standing", "depends on")
    for milestone in answer["milestones"]:
        left = "–" if milestone["days_left"] is None or milestone["standing"] == "done" else str(milestone["days_left"])
        needs = "\n".join(_need(need) for need in milestone["depends_on"])
        cells = (
            milestone["title"],
            milestone["effective_on"],
            left,
            slip(milestone["slip"]),
            _standing(milestone),
            needs,
        )
        table.add_row(milestone["subject"], *cells)
    console().print(table if table.row_count else "No milestone has such a date.")


def _need(need: Answer) -> str:
    if need["change"] is None:
        return f"{need['name']}: not known"
    if need["standing"] in ("withdrawn", "retracted"):
        return f"{need['name']}: {need['standing']}"
    spare = need["slack"]
    if spare is None:
        return f"{need['name']}: open"
    due = f"{count_days(spare)} to spare" if spare >= 0 else f"due {count_days(-spare)} too soon"
    return f"{need['name']}, {need['standing']} for {day(need['latest'])}: {due}"


def show_forecasts(answer: Answer) -> None:
    """How a date moved: entry by entry, and as it looked from the end of each month."""
    for name, first, title in (("series", "entry", "As it was told"), ("months", "known_on", "As known at the end of")):
        columns = ("known on", first) if name == "series" else ("known on",)
        table = grid(*columns, "date", "standing", "slip", title=title)
        for row in answer[name]:
            cells = (day(row["known_on"]), row["entry"]) if name == "series" else (day(row["known_on"]),)
            table.add_row(*cells, row["effective_on"], row["standing"], slip(row["slip"]))
        console().print(table)


def show_knock_on(answer: Answer) -> None:
    """What a slip carries with it."""
    console().print(f"If {answer['change']} slips by {count_days(answer['days'])}:")
    table = grid("milestone", "what becomes of it", "through", "to spare", "now", "would be")
    for milestone in answer["milestones"]:
        outcomes = {
            "moves": f"moves by {count_days(milestone['days'])}",
            "holds": "holds",
            "clashes": f"clashes: it is done, {count_days(milestone['days'])} too soon",
        }
        spare = (
            count_days(milestone["slack"]) if milestone["slack"] >= 0 else f"{count_days(-milestone['slack'])} short"
        )
        dates = (day(milestone["latest"]), day(milestone["would_be"]))
        table.add_row(milestone["subject"], outcomes[milestone["outcome"]], milestone["through"], spare, *dates)
    console().print(table if table.row_count else "No milestone rests on it.")
