"""Layout: the top level is what was asked for, and tests lie in the room of what they test."""

from __future__ import annotations

import pytest

from tests.conventions.source_files import PACKAGES, SourceFile, source_files
from tests.support.paths import ROOT

OF_PACKAGES = tuple(file for file in source_files("tests") if file.path.split("/")[1] in PACKAGES)


def test_the_top_level_is_what_was_asked_for() -> None:
    allowed = {"pyproject.toml", "README.md", "docs", "tests", *PACKAGES}
    entries = {path.name for path in ROOT.iterdir() if not path.name.startswith(".") and path.suffix != ".egg-info"}
    assert entries - {"uv.lock", "dist"} <= allowed


@pytest.mark.parametrize("file", OF_PACKAGES, ids=lambda file: str(file.path))
def test_a_test_lies_in_the_room_of_what_it_tests(file: SourceFile) -> None:
    room = ROOT.joinpath(*file.path.split("/")[1:-1])
    assert room.is_dir(), f"{file.path} tests {room.relative_to(ROOT)}, which is not there"
