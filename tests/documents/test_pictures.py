"""The pictures of the README are what the program draws of the real data."""

from __future__ import annotations

from tests.documents.pictures import FOLDER, drawings


def test_the_pictures_are_what_the_program_draws() -> None:
    drawn = drawings()
    kept = {name: (FOLDER / name).read_bytes() for name in drawn}
    assert kept == drawn, "draw them again: python -m tests.documents.pictures"
    assert sum(map(len, kept.values())) < 60_000
