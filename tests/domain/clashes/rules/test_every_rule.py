"""Every rule has a test that it fires, one that it does not, and one under imprecise dates."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import tests.domain.clashes.rules
from domain.clashes.engine.rule import Rule
from domain.clashes.evaluate import RULES

MODULES = [
    importlib.import_module(f"tests.domain.clashes.rules.{found.name}")
    for found in pkgutil.iter_modules(tests.domain.clashes.rules.__path__)
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_it_is_held_by_tests(rule: type[Rule]) -> None:
    cases = [getattr(module, f"Test{rule.__name__}") for module in MODULES if hasattr(module, f"Test{rule.__name__}")]
    (of_rule,) = cases
    for what in ("test_fires_", "test_not_", "test_possibly_"):
        assert any(name.startswith(what) for name in vars(of_rule)), f"{rule.name} has no {what}… in {of_rule}"


def test_a_rule_is_a_sentence_with_a_name_of_its_own() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.sentence().endswith(".") for rule in RULES)
