"""Milestones."""

from __future__ import annotations

import msgspec
import pytest

from tests.domain.kinds.read import event, sets


def test_a_milestone_is_set_with_what_is_known_of_it() -> None:
    assert sets("milestone-set", title="Go live") == {"title": "Go live"}
    whole = {"title": "Go live", "owner": "commander", "workstream": "estate", "stage": "go-live"}
    assert sets("milestone-set", **whole, depends_on=["b", "a", "b"]) == whole | {"depends_on": ["a", "b"]}


def test_a_milestone_that_is_set_again_may_depend_on_nothing() -> None:
    assert sets("milestone-set", title="Go live", depends_on=[]) == {"title": "Go live", "depends_on": []}


def test_it_names_its_owner_and_what_it_depends_on() -> None:
    wanted = [("post", "commander"), ("dependency", "b"), ("dependency", "a")]
    assert list(event("milestone-set", title="T", owner="commander", depends_on=["b", "a"]).references()) == wanted


def test_a_stage_is_one_of_three() -> None:
    with pytest.raises(msgspec.ValidationError):
        event("milestone-set", title="T", stage="afterwards")
