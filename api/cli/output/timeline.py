"""What is to come as tables that a person can read: dates and how they moved, milestones, clashes."""

from __future__ import annotations

from typing import Any

from api.cli.output.grid import grid
from api.cli.output.structure import COUNTED, console, day, show_notes

_CLASH = ("clash", "what is wrong", "when")


def show_known(said: dict[str, Any]) -> None:
    """From when it is known."""
    console().print(f"As known {_known(said)}.", style="dim")
    show_notes(said)


def show_counting(said: dict[str, Any]) -> None:
    """From when it is known, and what counts."""
    console().print(f"As known {_known(said)}, counting {COUNTED[said['asked']['basis']]}.", style="dim")
    show_notes(said)


def _known(said: dict[str, Any]) -> str:
    asked = said["asked"]
    return f"at {asked['known_at']}" if asked["known_at"] else f"on {day(asked['known_on'])}"


def show_timeline(said: dict[str, Any]) -> None:
    """Changes, a row each; then every time that one moved."""
    table = grid("change", "what", "subject", "when", "slip", "standing")
    for each in said["changes"]:
        cells = (each["kind"], each["subject"], each["effective_on"], slip(each["slip"]), _standing(each))
        table.add_row(each["id"], *cells)
    console().print(table if table.row_count else "No change has such a date.")
    moved = grid("change", "from", "to", "said", "why", title="How they moved")
    for each in said["changes"]:
        for move in each["reschedules"]:
            told = f"{day(move['recorded_at'][:10])}, by {move['recorded_by']}"
            dates = (move["from"]["effective_on"], move["to"]["effective_on"])
            moved.add_row(each["id"], *dates, told, move["reason"] or "–")
    if moved.row_count:
        console().print(moved)
    _show_next(said)


def _standing(change: dict[str, Any]) -> str:
    marks = [mark for mark in ("overdue", "possible", "restricted") if change[mark]]
    return str(change["standing"]) + (f" ({', '.join(marks)})" if marks else "")


def slip(days: int | None) -> str:
    """How far a date is from what was first planned."""
    if days is None:
        return "–"
    if days == 0:
        return "none"
    return f"{count(days)} late" if days > 0 else f"{count(-days)} early"


def count(days: int) -> str:
    """A number of days, in words."""
    return f"{days} day" + ("" if days == 1 else "s")


def show_milestones(said: dict[str, Any]) -> None:
    """Milestones, a row each, with what they rest on."""
    table = grid("milestone", "title", "due", "days left", "slip", "standing", "depends on")
    for each in said["milestones"]:
        left = "–" if each["days_left"] is None or each["standing"] == "done" else str(each["days_left"])
        needs = "\n".join(_need(need) for need in each["depends_on"])
        cells = (each["title"], each["effective_on"], left, slip(each["slip"]), _standing(each), needs)
        table.add_row(each["subject"], *cells)
    console().print(table if table.row_count else "No milestone has such a date.")


def _need(need: dict[str, Any]) -> str:
    if need["change"] is None:
        return f"{need['name']}: not known"
    if need["standing"] in ("withdrawn", "retracted"):
        return f"{need['name']}: {need['standing']}"
    spare = need["slack"]
    if spare is None:
        return f"{need['name']}: open"
    said = f"{count(spare)} to spare" if spare >= 0 else f"due {count(-spare)} too soon"
    return f"{need['name']}, {need['standing']} for {day(need['latest'])}: {said}"


def show_forecasts(said: dict[str, Any]) -> None:
    """How a date moved: entry by entry, and as it looked from the end of each month."""
    for name, first, title in (("series", "entry", "As it was told"), ("months", "known_on", "As known at the end of")):
        columns = ("known on", first) if name == "series" else ("known on",)
        table = grid(*columns, "date", "standing", "slip", title=title)
        for each in said[name]:
            cells = (day(each["known_on"]), each["entry"]) if name == "series" else (day(each["known_on"]),)
            table.add_row(*cells, each["effective_on"], each["standing"], slip(each["slip"]))
        console().print(table)


def show_knock_on(said: dict[str, Any]) -> None:
    """What a slip carries with it."""
    console().print(f"If {said['change']} slips by {count(said['days'])}:")
    table = grid("milestone", "what becomes of it", "through", "to spare", "now", "would be")
    for each in said["milestones"]:
        words = {
            "moves": f"moves by {count(each['days'])}",
            "holds": "holds",
            "clashes": f"clashes: it is done, {count(each['days'])} too soon",
        }
        spare = count(each["slack"]) if each["slack"] >= 0 else f"{count(-each['slack'])} short"
        dates = (day(each["latest"]), day(each["would_be"]))
        table.add_row(each["subject"], words[each["outcome"]], each["through"], spare, *dates)
    console().print(table if table.row_count else "No milestone rests on it.")


def show_clashes(said: dict[str, Any]) -> None:
    """Clashes, a row each: certain ones, then possible ones, then those that are there no longer."""
    for certainty in ("certain", "possible"):
        found = [each for each in said["clashes"] if each["certainty"] == certainty]
        _show(certainty.capitalize(), found)
    if not said["clashes"]:
        console().print("Nothing clashes.")
    _show("There no longer", said.get("cleared", []))
    _show_next(said)


def show_opened(found: dict[str, Any], *, dry_run: bool) -> None:
    """The clashes that an entry opens, and those that it clears. One that it alters is told as it is then."""
    opened = {each["id"] for each in found["opened"]}
    before = {each["id"] for each in found["cleared"]}
    would = "would " if dry_run else ""
    _show(f"Clashes that this {would}open" + ("" if dry_run else "ed"), _of(found["opened"], opened - before))
    _show(f"Clashes that this {would}alter" + ("" if dry_run else "ed"), _of(found["opened"], opened & before))
    _show(f"Clashes that this {would}clear" + ("" if dry_run else "ed"), _of(found["cleared"], before - opened))


def _of(clashes: list[dict[str, Any]], ids: set[str]) -> list[dict[str, Any]]:
    return [each for each in clashes if each["id"] in ids]


def _show(title: str, clashes: list[dict[str, Any]]) -> None:
    if not clashes:
        return
    table = grid(*_CLASH, title=title)
    for each in clashes:
        table.add_row(each["id"], _words(each), days(each))
    console().print(table)


def _words(clash: dict[str, Any]) -> str:
    lines = [clash["says"], f"Made by {', '.join(clash['changes'])}."]
    if clash["acknowledged"] is not None:
        seen = clash["acknowledged"]
        lines.append(f"Acknowledged by {seen['recorded_by']}: {seen['reason']}")
    for name, deed in (("opened_by", "Opened"), ("cleared_by", "Cleared")):
        if clash.get(name) is not None:
            lines.append(f"{deed} {_by(clash[name])}.")
    return "\n".join(lines)


def _by(entry: dict[str, Any]) -> str:
    return f"by {entry['entry']} ({entry['kind']}), {day(entry['recorded_at'][:10])}"


def days(clash: dict[str, Any]) -> str:
    """The days of a clash, in words."""
    said = _days(clash["from"], clash["to"])
    if clash["certainty"] == "possible":
        return f"{said}, possibly"
    certain = clash["certain_from"], clash["certain_to"]
    return said if certain == (clash["from"], clash["to"]) else f"{said}, for certain {_days(*certain)}"


def _days(first: str | None, last: str | None) -> str:
    if first == last and first is not None:
        return f"on {day(first)}"
    if first is None:
        return "always" if last is None else f"until {day(last)}"
    return f"from {day(first)}" + ("" if last is None else f" to {day(last)}")


def show_clash(said: dict[str, Any]) -> None:
    """One clash, and every time that it was there."""
    table = grid("", "", show_header=False, title=said["id"])
    table.add_row("rule", f"{said['rule']}: {said['sentence']}")
    table.add_row("what is wrong", said["says"])
    table.add_row("when", days(said))
    table.add_row("subjects", "\n".join(f"{each['type']} {each['id']}" for each in said["subjects"]))
    table.add_row("changes", "\n".join(said["changes"]))
    table.add_row("there", "yes" if said["there"] else "no longer")
    seen = said["acknowledged"]
    table.add_row("acknowledged", "no" if seen is None else f"by {seen['recorded_by']}: {seen['reason']}")
    table.add_row("mark", said["mark"])
    console().print(table)
    episodes = grid("opened", "cleared", title="When it was there")
    for each in said["episodes"]:
        opened, cleared = (None if each[name] is None else _by(each[name]) for name in ("opened_by", "cleared_by"))
        episodes.add_row(opened or "–", cleared or "it is there still")
    console().print(episodes)


def _show_next(said: dict[str, Any]) -> None:
    if said["next"]:
        console().print(f"There is more: --after {said['next']}")
