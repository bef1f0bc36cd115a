"""Who is signed in to the pages reads the API without a token, as the links on the pages have them do; and no more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import build_app
from api.services.accounts import Accounts
from tests.api.http.test_access import DELETES, OF_MANAGERS, READS, WRITES, peopled_world
from tests.support.database_dumps import dump
from tests.support.deployments import Deployment, deploy, sqlite_url
from tests.support.examples import amend, record

PASSWORD = "three words together"


@dataclass
class House:
    """A deployment that lets nobody read who does not say who they are."""

    deployment: Deployment
    programme: str
    accounts: Accounts

    def session(self, name: str) -> str:
        """The secret of a new session."""
        return self.accounts.sign_in(name, PASSWORD, "the tests")

    def client(self, secret: str | None) -> TestClient:
        """A browser with the session's cookie."""
        cookies = {} if secret is None else {"mergerlog": secret}
        return TestClient(build_app(self.deployment.mergerlog), cookies=cookies)

    def add(self, name: str, role: str | None, programme: str | None = None) -> TestClient:
        """An account, and a browser in which it is signed in."""
        self.accounts.add(name, f"The {name}", PASSWORD, role, programme)
        return self.client(self.session(name))

    def statuses(self, client: TestClient, *paths: str) -> set[int]:
        """What reading gives."""
        return {client.get(f"/v1{path.format(self.programme)}").status_code for path in paths or READS}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with deploy(sqlite_url(tmp_path)) as deployment:
        accounts = Accounts(deployment.mergerlog.engine, deployment.mergerlog.clock)
        yield House(deployment, peopled_world(deployment), accounts)


@pytest.mark.parametrize("role", ["manager", "member", "observer"])
def test_they_read_as_their_role_has_it(house: House, role: str) -> None:
    record(house.deployment, house.programme, amend("change-restricted", "wembley", id="hush"))
    client, paths = house.add(role, role), [path for path in READS if "wembley" not in path]
    assert house.statuses(client, *paths) == {200}
    assert house.statuses(client, *OF_MANAGERS) == ({200} if role == "manager" else {403})
    seen = client.get(f"/v1/programmes/{house.programme}/changes/wembley")
    assert seen.status_code == (404 if role == "observer" else 200)
    assert house.statuses(house.client(None)) == {401}


def test_a_cookie_writes_nothing(house: House) -> None:
    """A browser sends it along with what another site had it send."""
    client = house.add("manager", "manager")
    before = dump(house.deployment.mergerlog.engine)
    for path, body in WRITES:
        assert client.post(f"/v1{path.format(house.programme)}", json=body).status_code == 401, path
    for path in DELETES:
        assert client.delete(f"/v1{path}").status_code == 401
    for path in ("/contacts", f"/programmes/{house.programme}/scenarios"):
        assert client.post(f"/v1{path}", json={"name": "One"}).status_code == 401
        assert client.get(f"/v1{path}").status_code == 200
    assert dump(house.deployment.mergerlog.engine) == before


def test_a_role_in_one_programme_is_none_in_another(house: House) -> None:
    other = peopled_world(house.deployment)
    client = house.add("member", "member", other)
    assert house.statuses(client, *[path for path in READS if "{}" in path]) == {403}
    assert [each["id"] for each in client.get("/v1/programmes").json()["programmes"]] == [other]
    assert client.get(f"/v1/programmes/{other}/reminders").status_code == 200
    house.accounts.set_role(house.accounts.everyone()[0].id, "manager", house.programme)
    client = house.client(house.session("member"))
    assert house.statuses(client) == {200}
    assert client.get(f"/v1/programmes/{house.programme}/scenarios").status_code == 200
    assert client.get(f"/v1/programmes/{other}/scenarios").status_code == 403


def test_who_has_no_role_or_is_no_longer_signed_in_reads_nothing(house: House) -> None:
    assert house.statuses(house.add("nobody", None)) == {401}
    secret = house.session("nobody")
    house.accounts.set_role(house.accounts.everyone()[0].id, "member")
    assert house.statuses(house.client(secret)) == {401}  # a change of role ends the sessions
    secret = house.session("nobody")
    assert house.statuses(house.client(secret)) == {200}
    house.accounts.sign_out(secret)
    assert house.statuses(house.client(secret)) == {401}
    secret = house.session("nobody")
    house.deployment.time.at += timedelta(hours=13)
    assert house.statuses(house.client(secret)) == {401}


def test_a_token_goes_before_a_cookie(house: House) -> None:
    client = house.add("manager", "manager")
    path = f"/v1/programmes/{house.programme}/scenarios"
    assert client.get(path, headers=house.deployment.headers("member")).status_code == 403
    assert client.get(path, headers={"Authorization": "Bearer nonsense"}).status_code == 401


def test_what_is_kept_is_kept_apart(house: House) -> None:
    reply = house.add("member", "member").get(f"/v1/programmes/{house.programme}/structure?known_on=2018-06-03")
    assert reply.headers["cache-control"] == "private, no-cache"
    assert reply.headers["vary"] == "Authorization, Cookie"
