"""Contradictions as a table."""

from __future__ import annotations

from typing import Any

from api.cli.output.grid import grid
from api.cli.output.structure import console, day, paper, words

_HOW = {
    "corrected-to-claim": "settled: corrected to the claim",
    "corrected-otherwise": "settled: corrected, but otherwise",
    "dismissed": "settled: the claim was dismissed",
    "retracted": "settled: the change was retracted",
}


def show_contradictions(said: dict[str, Any]) -> None:
    """Claims that say otherwise, a row each."""
    rows = grid("change", "the change says", "another paper says", "state")
    for each in said["contradictions"]:
        rows.add_row(each["change"], _said(each, "change_says"), _said(each, "claim_says"), _state(each))
    console().print(rows if rows.row_count else "No paper contradicts another.")


def _said(each: dict[str, Any], side: str) -> str:
    found, aspect = each[side], each["aspect"]
    value = found[aspect] if aspect == "effective_on" else _fields(found[aspect], each["fields"])
    return f"{value}\nsince {day(found['recorded_at'][:10])} ({found['entry']})\n{paper(found)}".rstrip()


def _fields(details: dict[str, Any], fields: list[str]) -> str:
    return "; ".join(f"{name}: {words(details.get(name))}" for name in fields)


def _state(each: dict[str, Any]) -> str:
    settled = each["settled"]
    if settled is None:
        return "open"
    why = f": {settled['reason']}" if settled["reason"] else ""
    return f"{_HOW[settled['how']]}\n{day(settled['recorded_at'][:10])} ({settled['entry']}){why}"
