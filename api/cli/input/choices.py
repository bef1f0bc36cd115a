"""Values that a person chooses from: options of few values, and the kinds of entry, which a shell completes."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Literal

import typer

from domain.log.payloads import BODIES

BasisName = Literal["done", "planned", "proposed"]
StandingName = Literal["proposed", "planned", "done"]
RoleName = Literal["manager", "member", "observer"]
SubjectType = Literal["area", "unit", "site", "team", "post", "milestone"]
CertaintyName = Literal["certain", "possible"]
ClaimState = Literal["open", "settled"]


def read_kind(text: str) -> str:
    """A kind of entry, as it was typed. Raises BadParameter."""
    if text in BODIES:
        return text
    near = get_close_matches(text, BODIES, n=3)
    hint = f"Did you mean {' or '.join(near)}?" if near else "docs/kinds.md describes them all."
    raise typer.BadParameter(f'"{text}" is no kind of entry. {hint}')


def complete_kind(incomplete: str) -> Iterable[str]:
    """The kinds of entry that begin so, for a shell."""
    return [kind for kind in sorted(BODIES) if kind.startswith(incomplete)]
