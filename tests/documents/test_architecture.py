"""The walks of docs/architecture.md lead through files and functions that are there."""

from __future__ import annotations

import ast
import re

import pytest

from tests.support.paths import ROOT

PAGE = (ROOT / "docs" / "architecture.md").read_text()
STEPS = re.findall(r"`((?:domain|projections|scheduler|api)/[\w/]+\.py)(?::(\w+))?`", PAGE)


def test_there_are_five_walks() -> None:
    walks = re.findall(r"^## (An? .+|A .+)$", PAGE, re.MULTILINE)
    assert walks == ["An entry", "A page form", "A question", "A reminder", "A rebuild"]
    assert len(STEPS) > 40


@pytest.mark.parametrize(("path", "name"), STEPS, ids=lambda value: value or "whole")
def test_every_step_is_in_the_code(path: str, name: str) -> None:
    tree = ast.parse((ROOT / path).read_text())
    names = {
        node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    }
    assert not name or name in names, f"{path} has no {name}"
