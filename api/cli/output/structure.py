"""Answers as tables that a person can read."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from rich.console import Console

from api.cli.output.grid import grid
from domain.kinds.registry import FIELDS
from projections.recording.effect import Recorded
from scheduler.preview import RehearsedDigest

_COLUMNS = {
    "units": ("name", "unit_type", "areas"),
    "sites": ("name", "uses", "area"),
    "teams": ("name", "unit", "function", "site", "covers", "strength"),
    "posts": ("title", "unit", "holder", "area"),
    "areas": ("name", "area_type", "parent"),
}


def console() -> Console:
    """Where answers are printed."""
    # No mark-up: a quote that says [name] must be shown as it is.
    return Console(highlight=False, markup=False)


def print_json(said: dict[str, Any]) -> None:
    """The answer as the API gives it."""
    print(msgspec.json.format(msgspec.json.encode(said), indent=2).decode())


def day(text: str | None) -> str:
    """A day as people write it: 1 October 2018."""
    if text is None:
        return "open"
    when = date.fromisoformat(text)
    return f"{when.day} {when:%B %Y}"


def words(value: Any) -> str:
    """A field's value in words."""
    if value is None or value in ([], ()):
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(str(each) for each in value)
    if isinstance(value, dict) and "person" in value:
        rank = f"{value['rank']} " if value["rank"] else ""
        tenure = "" if value["tenure"] == "substantive" else f" ({value['tenure']})"
        return f"{rank}{value['name'] or '[name erased]'}{tenure}, since {day(value['since'])}"
    if isinstance(value, dict) and "count" in value:
        count = "areas" if value["count"] is None else f"{value['count']} areas"
        return f"{count} of {value['area']} that no paper names"
    return str(value)


COUNTED = {"done": "what is done", "planned": "what is done or planned", "proposed": "all that is proposed too"}
"""What each basis counts, in words."""


def show_question(said: dict[str, Any]) -> None:
    """What was asked, in a sentence."""
    asked = said["asked"]
    known = f"at {asked['known_at']}" if asked["known_at"] else f"on {day(asked['known_on'])}"
    sentence = f"On {day(asked['effective_on'])}, as known {known}, counting {COUNTED[asked['basis']]}."
    console().print(sentence, style="dim")
    show_notes(said)


def show_notes(said: dict[str, Any]) -> None:
    """What to know about an answer."""
    if said.get("backfilled"):
        note = "Some of it was put into the log later, from old papers, under the papers' dates."
        console().print(note, style="dim")
    if "clock" in said["asked"]:
        console().print(f"The clock was {said['asked']['clock']}.", style="dim")


def show_supposed(scenario: dict[str, Any] | None) -> None:
    """Which scenario an answer supposes, and what of it is left out."""
    if scenario is not None:
        console().print(f"Supposing the scenario {scenario['id']}: {scenario['name']}.", style="dim")
        show_left_out(scenario)


def show_left_out(scenario: dict[str, Any] | None) -> None:
    """What an answer that supposes a scenario does without."""
    for each in (scenario or {}).get("left_out", ()):
        console().print(f"Left out, as it cannot be recorded: {each['id']}: {each['why']}")


def show_structure(said: dict[str, Any]) -> None:
    """The structure, a table a type."""
    for plural, columns in _COLUMNS.items():
        if not said[plural]:
            continue
        table = grid(title=plural.capitalize())
        for column in ("id", *columns, "since"):
            table.add_column(column.replace("_", " "), overflow="fold")
        for item in said[plural]:
            mark = " (overdue)" if item["overdue"] else ""
            cells = [_covers(item) if column == "covers" else words(item[column]) for column in columns]
            table.add_row(item["id"] + mark, *cells, day(item["since"]))
        console().print(table)
    if not any(said[plural] for plural in _COLUMNS):
        console().print("Nothing is in the structure of that day.")
    if said["possible"]:
        table = grid("change", "what", "subject", "between", "and", title="Possibly in effect")
        for each in said["possible"]:
            table.add_row(each["change"], each["kind"], each["subject"], day(each["earliest"]), day(each["latest"]))
        console().print(table)
    if said["passed_over"]:
        console().print(f"Passed over, since they cannot be: {', '.join(said['passed_over'])}")


def _covers(item: dict[str, Any]) -> str:
    named, unnamed = words(item["covers"]), item.get("covers_unnamed")
    if unnamed is None:
        return named
    return words(unnamed) if not item["covers"] else f"{named}; {words(unnamed)}"


def show_comparison(said: dict[str, Any]) -> None:
    """What appeared, vanished and altered between two days."""
    show_differences(said, f"Against {day(said['to']['effective_on'])}, as known on {day(said['to']['known_on'])}:")


def show_differences(said: dict[str, Any], heading: str) -> None:
    """What appeared, vanished and altered."""
    console().print(heading, style="dim")
    table = grid("", "field", "before", "after", "because")
    for name in ("appeared", "vanished"):
        for each in said[name]:
            table.add_row(f"{name}: {each['type']} {each['id']}", "", "", "", ", ".join(each["because"]))
    for each in said["altered"]:
        cells = (each["field"].replace("_", " "), words(each["before"]), words(each["after"]))
        table.add_row(f"altered: {each['type']} {each['id']}", *cells, ", ".join(each["because"]))
    console().print(table if table.row_count else "Nothing differs.")


def show_history(said: dict[str, Any]) -> None:
    """A subject's state and its changes."""
    if said["state"] is None:
        console().print(f"The {said['type']} {said['id']} is not in the structure of that day.")
    else:
        table = grid("field", "value", "because", title=f"{said['type']} {said['id']}")
        for field in FIELDS[said["type"]]:
            table.add_row(field.replace("_", " "), words(said["state"][field]), said["state"]["because"].get(field, ""))
        console().print(table)
    table = grid("change", "what", "when", "standing", "details", "source", title="History")
    for each in said["history"]:
        marks = [mark for mark in ("overdue", "possible") if each[mark]]
        standing = each["standing"] + (f" ({', '.join(marks)})" if marks else "")
        table.add_row(each["id"], each["kind"], each["effective_on"], standing, _details(each), paper(each))
    console().print(table)


def _details(entry: dict[str, Any]) -> str:
    return "; ".join(f"{name}: {words(value)}" for name, value in (entry.get("details") or {}).items())


def paper(entry: dict[str, Any]) -> str:
    """The paper that says so, with its words."""
    source = entry.get("source") or {}
    place = ", ".join(str(source[name]) for name in ("document", "reference") if source.get(name))
    return f"{place}: “{source['quote']}”" if source.get("quote") else place


def show_change(said: dict[str, Any]) -> None:
    """One change, and what became of it."""
    table = grid("", "", show_header=False, title=f"{said['kind']} {said['subject']}")
    table.add_row("standing", said["standing"] + (" (overdue)" if said["overdue"] else ""))
    for name in ("baseline", "forecast", "actual"):
        if said[name] is not None:
            table.add_row(name, said[name]["effective_on"])
    if said["slip"]:
        table.add_row("slip", f"{said['slip']} days" if said["slip"] > 0 else f"{-said['slip']} days early")
    table.add_row("details", _details(said))
    table.add_row("source", paper(said))
    console().print(table)
    if said["amendments"]:
        show_entries({"entries": said["amendments"], "next": None})


def show_entries(said: dict[str, Any]) -> None:
    """Entries, a row each."""
    table = grid("id", "recorded", "by", "what", "subject or change", "when", "standing", "words")
    for each in said["entries"]:
        text = each.get("reason") or paper(each)
        target = each.get("subject", each["change"])
        recorded = day(each["recorded_at"][:10]) + (" (backfilled)" if each.get("backfilled") else "")
        when, standing = each.get("effective_on", ""), each.get("standing", "")
        table.add_row(each["id"], recorded, each["recorded_by"], each["kind"], target, when, standing, text)
    console().print(table)
    if said["next"]:
        console().print(f"There is more: --after {said['next']}")


def show_cover(said: dict[str, Any]) -> None:
    """Who answers for an area."""
    table = grid("", "who", "base", "found by", "because", title=said["name"])
    for role in ("response", "neighbourhoods", "point_of_contact"):
        found = said[role]
        for each in found["candidates"]:
            who = each.get("name") or f"{each['title']}: {words(each['holder'])}"
            mark = " (uncertain)" if found["uncertain"] else ""
            base = words(each.get("site_name") or each.get("site"))
            table.add_row(role.replace("_", " ") + mark, who, base, each["found_by"], ", ".join(each["because"]))
        if not found["candidates"]:
            table.add_row(role.replace("_", " "), "nobody that the log knows of", "–", "–", "")
    console().print(table)


def show_programmes(found: list[dict[str, str]]) -> None:
    """Programmes, a row each."""
    table = grid("id", "name")
    for each in found:
        table.add_row(each["id"], each["name"])
    console().print(table)


def show_digests(digests: list[RehearsedDigest], *, brief: bool) -> None:
    """Digests of reminders: the day, who gets it, and a line for each item, or one in all."""
    for digest in digests:
        first, *others = digest.sentences
        to = digest.name + ("" if digest.channel == "email" else " (webhook)")
        head = f"{day(digest.day)}, {to}"
        if brief:
            lines = [f"{head}: {first}" + (f", and {len(others)} more" if others else "")]
        else:
            lines = [head, *(f"  {sentence}" for sentence in digest.sentences)]
        console().print("\n".join(lines), soft_wrap=True)
    if not digests:
        console().print("Nothing is due in those days.")


def show_recorded(recorded: Recorded, *, dry_run: bool) -> None:
    """What became of an entry."""
    entry = recorded.entry.shown()
    deed = "Nothing was recorded; this would be" if dry_run else "Recorded:" if recorded.is_new else "Recorded before:"
    console().print(f"{deed} {entry['kind']} {entry.get('subject', entry['change'])}, id {entry['id']}")
    show_effect(recorded)


def show_effect(recorded: Recorded) -> None:
    """What an entry alters, and what to know about it."""
    table = grid("subject", "field", "before", "after", "from", "to", "counting")
    for each in recorded.effect["structure"]:
        span = (day(each["from"]), "for good" if each["to"] is None else day(each["to"]))
        table.add_row(
            each["id"], each["field"], words(each["before"]), words(each["after"]), *span, ", ".join(each["basis"])
        )
    if table.row_count:
        console().print(table)
    for person in recorded.named:
        console().print(f"A reason or a quote holds the name of {person}: write [name].")
