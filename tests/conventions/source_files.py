"""The source files of the four packages and of the tests, parsed once."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.support.paths import ROOT

PACKAGES = ("domain", "projections", "scheduler", "api")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class SourceFile:
    """One file: where it is, its lines and its syntax tree."""

    path: str
    """Relative to the top of the repository."""
    lines: list[str]
    tree: ast.Module

    @property
    def package(self) -> str:
        return self.path.partition("/")[0]

    def functions(self) -> Iterator[Function]:
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))


@cache
def source_files(*packages: str) -> tuple[SourceFile, ...]:
    """Every Python file of the packages, by path."""
    paths = sorted(path for package in packages for path in (ROOT / package).rglob("*.py"))
    return tuple(_parse(path) for path in paths)


def _parse(path: Path) -> SourceFile:
    text = path.read_text()
    return SourceFile(str(path.relative_to(ROOT)), text.splitlines(), ast.parse(text))
