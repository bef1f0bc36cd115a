"""My ward: who answers its calls, its neighbourhood team and its point of contact."""

from __future__ import annotations

import csv
import io

import pytest
from fastapi.testclient import TestClient

from api.app import build_app
from tests.support.deployments import Deployment
from tests.support.examples import PERSON, record, start, world


@pytest.fixture
def client(on_sqlite: Deployment) -> TestClient:
    return TestClient(build_app(on_sqlite.mergerlog), headers=on_sqlite.headers(), follow_redirects=False)


def cover(client: TestClient, programme: str, area: str = "kenton", day: str = "2018-06-04") -> list[list[str]]:
    path = f"/programmes/{programme}/areas/{area}/cover.csv?effective_on={day}"
    head, *rows = csv.reader(io.StringIO(client.get(path).text.removeprefix("\ufeff")))
    assert head == ["what", "who", "beside", "found by", "uncertain", "because of"]
    return rows


def test_a_ward_is_answered_for_by_the_team_that_covers_it_and_the_post_of_its_borough(
    on_sqlite: Deployment, client: TestClient
) -> None:
    calls, contact = cover(client, world(on_sqlite))
    assert calls == ["Who answers emergency calls", "Response A", "from Wembley", "Kenton", "no", "response-a"]
    assert contact[:5] == ["Point of contact", "Vacant", "Commander", "Brent", "no"]


def test_whoever_holds_the_post_is_the_point_of_contact_with_their_rank(
    on_sqlite: Deployment, client: TestClient
) -> None:
    programme = world(on_sqlite)
    details = {"person": PERSON, "tenure": "substantive", "rank": "Superintendent"}
    record(on_sqlite, programme, start("leader-appointed", "commander", "2018-06-01", details=details))
    assert cover(client, programme)[-1][1] == "Superintendent Simon Rose"
    assert cover(client, programme, day="2018-05-31")[-1][1] == "Vacant"


def test_a_team_without_a_base_says_that_no_paper_gives_one(on_sqlite: Deployment, client: TestClient) -> None:
    programme = world(on_sqlite)
    body = start("team-formed", "wardens", name="Wardens", unit="nw-bcu", function="neighbourhoods", covers=["kenton"])
    record(on_sqlite, programme, body)
    rows = [row for row in cover(client, programme) if row[0] == "Neighbourhood team"]
    assert [row[1:3] for row in rows] == [["Wardens", "The papers do not say where it is based"]]


def test_a_ward_is_chosen_from_its_borough(on_sqlite: Deployment, client: TestClient) -> None:
    programme = world(on_sqlite)
    page = client.get(f"/programmes/{programme}/my-ward")
    assert page.status_code == 200
    assert page.text.index("Brent") < page.text.index("Kenton ward")
    reply = client.get(f"/programmes/{programme}/my-ward?area=kenton&effective_on=2018-05-01")
    assert reply.status_code == 303
    assert reply.headers["location"] == f"/programmes/{programme}/areas/kenton/cover?effective_on=2018-05-01"


def test_a_ward_that_was_not_chosen_is_asked_for(on_sqlite: Deployment, client: TestClient) -> None:
    reply = client.get(f"/programmes/{world(on_sqlite)}/my-ward?area=")
    assert reply.status_code == 422
    assert "Choose a ward or a borough" in reply.text
