"""What is done before anyone asks: the clashes of every programme, the latest altered first, while there is time."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from structlog.testing import capture_logs

from api import warm_up
from api.warm_up import SECONDS, warm
from projections.cache import known_changes
from projections.database.connections import Busy
from tests.support.deployments import Deployment, deploy, sqlite_url
from tests.support.examples import record, start, world


@pytest.fixture
def deployment(tmp_path: Path) -> Iterator[Deployment]:
    with deploy(sqlite_url(tmp_path)) as found:
        yield found


def asked_for(deployment: Deployment, seconds: Iterator[float]) -> list[tuple[str, str, bool]]:
    """What warming asks, in its order."""
    with patch.object(warm_up, "_ask") as ask:
        warm(deployment.mergerlog, lambda: next(seconds))
    return [(call.args[1], call.args[2], call.args[3]) for call in ask.call_args_list]


def test_who_asks_first_has_their_answer_without_reading_the_log(deployment: Deployment) -> None:
    programme = world(deployment)
    path = f"/programmes/{programme}/clashes"
    with deploy(str(deployment.mergerlog.engine.url)) as cold:
        cold.time.at = deployment.time.at
        wanted = [
            cold.get(path, role, basis=basis).json()["clashes"] for role in cold.tokens for basis in warm_up.BASES
        ]
    assert any(wanted)
    warm(deployment.mergerlog, itertools.count().__next__)
    with patch.object(known_changes, "_read", side_effect=AssertionError("it was read again")):
        found = [
            deployment.get(path, role, basis=basis).json()["clashes"]
            for role in deployment.tokens
            for basis in warm_up.BASES
        ]
    assert found == wanted


def test_the_log_that_went_on_last_comes_first(deployment: Deployment) -> None:
    first, second = world(deployment), world(deployment)
    assert [each[0] for each in asked_for(deployment, itertools.count())][::4] == [second, first]
    record(deployment, first, start("site-closed", "wembley", "2018-02", id="closed"))
    found = asked_for(deployment, itertools.count())
    assert [each[0] for each in found][::4] == [first, second]
    assert {each[1:] for each in found} == {(basis, public) for basis in warm_up.BASES for public in (False, True)}


def test_it_stops_when_its_time_is_up(deployment: Deployment) -> None:
    for _ in range(2):
        world(deployment)
    assert len(asked_for(deployment, iter([0, 1, 2, SECONDS + 1]))) == 2
    assert len(asked_for(deployment, itertools.repeat(0))) == 8


def test_what_goes_wrong_is_said_and_keeps_nobody_from_serving(deployment: Deployment) -> None:
    world(deployment)
    with patch.object(warm_up, "_ask", side_effect=Busy), capture_logs() as said:
        warm(deployment.mergerlog, itertools.count().__next__)
    assert [(each["event"], each["error"]) for each in said] == [("not warmed", "Busy")]
