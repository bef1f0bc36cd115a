"""A bar that counts: on the terminal of standard error, and nowhere else."""

from __future__ import annotations

import sys
from io import StringIO

import pytest

from api.cli.output.progress import counting_bar


class Terminal(StringIO):
    """A text that says of itself that a person reads it."""

    def isatty(self) -> bool:
        return True


def test_a_bar_is_not_shown_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    with counting_bar("Importing") as show_count:
        show_count(3)
    assert capsys.readouterr() == ("", "")


def test_a_bar_counts_on_the_terminal_of_standard_error(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal, out = Terminal(), Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setenv("TERM", "xterm")
    with counting_bar("Importing log.jsonl") as show_count:
        show_count(7)
    assert "Importing log.jsonl" in terminal.getvalue()
    assert "7/?" in terminal.getvalue()
    assert out.getvalue() == ""
