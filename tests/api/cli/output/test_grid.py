"""Tables on the command line: every word whole, at any width at which it can be."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

import api.cli
from api.cli.output.grid import grid

ROWS = (
    ("north-west-commander-appointed", "leader-appointed", "The commander of the three boroughs", "–"),
    ("wembley-opened", "site-opened", "A base for response teams, where leases allow it", "late"),
)
WORDS = {word for row in ROWS for cell in row for word in cell.split() if word != "–"}


def printed(width: int, rows: tuple[tuple[str, ...], ...] = ROWS) -> list[str]:
    """The lines of a table at a width."""
    table = grid("change", "what", "words", "", title="Changes")
    for row in rows:
        table.add_row(*row)
    text = StringIO()
    Console(file=text, width=width, highlight=False, markup=False).print(table)
    return [line.rstrip() for line in text.getvalue().splitlines()]


@pytest.mark.parametrize("width", [40, 60, 79, 80, 81, 100, 120, 200])
def test_every_word_is_whole(width: int) -> None:
    lines = printed(width)
    assert {word for line in lines for word in line.replace("│", " ").split()} >= WORDS
    assert max(map(len, lines)) <= width


def test_where_there_is_room_it_is_a_table() -> None:
    lines = printed(120)
    assert lines[0] == "Changes"
    assert lines[2].split() == ["┃", "change", "┃", "what", "┃", "words", "┃", "┃"]
    assert len(lines) == 7


def test_where_there_is_none_its_rows_are_one_under_another() -> None:
    assert printed(60) == [
        "Changes",
        "north-west-commander-appointed",
        "  what: leader-appointed",
        "  words: The commander of the three boroughs",
        "wembley-opened",
        "  what: site-opened",
        "  words: A base for response teams, where leases allow it",
        "  late",
    ]
    assert printed(70)[1:3] == [
        "north-west-commander-appointed",
        "  what: leader-appointed   words: The commander of the three boroughs",
    ]


def test_what_is_longer_than_a_line_is_folded_and_not_cut() -> None:
    said = "".join(line.strip() for line in printed(40, (("a" * 70, "b" * 50, "", ""),)))
    assert said.count("a") >= 70
    assert said.count("b") >= 50


def test_every_table_of_the_command_line_is_one() -> None:
    (folder,) = api.cli.__path__
    others = [path.name for path in Path(folder).glob("*.py") if " Table(" in path.read_text(encoding="utf-8")]
    assert others == []
