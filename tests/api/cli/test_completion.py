"""A shell completes commands, options, and the values of options that have few."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.log.payloads import BODIES
from tests.api.cli.command_line import run_process

PROGRAM = "from api.cli.main import app; app(prog_name='mergerlog')"


def completed(tmp_path: Path, typed: str) -> set[str]:
    """What bash offers for the last word of what was typed."""
    words = {"COMP_WORDS": typed, "COMP_CWORD": str(typed.count(" ")), "_MERGERLOG_COMPLETE": "complete_bash"}
    return set(run_process(PROGRAM, tmp_path, **words).split())


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("mergerlog struc", {"structure"}),
        ("mergerlog structure north-west --as", {"--as-observer"}),
        ("mergerlog structure north-west --basis ", {"done", "planned", "proposed"}),
        ("mergerlog structure north-west --basis p", {"planned", "proposed"}),
        ("mergerlog history north-west ", {"area", "unit", "site", "team", "post", "milestone"}),
        ("mergerlog contradictions north-west --state ", {"open", "settled"}),
        ("mergerlog clashes north-west --certainty ", {"certain", "possible"}),
        ("mergerlog token add office --role ", {"manager", "member", "observer"}),
        ("mergerlog log north-west site-", {kind for kind in BODIES if kind.startswith("site-")}),
        (
            "mergerlog scenario add north-west draft change-r",
            {kind for kind in BODIES if kind.startswith("change-r")},
        ),
        ("mergerlog entries north-west --kind claim", {kind for kind in BODIES if kind.startswith("claim")}),
    ],
)
def test_bash_is_offered(tmp_path: Path, typed: str, offered: set[str]) -> None:
    assert completed(tmp_path, typed) == offered
