"""Tables to download."""

from __future__ import annotations

import pytest

from api.pages.core.downloads import cell

WIDE = ("\uff1d1+1", "\uff0b44", "\uff0d1", "\uff20here")
SMALL = ("\ufe661+1", "\ufe6244", "\ufe631", "\ufe6bhere")


@pytest.mark.parametrize("text", ["=1+1", "+44", "-1", "@here", "\tx", "\rx", *WIDE, *SMALL])
def test_no_cell_is_a_formula(text: str) -> None:
    assert cell(text) == f"'{text}"
    assert cell(f"x{text}") == f"x{text}"


@pytest.mark.parametrize("value", ["", None, "Wembley", "5 = 5", "\u2013 3 days", "\uff21", 12])
def test_what_no_spreadsheet_calculates_stays_as_it_is(value: object) -> None:
    assert cell(value) == ("" if value is None else str(value))
