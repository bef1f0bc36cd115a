"""The values that the command line lets people choose from are those of the program."""

from __future__ import annotations

from typing import get_args

import pytest
import typer

from api.cli.commands.remind import TICK_SECONDS
from api.cli.input import choices
from domain.changes.change import BASES
from domain.kinds.registry import TYPES
from domain.log.payloads import BODIES
from projections.accounts.tokens import ROLES
from projections.questions.clashes.filter import CERTAINTIES
from scheduler.job import SECONDS


def test_each_choice_has_the_programs_values() -> None:
    assert set(get_args(choices.BasisName)) == set(BASES) == set(get_args(choices.StandingName))
    assert set(get_args(choices.RoleName)) == set(ROLES)
    assert get_args(choices.SubjectType) == TYPES
    assert get_args(choices.CertaintyName) == CERTAINTIES
    assert TICK_SECONDS == SECONDS


def test_every_kind_is_read() -> None:
    assert [choices.read_kind(kind) for kind in BODIES] == list(BODIES)


def test_a_kind_that_is_nearly_one_is_told_the_near_ones() -> None:
    with pytest.raises(typer.BadParameter, match=r'"site-closd" is no kind of entry\. Did you mean site-closed'):
        choices.read_kind("site-closd")


def test_a_kind_that_is_like_none_is_told_where_they_are() -> None:
    with pytest.raises(typer.BadParameter, match=r"docs/kinds\.md"):
        choices.read_kind("xyz")


def test_kinds_are_completed_in_order() -> None:
    offered = list(choices.complete_kind("change-"))
    assert offered == sorted(kind for kind in BODIES if kind.startswith("change-"))
    assert offered
