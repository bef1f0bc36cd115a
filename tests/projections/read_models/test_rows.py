"""Rows of a subject's read model: the last one of a basis before a place in the list."""

from __future__ import annotations

import pytest

from projections.read_models.rows import StateRow, start_row
from projections.read_models.state_json import RenderedState

NOBODY = RenderedState("site", "a", None, texts=(0, None, None))
ROWS = [StateRow(day, mask, 1, ref, NOBODY) for ref, (day, mask) in enumerate([(10, 7), (20, 6), (30, 4), (40, 1)])]


@pytest.mark.parametrize(
    ("first", "basis", "ref"),
    [
        (4, 1, 3),
        (3, 1, 0),
        (4, 2, 1),
        (4, 4, 2),
        (2, 4, 1),
        (1, 4, 0),
        (0, 4, None),
        (0, 1, None),
    ],
)
def test_the_state_of_a_basis_begins_with_the_last_row_that_holds_under_it(
    first: int, basis: int, ref: int | None
) -> None:
    row = start_row(ROWS, first, basis)
    assert (None if row is None else row.ref) == ref


def test_a_basis_under_which_no_row_holds_begins_with_nothing() -> None:
    assert start_row([ROWS[1]], 1, 1) is None
