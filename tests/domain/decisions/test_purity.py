"""Every refusal of an entry is raised in the domain: nobody else decides."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.support.paths import ROOT

OF_AN_ENTRY = {
    "ClashOutOfSight",
    "Impossible",
    "MakesImpossible",
    "NotAllowed",
    "NotYet",
    "OtherProgramme",
    "RecordedOutOfTurn",
    "Stale",
    "UnknownChange",
    "UnknownClaim",
    "UnknownClash",
    "UnknownDependency",
    "UnknownSubject",
    "VersionTaken",
}


def raised_in(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Raise) and node.exc is not None:
            exception = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            if isinstance(exception, ast.Name):
                yield exception.id


def test_nobody_else_raises_one() -> None:
    others = [file for package in ("projections", "scheduler", "api") for file in (ROOT / package).rglob("*.py")]
    assert len(others) > 100
    assert {(file.name, name) for file in others for name in raised_in(file) if name in OF_AN_ENTRY} == set()


def test_the_domain_raises_each() -> None:
    raised = {name for file in (ROOT / "domain").rglob("*.py") for name in raised_in(file)}
    # `decide` makes these two and raises them in one place.
    assert OF_AN_ENTRY - raised <= {"RecordedOutOfTurn", "UnknownDependency"}
