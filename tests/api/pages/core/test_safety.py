"""What keeps the pages safe: headers, forms from elsewhere, sessions, tries, and who may do what."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import build_app
from api.services.accounts import Accounts, NotSignedIn, TooManyTries
from projections.accounts.accounts import LastManager
from projections.database.connections import reading
from tests.browser.site import PASSWORD
from tests.support.deployments import Deployment, deploy, sqlite_url
from tests.support.examples import world

HERE = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def house(deployment: Deployment) -> Iterator[tuple[Deployment, Accounts, TestClient]]:
    accounts = Accounts(deployment.mergerlog.engine, deployment.mergerlog.clock)
    yield deployment, accounts, TestClient(build_app(deployment.mergerlog), follow_redirects=False)


def test_every_answer_has_the_headers(tmp_path: Path) -> None:
    with deploy(sqlite_url(tmp_path), address="https://merger.example") as found:
        client = TestClient(build_app(found.mergerlog), "http://merger.example", follow_redirects=False)
        for path in ("/sign-in", "/nowhere", "/", "/static/x/start.js"):
            headers = client.get(path).headers
            policy = headers["content-security-policy"]
            assert "unsafe" not in policy
            assert "default-src 'none'" in policy
            assert "frame-ancestors 'none'" in policy
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["referrer-policy"] == "same-origin"
            assert "max-age" in headers["strict-transport-security"]
        for path in ("/v1/programmes", "/healthz", "/reminders/item"):
            headers = client.get(path).headers
            assert "max-age" in headers["strict-transport-security"], path
            assert headers["cross-origin-resource-policy"] == "same-origin", path
        assert client.get("/sign-in").headers["cache-control"] == "no-store"
        assert client.get("/privacy").headers["cache-control"] == "private, no-cache"
        found.mergerlog.create_programme("p", "P")
        Accounts(found.mergerlog.engine, found.mergerlog.clock).add("m", "M", PASSWORD, "manager")
        reply = client.post("/sign-in", data={"sign_in": "m", "password": PASSWORD}, headers=HERE)
        cookie = reply.headers["set-cookie"]
        assert cookie.startswith("__Host-mergerlog=")
        assert all(word in cookie for word in ("HttpOnly", "Secure", "SameSite=lax", "Path=/"))


ELSEWHERE: tuple[dict[str, str], ...] = (
    {},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "none"},
    {"origin": "https://evil.example"},
    {"origin": "https://testserver"},
    {"origin": "null"},
)


def test_a_form_from_elsewhere_does_nothing(tmp_path: Path) -> None:
    with deploy(sqlite_url(tmp_path)) as found:
        accounts = Accounts(found.mergerlog.engine, found.mergerlog.clock)
        client = TestClient(build_app(found.mergerlog), follow_redirects=False)
        accounts.add("m", "M", PASSWORD, "manager")
        client.cookies.set("mergerlog", accounts.sign_in("m", PASSWORD, "here"))
        programme = found.programme()
        sent = {"kind": "milestone-set", "standing": "planned", "when-from-year": "2019", "step": "record"}
        for headers in ELSEWHERE:
            for path in (f"/programmes/{programme}/record", "/accounts", "/tokens", "/sign-in", "/sign-out"):
                assert client.post(path, data=sent | {"d-title": "T"}, headers=headers).status_code == 403
        assert found.get(f"/programmes/{programme}/entries").json()["entries"] == []
        for headers in (HERE, {"origin": "http://testserver"}):
            title = {"d-title": next(iter(headers.values()))}
            reply = client.post(f"/programmes/{programme}/record", data=sent | title, headers=headers)
            assert reply.status_code == 303
        assert len(found.get(f"/programmes/{programme}/entries").json()["entries"]) == 2


def test_a_session_ends_with_the_role_the_password_the_account_and_the_day(
    house: tuple[Deployment, Accounts, TestClient],
) -> None:
    found, accounts, _ = house
    accounts.add("root", "Root", PASSWORD, "manager")
    id_ = accounts.add("m", "M", PASSWORD, "member").id

    def is_signed_in(secret: str) -> bool:
        with reading(found.mergerlog.engine) as connection:
            return accounts.who(connection, secret) is not None

    ends: tuple[Callable[[], object], ...] = (
        lambda: accounts.set_role(id_, "observer"),
        lambda: accounts.set_password(id_, PASSWORD),
        lambda: accounts.set_disabled(id_, disabled=True),
    )
    for end in ends:
        accounts.set_disabled(id_, disabled=False)
        secret = accounts.sign_in("m", PASSWORD, "here")
        assert is_signed_in(secret)
        end()
        assert not is_signed_in(secret)
    with pytest.raises(NotSignedIn):
        accounts.sign_in("m", PASSWORD, "here")
    accounts.set_disabled(id_, disabled=False)
    first = accounts.sign_in("m", PASSWORD, "here")
    second = accounts.sign_in("m", PASSWORD, "here", first)
    assert (is_signed_in(first), is_signed_in(second)) == (False, True)  # renewed at signing in
    found.time.at += timedelta(hours=13)
    assert not is_signed_in(second)
    accounts.sign_out(second)


def test_the_last_manager_stays(house: tuple[Deployment, Accounts, TestClient]) -> None:
    _, accounts, _ = house
    first = accounts.add("one", "One", PASSWORD, "manager").id
    ways: tuple[Callable[[], object], ...] = (
        lambda: accounts.set_role(first, None),
        lambda: accounts.set_disabled(first, disabled=True),
    )
    for take in ways:
        with pytest.raises(LastManager):
            take()
    second = accounts.add("two", "Two", PASSWORD, "manager").id
    accounts.set_disabled(first, disabled=True)
    with pytest.raises(LastManager):
        accounts.set_role(second, "member")


def test_tries_to_sign_in_are_counted(house: tuple[Deployment, Accounts, TestClient]) -> None:
    found, accounts, _ = house
    accounts.add("m", "M", PASSWORD, "member")
    for _ in range(10):
        with pytest.raises(NotSignedIn):
            accounts.sign_in("M ", "wrong", "here")
    with pytest.raises(TooManyTries):
        accounts.sign_in("m", PASSWORD, "elsewhere")
    found.time.at += timedelta(minutes=16)
    accounts.sign_in("m", PASSWORD, "here")


def test_searches_and_files_are_paced(deployment: Deployment) -> None:
    programme = world(deployment)
    client = TestClient(build_app(deployment.mergerlog), headers=deployment.headers("member"))
    for path in ("search?q=wembley", "log.csv"):
        statuses = [client.get(f"/programmes/{programme}/{path}").status_code for _ in range(61)]
        assert statuses == [200] * 60 + [429]
        deployment.time.at += timedelta(minutes=1)
        assert client.get(f"/programmes/{programme}/{path}").status_code == 200


def test_without_a_role_nothing_is_read_and_without_a_managers_nothing_is_written(
    house: tuple[Deployment, Accounts, TestClient],
) -> None:
    found, accounts, client = house
    programme = world(found)
    assert client.get(f"/programmes/{programme}").headers["location"].startswith("/sign-in?next=")
    accounts.add("stranger", "S", PASSWORD)
    client.cookies.set("mergerlog", accounts.sign_in("stranger", PASSWORD, "here"))
    assert client.get(f"/programmes/{programme}").status_code == 403
    id_ = next(each.id for each in accounts.everyone() if each.sign_in == "stranger")
    accounts.set_role(id_, "member", programme)
    client.cookies.set("mergerlog", accounts.sign_in("stranger", PASSWORD, "here"))
    assert client.get(f"/programmes/{programme}").status_code == 200
    assert client.get("/programmes/no-such").status_code == 403, "as one that is there"
    for path in ("record", "import", "changes/wembley/amend?kind=change-retracted"):
        assert client.get(f"/programmes/{programme}/{path}").status_code == 403
        assert client.post(f"/programmes/{programme}/{path}", data={"kind": "x"}, headers=HERE).status_code == 403
    for path in ("/accounts", "/tokens", "/new-programme"):
        assert client.get(path).status_code == 403


def test_search_finds_what_is_said_on_both_databases(deployment: Deployment) -> None:
    programme = world(deployment)
    client = TestClient(build_app(deployment.mergerlog), headers=deployment.headers("member"))
    found = client.get(f"/programmes/{programme}/search?q=colin").text
    assert "Colindale was" in found or "Colindale opened" in found
    assert "No entries say it" in client.get(f"/programmes/{programme}/search?q=colin+nowhere").text
    for query in ('"', "*", "a OR b", "(", "'; --", "NEAR/3", "&|!", "ü", "x" * 200):
        assert client.get(f"/programmes/{programme}/search", params={"q": query}).status_code == 200, query
    assert client.get(f"/programmes/{programme}/search", params={"q": "x" * 201}).status_code == 422
    deployment.mergerlog.rebuild()
    assert client.get(f"/programmes/{programme}/search?q=colin").text == found
