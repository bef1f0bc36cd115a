"""Contradictions between papers as a table."""

from __future__ import annotations

from api.cli.output.grid import grid
from api.cli.output.history import source_words
from api.cli.output.terminal import Answer, console, day, words

_HOW = {
    "corrected-to-claim": "settled: corrected to the claim",
    "corrected-otherwise": "settled: corrected, but otherwise",
    "dismissed": "settled: the claim was dismissed",
    "retracted": "settled: the change was retracted",
}


def show_contradictions(answer: Answer) -> None:
    """Claims that disagree with the changes that they are about, a row each."""
    rows = grid("change", "the change says", "another paper says", "state")
    for contradiction in answer["contradictions"]:
        sides = (_side(contradiction, side) for side in ("change_says", "claim_says"))
        rows.add_row(contradiction["change"], *sides, _state(contradiction))
    console().print(rows if rows.row_count else "No paper contradicts another.")


def _side(contradiction: Answer, side: str) -> str:
    claim, aspect = contradiction[side], contradiction["aspect"]
    value = claim[aspect] if aspect == "effective_on" else _fields(claim[aspect], contradiction["fields"])
    return f"{value}\nsince {day(claim['recorded_at'][:10])} ({claim['entry']})\n{source_words(claim)}".rstrip()


def _fields(details: Answer, fields: list[str]) -> str:
    return "; ".join(f"{name}: {words(details.get(name))}" for name in fields)


def _state(contradiction: Answer) -> str:
    settled = contradiction["settled"]
    if settled is None:
        return "open"
    why = f": {settled['reason']}" if settled["reason"] else ""
    return f"{_HOW[settled['how']]}\n{day(settled['recorded_at'][:10])} ({settled['entry']}){why}"
