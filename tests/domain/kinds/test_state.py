"""The state of a subject."""

from __future__ import annotations

import pytest

from domain.kinds.state import ABSENT, NOTHING, State, set_change


def test_before_anything_happened_there_is_nothing() -> None:
    assert State(ABSENT, {}, {}, 0, ()) == NOTHING


@pytest.mark.parametrize(
    ("current", "add", "end", "after"),
    [
        ([], ("b", "a"), (), ["a", "b"]),
        (["a"], ("a",), (), None),
        (["a"], (), ("b",), None),
        (["a", "b"], (), ("a",), ["b"]),
        (["a"], ("b",), ("b",), None),
        (["b"], ("a",), ("b",), ["a"]),
        ([], (), (), None),
    ],
)
def test_a_set_is_added_to_and_then_taken_from(
    current: list[str], add: tuple[str, ...], end: tuple[str, ...], after: list[str] | None
) -> None:
    assert set_change(current, add, end) == after
