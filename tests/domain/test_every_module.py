"""A newcomer finds the tests of each module of the domain by its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.paths import ROOT

MODULES = sorted(
    path.relative_to(ROOT / "domain") for path in (ROOT / "domain").rglob("*.py") if path.name != "__init__.py"
)


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_it_has_tests_where_its_name_says(module: Path) -> None:
    tests = ROOT / "tests" / "domain" / module.parent / f"test_{module.name}"
    assert tests.is_file(), f"domain/{module} has no tests/domain/{module.parent}/test_{module.name}"
    assert "\ndef test_" in tests.read_text(encoding="utf-8") or "    def test_" in tests.read_text(encoding="utf-8")
