"""The table of rules, made from their classes."""

from __future__ import annotations

from collections.abc import Iterator

from domain.clashes.evaluate import RULES
from domain.clashes.rules.team_sites import NEEDS
from tests.documents.tables import Kept, table


def rules(_: str, kept: Kept) -> Iterator[str]:
    """Every rule: its name, what it is asked of, and its sentence."""
    rows = [[f"`{rule.name}`", ", ".join(rule.focus), rule.sentence()] for rule in RULES]
    yield from table("rule|asked of every|what it says", rows)


def uses(_: str, kept: Kept) -> Iterator[str]:
    """The uses that a team of each function needs of its site."""
    rows = [[name, " or ".join(f"`{use}`" for use in sorted(wanted))] for name, wanted in NEEDS.items()]
    yield from table("function|its site is", rows)
