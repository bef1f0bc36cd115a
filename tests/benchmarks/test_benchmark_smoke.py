"""The benchmark runs, and its answers are those of the hand-written SQL; how long it takes is no matter here."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks import appending, asking, clashes, report, serving
from tests.benchmarks.deployment import is_sqlite
from tests.benchmarks.measuring import measure
from tests.benchmarks.timing import Measure


def test_every_section_has_rows_and_answers_are_equal(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name, few in ((asking, "QUESTIONS", 5), (asking, "ROUNDS", 1), (appending, "ENTRIES", 3)):
        monkeypatch.setattr(module, name, few)
    monkeypatch.setattr(serving, "REQUESTS", 8)
    shape = "wide" if is_sqlite(database) else "deep"
    rows = list(measure(database, tmp_path, shape, 1000))
    assert {row.section for row in rows} == set(report.SECTIONS) - {"flat"}


def test_clashes_are_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clashes, "TIMES", 1)
    for name, measured, told in (
        ("deep", lambda into: clashes.two_hundred(into, 400), 11),
        ("london", clashes.london, 10),
    ):
        (tmp_path / name).mkdir()
        count, rows = measured(tmp_path / name)
        assert count > 50
        assert len(rows) == told


def test_growth_is_told_against_a_thousand_entries() -> None:
    rows = [Measure("structure", "today", n, 1, "ms", size=1000 * n, shape="deep") for n in (1, 3)]
    grown = report.with_growth(rows)[2:]
    assert [(row.ratio, report.keeps(row)) for row in grown] == [(3, False)]
