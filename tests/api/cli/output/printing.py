"""What a function of the command line prints: its lines, and the cells of its tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


class Printed(str):
    """A printed text, read as a person reads it: by lines, or by the rows of its tables."""

    __slots__ = ()

    @property
    def lines(self) -> list[str]:
        """Every line."""
        return [line.rstrip() for line in self.splitlines()]

    @property
    def heads(self) -> list[list[str]]:
        """The headings of each table."""
        return self._cells("┃")

    @property
    def rows(self) -> list[list[str]]:
        """The cells of each printed line of the tables, without their headings."""
        return self._cells("│")

    def _cells(self, line: str) -> list[list[str]]:
        return [[cell.strip() for cell in row.split(line)[1:-1]] for row in self.splitlines() if line in row]


def printed(capsys: pytest.CaptureFixture[str], show: Callable[..., None], *answers: Any, **options: Any) -> Printed:
    """What is printed on a terminal with room for every table."""
    capsys.readouterr()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", "300")
        show(*answers, **options)
    return Printed(capsys.readouterr().out)
