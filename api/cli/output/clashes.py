"""Clashes as tables."""

from __future__ import annotations

from collections.abc import Sequence

from api.cli.output.grid import grid
from api.cli.output.history import show_next
from api.cli.output.terminal import Answer, console, day


def show_clashes(answer: Answer) -> None:
    """Clashes, a row each: certain ones, then possible ones, then those that are gone."""
    for certainty in ("certain", "possible"):
        clashes = [clash for clash in answer["clashes"] if clash["certainty"] == certainty]
        show_clash_table(certainty.capitalize(), clashes)
    if not answer["clashes"]:
        console().print("Nothing clashes.")
    show_clash_table("There no longer", answer.get("cleared", []))
    show_next(answer)


def show_clash_table(title: str, clashes: Sequence[Answer]) -> None:
    """Clashes under a title, a row each; nothing where there are none."""
    if not clashes:
        return
    table = grid("clash", "what is wrong", "when", title=title)
    for clash in clashes:
        table.add_row(clash["id"], _words(clash), clash_days(clash))
    console().print(table)


def _words(clash: Answer) -> str:
    lines = [clash["says"], f"Made by {', '.join(clash['changes'])}."]
    acknowledged = clash["acknowledged"]
    if acknowledged is not None:
        lines.append(f"Acknowledged by {acknowledged['recorded_by']}: {acknowledged['reason']}")
    for name, deed in (("opened_by", "Opened"), ("cleared_by", "Cleared")):
        if clash.get(name) is not None:
            lines.append(f"{deed} {_by(clash[name])}.")
    return "\n".join(lines)


def _by(entry: Answer) -> str:
    return f"by {entry['entry']} ({entry['kind']}), {day(entry['recorded_at'][:10])}"


def clash_days(clash: Answer) -> str:
    """The days of a clash, in words."""
    days = _days(clash["from"], clash["to"])
    if clash["certainty"] == "possible":
        return f"{days}, possibly"
    certain = clash["certain_from"], clash["certain_to"]
    return days if certain == (clash["from"], clash["to"]) else f"{days}, for certain {_days(*certain)}"


def _days(first: str | None, last: str | None) -> str:
    if first == last and first is not None:
        return f"on {day(first)}"
    if first is None:
        return "always" if last is None else f"until {day(last)}"
    return f"from {day(first)}" + ("" if last is None else f" to {day(last)}")


def show_clash(answer: Answer) -> None:
    """One clash, and every time that it was there."""
    table = grid("", "", show_header=False, title=answer["id"])
    table.add_row("rule", f"{answer['rule']}: {answer['sentence']}")
    table.add_row("what is wrong", answer["says"])
    table.add_row("when", clash_days(answer))
    table.add_row("subjects", "\n".join(f"{subject['type']} {subject['id']}" for subject in answer["subjects"]))
    table.add_row("changes", "\n".join(answer["changes"]))
    table.add_row("there", "yes" if answer["there"] else "no longer")
    acknowledged = answer["acknowledged"]
    by = "no" if acknowledged is None else f"by {acknowledged['recorded_by']}: {acknowledged['reason']}"
    table.add_row("acknowledged", by)
    table.add_row("mark", answer["mark"])
    console().print(table)
    episodes = grid("opened", "cleared", title="When it was there")
    for episode in answer["episodes"]:
        entries = (episode["opened_by"], episode["cleared_by"])
        opened, cleared = (None if entry is None else _by(entry) for entry in entries)
        episodes.add_row(opened or "–", cleared or "it is there still")
    console().print(episodes)
