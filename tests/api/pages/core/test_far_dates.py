"""Pages about the first and the last days of the calendar."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from api.app import build_app
from tests.support.deployments import Deployment
from tests.support.examples import record, start, world

DAYS = ("0001-01-01", "0001-12-31", "9998-12-31", "9999-01-01", "9999-06-01", "9999-12-31")


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("page", ["structure", "timeline", "structure/compare", "clashes", "log", "mergers", ""])
def test_every_day_of_the_calendar_has_its_page(on_sqlite: Deployment, page: str, day: str) -> None:
    programme = world(on_sqlite)
    client = TestClient(build_app(on_sqlite.mergerlog), headers=on_sqlite.headers())
    path = f"/programmes/{programme}/{page}".rstrip("/")
    assert client.get(f"{path}?effective_on={day}").status_code == 200


@pytest.mark.parametrize("end", ["", ".svg", ".png"])
def test_how_a_date_moved_over_nine_thousand_years_is_drawn(on_sqlite: Deployment, end: str) -> None:
    programme = world(on_sqlite)
    record(on_sqlite, programme, start("site-opened", "far", "0001/9999", "planned", id="far", name="Far"))
    client = TestClient(build_app(on_sqlite.mergerlog), headers=on_sqlite.headers())
    assert client.get(f"/programmes/{programme}/changes/far/forecasts{end}").status_code == 200
