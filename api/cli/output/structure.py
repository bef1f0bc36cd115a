"""Structures, what differs between two, who covers an area, and programmes, as tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from api.cli.output.grid import grid
from api.cli.output.terminal import Answer, console, day, words

if TYPE_CHECKING:
    from projections.log.programmes import ProgrammeRecord

_COLUMNS = {
    "units": ("name", "unit_type", "areas"),
    "sites": ("name", "uses", "area"),
    "teams": ("name", "unit", "function", "site", "covers", "strength"),
    "posts": ("title", "unit", "holder", "area"),
    "areas": ("name", "area_type", "parent"),
}


def show_structure(answer: Answer) -> None:
    """The structure, a table a type."""
    for plural, columns in _COLUMNS.items():
        if answer[plural]:
            _show_items(plural, columns, answer[plural])
    if not any(answer[plural] for plural in _COLUMNS):
        console().print("Nothing is in the structure of that day.")
    if answer["possible"]:
        table = grid("change", "what", "subject", "between", "and", title="Possibly in effect")
        for change in answer["possible"]:
            days = (day(change["earliest"]), day(change["latest"]))
            table.add_row(change["change"], change["kind"], change["subject"], *days)
        console().print(table)
    if answer["passed_over"]:
        console().print(f"Passed over, since they cannot be: {', '.join(answer['passed_over'])}")


def _show_items(plural: str, columns: tuple[str, ...], items: Sequence[Answer]) -> None:
    table = grid(*(column.replace("_", " ") for column in ("id", *columns, "since")), title=plural.capitalize())
    for item in items:
        mark = " (overdue)" if item["overdue"] else ""
        cells = [_covers(item) if column == "covers" else words(item[column]) for column in columns]
        table.add_row(item["id"] + mark, *cells, day(item["since"]))
    console().print(table)


def _covers(item: Answer) -> str:
    named, unnamed = words(item["covers"]), item.get("covers_unnamed")
    if unnamed is None:
        return named
    return words(unnamed) if not item["covers"] else f"{named}; {words(unnamed)}"


def show_comparison(answer: Answer) -> None:
    """What appeared, vanished and altered between two days."""
    to = answer["to"]
    show_differences(answer, f"Against {day(to['effective_on'])}, as known on {day(to['known_on'])}:")


def show_differences(answer: Answer, heading: str) -> None:
    """What appeared, vanished and altered."""
    console().print(heading, style="dim")
    table = grid("", "field", "before", "after", "because")
    for name in ("appeared", "vanished"):
        for subject in answer[name]:
            table.add_row(f"{name}: {subject['type']} {subject['id']}", "", "", "", ", ".join(subject["because"]))
    for field in answer["altered"]:
        cells = (field["field"].replace("_", " "), words(field["before"]), words(field["after"]))
        table.add_row(f"altered: {field['type']} {field['id']}", *cells, ", ".join(field["because"]))
    console().print(table if table.row_count else "Nothing differs.")


def show_cover(answer: Answer) -> None:
    """Who answers for an area."""
    table = grid("", "who", "base", "found by", "because", title=answer["name"])
    for role in ("response", "neighbourhoods", "point_of_contact"):
        label, cover = role.replace("_", " "), answer[role]
        for candidate in cover["candidates"]:
            who = candidate.get("name") or f"{candidate['title']}: {words(candidate['holder'])}"
            base = words(candidate.get("site_name") or candidate.get("site"))
            mark = " (uncertain)" if cover["uncertain"] else ""
            table.add_row(label + mark, who, base, candidate["found_by"], ", ".join(candidate["because"]))
        if not cover["candidates"]:
            table.add_row(label, "nobody that the log knows of", "–", "–", "")
    console().print(table)


def show_programmes(programmes: list[ProgrammeRecord]) -> None:
    """Programmes, a row each."""
    table = grid("id", "name")
    for programme in programmes:
        table.add_row(programme["id"], programme["name"])
    console().print(table)
