from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest

from api import bootstrap
from projections.database.connections import connect_database, writing
from tests.support.deployments import Deployment, deploy
from tests.support.examples import start, world


@pytest.fixture
def hasty(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Deployment]:
    """A deployment that waits for a lock for a moment only."""
    monkeypatch.setattr(bootstrap, "connect_database", partial(connect_database, busy_seconds=0.1))
    with deploy(database) as deployment:
        yield deployment


def test_a_log_that_another_writes_to_is_503_and_says_when_to_try_again(hasty: Deployment) -> None:
    programme = world(hasty)
    body = start("site-opened", "harrow", details={"name": "Harrow", "area": "brent"}, id="harrow-opens")
    before = hasty.get(f"/programmes/{programme}/entries").json()
    with writing(hasty.mergerlog.engine):
        reply = hasty.post(f"/programmes/{programme}/entries", body)
        assert (reply.status_code, reply.headers["Retry-After"]) == (503, "5")
        assert reply.json()["title"] == "Busy"
        assert "Nothing was stored" in reply.json()["detail"]
        assert hasty.get(f"/programmes/{programme}/entries").json() == before
    assert hasty.post(f"/programmes/{programme}/entries", body).status_code == 201
