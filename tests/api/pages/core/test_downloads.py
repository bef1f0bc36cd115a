"""Tables to download."""

from __future__ import annotations

import pytest

from api.pages.core.downloads import cell


@pytest.mark.parametrize("text", ["=1+1", "+44", "-1", "@here", "\tx", "\rx"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert cell(text) == f"'{text}"
    assert cell(f"x{text}") == f"x{text}"
