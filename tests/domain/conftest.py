"""Tests of the domain: no database, and no answer from a cache that another test has filled."""

from __future__ import annotations

import pytest

from domain.time import edtf, instants

CACHED = (edtf.parse, edtf.show, instants.parse, instants.show, instants.end_of_day, instants._london_day_of_second)


@pytest.fixture(autouse=True)
def _empty_caches() -> None:
    for function in CACHED:
        function.cache_clear()
