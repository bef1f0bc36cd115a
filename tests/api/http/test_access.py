"""Who may do what: nothing without a token, by its role and for its programme; and no secret at rest or in the log."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from projections.database.connections import reading
from projections.database.tables import token
from tests.support.database_dumps import dump
from tests.support.deployments import Deployment, deploy, sqlite_url
from tests.support.examples import NAME, PERSON, amend, log_of, record, start, world

READS = (
    "/programmes", "/people/p-7f3a", "/programmes/{}", "/programmes/{}/structure", "/programmes/{}/structure/compare",
    "/programmes/{}/entries", "/programmes/{}/entries/brent", "/programmes/{}/changes/wembley",
    "/programmes/{}/areas/brent", "/programmes/{}/areas/kenton/cover", "/programmes/{}/units/nw-bcu",
    "/programmes/{}/sites/wembley", "/programmes/{}/teams/response-a", "/programmes/{}/posts/commander",
    "/programmes/{}/milestones/go-live", "/programmes/{}/timeline", "/programmes/{}/milestones",
    "/programmes/{}/changes/wembley/knock-on", "/programmes/{}/changes/wembley/forecasts", "/programmes/{}/clashes",
    "/programmes/{}/contradictions", "/programmes/{}/mergers",
)  # fmt: skip
OF_MANAGERS = ("/people", "/accounts", "/tokens")
"""What only a manager of all programmes reads."""
ELSEWHERE = re.compile("/contacts|/reminders|/calendar|/scenarios|/clashes/|/mergers/")
"""Contacts, reminders, calendars and drafts are for fewer people, and have tests of their own for who may call them;
one clash and one merger are read as all of them are."""
CLOSED = start("site-closed", "wembley", "2018-02", id="closed")
WRITES: tuple[tuple[str, Any], ...] = (
    ("/programmes", {"id": "atlantis", "name": "Atlantis"}),
    ("/people", {"name": "Sara Leach"}),
    ("/programmes/{}/entries", CLOSED),
    ("/programmes/{}/entries?dry_run=true", CLOSED),
    ("/programmes/{}/entries/import", CLOSED),
)
DELETES = ("/people/p-7f3a",)


@pytest.fixture
def programme(deployment: Deployment) -> str:
    return peopled_world(deployment)


def peopled_world(deployment: Deployment) -> str:
    """The small world with somebody in post, so that everyone who reads it may know their name."""
    programme = world(deployment)
    appointed = start("leader-appointed", "commander", "2018-04-01", id="appointed", person=PERSON, tenure="acting")
    record(deployment, programme, appointed)
    return programme


def get(deployment: Deployment, path: str, programme: str, secret: str | None = None) -> Any:
    headers = {} if secret is None else {"Authorization": f"Bearer {secret}"}
    return deployment.client.get(f"/v1{path.format(programme)}", headers=headers)


def post(deployment: Deployment, path: str, programme: str, body: Any, secret: str | None = None) -> Any:
    headers = {} if secret is None else {"Authorization": f"Bearer {secret}"}
    return deployment.client.post(f"/v1{path.format(programme)}", json=body, headers=headers)


def delete(deployment: Deployment, path: str, secret: str | None = None) -> Any:
    headers = {} if secret is None else {"Authorization": f"Bearer {secret}"}
    return deployment.client.delete(f"/v1{path}", headers=headers)


def test_these_are_all_the_reads_and_writes_that_there_are(deployment: Deployment) -> None:
    paths = deployment.get("/openapi.json").json()["paths"]
    paths = {path: methods for path, methods in paths.items() if not ELSEWHERE.search(path)}
    under = {path: methods for path, methods in paths.items() if path.startswith("/v1")}
    assert len(READS) + len(OF_MANAGERS) == sum("get" in methods for methods in under.values())
    assert len({path.partition("?")[0] for path, _ in WRITES}) == sum("post" in methods for methods in under.values())
    assert len(DELETES) == sum("delete" in methods for methods in under.values())
    assert {method for methods in paths.values() for method in methods} == {"get", "post", "delete"}


def test_without_a_token_nothing_is_read_or_written(deployment: Deployment, programme: str) -> None:
    before = dump(deployment.mergerlog.engine)
    secrets = (None, "", " ", "nonsense", deployment.tokens["manager"][:-1], deployment.tokens["manager"] + "A")
    for secret in secrets:
        replies = [get(deployment, path, programme, secret) for path in (*READS, *OF_MANAGERS)]
        replies += [post(deployment, path, programme, body, secret) for path, body in WRITES]
        replies += [delete(deployment, path, secret) for path in DELETES]
        for reply in replies:
            assert (reply.status_code, reply.headers["WWW-Authenticate"]) == (401, "Bearer"), reply.url
            assert reply.headers["Content-Type"] == "application/problem+json"
            assert reply.json().keys() == {"type", "title", "status", "detail"}
    assert dump(deployment.mergerlog.engine) == before
    for path in ("/healthz", "/readyz", "/v1/openapi.json"):
        assert deployment.client.get(path).status_code == 200


@pytest.mark.parametrize("path", OF_MANAGERS)
def test_who_is_who_is_for_managers_of_all(deployment: Deployment, programme: str, path: str) -> None:
    for role in ("observer", "member"):
        assert get(deployment, path, programme, deployment.tokens[role]).status_code == 403
    reply = get(deployment, path, programme, deployment.mergerlog.add_token("one", "manager", programme))
    assert (reply.status_code, "all programmes" in reply.json()["detail"]) == (403, True)
    reply = get(deployment, path, programme, deployment.tokens["manager"])
    assert (reply.status_code, list(reply.json())) == (200, ["asked", path[1:]])


def test_only_the_bearer_scheme_is_a_token(deployment: Deployment, programme: str) -> None:
    secret, path = deployment.tokens["manager"], f"/v1/programmes/{programme}"
    pair = base64.b64encode(f"manager:{secret}".encode()).decode()
    for value in (secret, f"Basic {pair}", f"Token {secret}", f"Bearer: {secret}", f"Bearer{secret}", "Bearer", ""):
        assert deployment.client.get(path, headers={"Authorization": value}).status_code == 401, value
    assert deployment.client.get(path, params={"access_token": secret}).status_code in (401, 422)
    for value in (f"Bearer {secret}", f"bearer {secret}", f"BEARER  {secret} "):
        assert deployment.client.get(path, headers={"Authorization": value}).status_code == 200, value


def test_each_role_reads_and_only_a_manager_writes(deployment: Deployment, programme: str) -> None:
    before = dump(deployment.mergerlog.engine)
    for role in ("observer", "member"):
        for path in READS:
            assert get(deployment, path, programme, deployment.tokens[role]).status_code == 200, (role, path)
        for path, body in WRITES:
            reply = post(deployment, path, programme, body, deployment.tokens[role])
            assert (reply.status_code, reply.headers["Content-Type"]) == (403, "application/problem+json")
            assert "manager" in reply.json()["detail"]
    assert dump(deployment.mergerlog.engine) == before
    for path, body in WRITES:
        reply = post(deployment, path, programme, body, deployment.tokens["manager"])
        assert reply.status_code in (200, 201), reply.text


@pytest.mark.parametrize("role", ["manager", "member", "observer"])
def test_a_token_of_one_programme_is_none_of_another(deployment: Deployment, programme: str, role: str) -> None:
    own = peopled_world(deployment)
    secret = deployment.mergerlog.add_token("one", role, own)
    for path in READS:
        assert get(deployment, path, own, secret).status_code == 200
        assert get(deployment, path, programme, secret).status_code == (403 if "{}" in path else 200)
    before = log_of(deployment, programme)
    for path, body in WRITES[2:]:
        assert post(deployment, path, programme, body, secret).status_code == 403
        assert post(deployment, path, own, body, secret).is_success == (role == "manager")
    assert log_of(deployment, programme) == before
    assert get(deployment, "/programmes", own, secret).json()["programmes"] == [{"id": own, "name": own}]


def test_a_manager_of_one_programme_makes_no_programmes(deployment: Deployment, programme: str) -> None:
    secret = deployment.mergerlog.add_token("one", "manager", programme)
    reply = post(deployment, "/programmes", programme, {"id": "atlantis", "name": "Atlantis"}, secret)
    assert (reply.status_code, "all programmes" in reply.json()["detail"]) == (403, True)
    assert deployment.get("/programmes/atlantis").status_code == 404


def test_where_anyone_reads_they_read_as_an_observer_and_still_write_nothing(database: str) -> None:
    with deploy(database, anyone_reads=True) as deployment:
        programme, own = peopled_world(deployment), peopled_world(deployment)
        record(deployment, programme, amend("change-restricted", "colindale"))
        of_another = deployment.mergerlog.add_token("one", "manager", own)
        for path in READS:
            seen = get(deployment, path, programme, deployment.tokens["observer"])
            for secret in (None, of_another):
                reply = get(deployment, path, programme, secret)
                assert (reply.status_code, reply.content) == (200, seen.content), path
            assert get(deployment, path, programme, "nonsense").status_code == 401
        entries = "/programmes/{}/entries"
        assert b"colindale" not in get(deployment, entries, programme).content
        assert b"colindale" in get(deployment, entries, programme, deployment.tokens["member"]).content
        for path, body in WRITES:
            assert post(deployment, path, programme, body).status_code == 401
            assert post(deployment, path, programme, body, deployment.tokens["observer"]).status_code == 403


def test_tokens_are_long_random_and_nowhere_in_the_database_file(tmp_path: Path) -> None:
    with deploy(sqlite_url(tmp_path, "secrets")) as on_file:
        programme = peopled_world(on_file)
        secrets = [on_file.mergerlog.add_token("tester", "member", programme) for _ in range(50)]
        assert all(get(on_file, "/programmes/{}", programme, secret).status_code == 200 for secret in secrets)
        written = b"".join(path.read_bytes() for path in tmp_path.glob("secrets*"))
    assert b"tester" in written, "the tokens are in these files"
    random = [secret.removeprefix("mergerlog_") for secret in secrets]
    for part in random:
        assert part.encode() not in written
        assert len(base64.urlsafe_b64decode(part)) * 8 >= 128
    assert len(set(random)) == len(secrets)
    assert all(len({part[at] for part in random}) > 10 for at in range(22)), "no part of it is fixed"


def test_tokens_are_kept_as_hashes_only(deployment: Deployment) -> None:
    with reading(deployment.mergerlog.engine) as connection:
        rows = repr(connection.execute(select(token)).all())
    for secret in deployment.tokens.values():
        assert hashlib.sha256(secret.encode()).hexdigest() in rows
        assert secret.removeprefix("mergerlog_") not in rows


def test_the_log_of_requests_holds_no_names_and_no_secrets(deployment: Deployment, programme: str) -> None:
    with capture_logs() as lines:
        words = f"{NAME} said so; Sara Leach did not."
        record(deployment, programme, {**CLOSED, "reason": words})
        person = deployment.post("/people", {"name": "Sara Leach"}).json()["id"]
        leader = start("leader-appointed", "commander", "2018-02", person=person, tenure="acting")
        for body in (leader, {**leader, "standing": NAME}, {**leader, "details": {"person": NAME, "tenure": "acting"}}):
            deployment.post(f"/programmes/{programme}/entries", body)
        deployment.send(f"/programmes/{programme}/entries/import", b'{"person":"p-9","name":"Louis Smith"}\n{}')
        for path in READS:
            get(deployment, path, programme, deployment.tokens["observer"])
        asked = f"/programmes/{{}}/structure?basis={NAME}&token={deployment.tokens['member']}"
        get(deployment, asked, programme, "Sara Leach")
    known = {"event", "log_level", "method", "path", "status", "milliseconds", "programme", "entry", "kind", "place"}
    assert all(line.keys() <= known for line in lines)
    assert next(line["entry"] for line in lines if line["event"] == "recorded") == "closed"
    assert sum(line["event"] == "request" for line in lines) == 7 + len(READS)
    for secret in ("Simon", "Rose", "Sara", "Leach", "Louis", "Smith", *deployment.tokens.values()):
        assert secret not in repr(lines)


def test_a_programme_that_is_not_there_is_refused_as_one_that_is_anothers(
    deployment: Deployment, programme: str
) -> None:
    """A name alone is news: nobody learns which programmes there are."""
    own = deployment.mergerlog.add_token("of another", "member", deployment.programme())
    for path in (path for path in READS if "{}" in path):
        for secret in (None, own):
            there, nowhere = (get(deployment, path, slug, secret) for slug in (programme, "closing-hendon"))
            assert there.status_code == nowhere.status_code
            assert there.text.replace(programme, "closing-hendon") == nowhere.text
    assert get(deployment, "/programmes/{}", "closing-hendon", deployment.tokens["member"]).status_code == 404
    client = deployment.client
    for page in ("", "/structure", "/log", "/timeline.csv"):
        there, nowhere = (
            client.get(f"/programmes/{slug}{page}", follow_redirects=False) for slug in (programme, "closing-hendon")
        )
        assert there.status_code == nowhere.status_code == 303
        assert there.headers["location"].replace(programme, "closing-hendon") == nowhere.headers["location"]
