"""Areas that a paper counts but does not name."""

from __future__ import annotations

import msgspec
import pytest

from domain.kinds.unnamed_areas import Unnamed, unnamed_fields


def test_they_are_counted_or_not() -> None:
    assert unnamed_fields(Unnamed("brent", 3)) == {"covers_unnamed": {"area": "brent", "count": 3}}
    assert unnamed_fields(Unnamed("brent", None)) == {"covers_unnamed": {"area": "brent", "count": None}}


def test_a_null_clears_them_and_what_is_left_out_does_not() -> None:
    assert unnamed_fields(None) == {"covers_unnamed": None}
    assert unnamed_fields(msgspec.UNSET) == {}


@pytest.mark.parametrize(
    ("count", "words"),
    [(None, "wards of {area} (not named)"), (1, "1 ward of {area} (not named)"), (2, "2 wards of {area} (not named)")],
)
def test_they_have_words(count: int | None, words: str) -> None:
    assert Unnamed("brent", count).phrase == words
