"""Where answers are printed, and the words that all tables share: days, values, papers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
import typer
from rich.console import Console

Answer = Mapping[str, Any]
"""An answer, or a part of one, in the members that the API gives it: what a table is drawn from."""


def console() -> Console:
    """The terminal. It prints a quote as it is: [name] is no mark-up, and :bus: no picture."""
    return Console(highlight=False, markup=False, emoji=False)


def print_json(answer: Any) -> None:
    """Print an answer as the API gives it."""
    typer.echo(msgspec.json.format(msgspec.json.encode(answer), indent=2).decode())


def day(text: str | None) -> str:
    """A day as people write it: 1 October 2018."""
    if text is None:
        return "open"
    when = date.fromisoformat(text)
    return f"{when.day} {when:%B %Y}"


def count_days(days: int) -> str:
    """A number of days: 1 day, 2 days."""
    return f"{days} day" + ("" if days == 1 else "s")


def words(value: Any) -> str:
    """A field's value in words."""
    if value is None or value in ([], ()):
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value)
    if isinstance(value, dict) and "person" in value:
        rank = f"{value['rank']} " if value["rank"] else ""
        tenure = "" if value["tenure"] == "substantive" else f" ({value['tenure']})"
        return f"{rank}{value['name'] or '[name erased]'}{tenure}, since {day(value['since'])}"
    if isinstance(value, dict) and "count" in value:
        count = "areas" if value["count"] is None else f"{value['count']} areas"
        return f"{count} of {value['area']} that no paper names"
    return str(value)
