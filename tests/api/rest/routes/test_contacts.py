"""Contacts over HTTP: managers look after those of their programme, and nobody else sees any."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from projections.database.connections import reading
from scheduler.people import contacts
from tests.support.deployments import Deployment, deploy, sqlite_url
from tests.support.examples import NAME, PERSON, start, world

OF_REMINDERS = re.compile("/contacts|/reminders|/calendar")


@pytest.fixture
def deployment(tmp_path: Path) -> Iterator[Deployment]:
    with deploy(sqlite_url(tmp_path), webhook_hosts="hooks.example.org") as found:
        yield found


def body(**more: Any) -> dict[str, Any]:
    return {"id": "ada", "name": "Ada Example", "email": "Ada@Example.org"} | more


def put(deployment: Deployment, id_: str, said: dict[str, Any], **headers: str) -> Any:
    return deployment.client.put(f"/v1/contacts/{id_}", json=said, headers=headers or deployment.headers())


def test_a_contact_is_put_in_seen_altered_and_forgotten(deployment: Deployment) -> None:
    deployment.mergerlog.register_person(NAME, PERSON)
    made = deployment.post("/contacts", body(person=PERSON, role="manager"))
    assert made.status_code == 201
    assert made.json()["email"] == "ada@example.org"
    assert deployment.post("/contacts", body(person=PERSON, role="manager")).status_code == 200
    assert deployment.post("/contacts", body()).status_code == 409
    (listed,) = deployment.get("/contacts").json()["contacts"]
    assert listed == made.json()
    altered = put(deployment, "ada", {"name": "Ada", "senior": True})
    assert (altered.status_code, altered.json()["email"], altered.json()["senior"]) == (200, None, True)
    assert deployment.client.delete("/v1/contacts/ada", headers=deployment.headers()).status_code == 204
    assert deployment.get("/contacts/ada").status_code == 404
    assert put(deployment, "ada", {"name": "Ada"}).status_code == 404


def test_two_contacts_have_two_addresses(deployment: Deployment) -> None:
    deployment.post("/contacts", body())
    reply = deployment.post("/contacts", body(id="eve", email="ADA@example.org"))
    assert (reply.status_code, reply.json()["title"]) == (409, "Address taken")
    deployment.post("/contacts", body(id="eve", email=None))
    assert put(deployment, "eve", {"name": "Eve", "email": "ada@example.org"}).status_code == 409


@pytest.mark.parametrize(
    "fields",
    [
        {"email": "nobody"},
        {"email": "a@b\r\nBcc: c@d"},
        {"email": "a b@example.org"},
        {"email": "<a@example.org>"},
        {"email": "ä@example.org"},
        {"email": "a@example..org"},
        {"email": "a@-example.org"},
        {"email": ""},
        {"name": " "},
        {"name": "x" * 201},
        {"role": "king"},
        {"person": "p-unknown"},
        {"id": "Not a slug"},
        {"unknown": 1},
    ],
)
def test_what_is_no_contact_is_refused_and_changes_nothing(deployment: Deployment, fields: dict[str, Any]) -> None:
    assert deployment.post("/contacts", body(**fields)).status_code == 422
    with reading(deployment.mergerlog.engine) as connection:
        assert contacts.list_contacts(connection) == []


def test_nobody_but_managers_sees_contacts(deployment: Deployment) -> None:
    deployment.post("/contacts", body())
    for role in ("member", "observer"):
        for path in ("/contacts", "/contacts/ada"):
            assert deployment.get(path, role).status_code == 403
        assert deployment.post("/contacts", body(id="eve", email=None), role).status_code == 403
    assert deployment.client.get("/v1/contacts").status_code == 401


def test_every_call_about_reminders_is_for_staff_alone(deployment: Deployment) -> None:
    programme = world(deployment)
    deployment.post("/contacts", body())
    names = {"programme": programme, "contact": "ada", "subscription": "s", "key": "k", "digest": "1"}
    calls = 0
    for path, methods in deployment.get("/openapi.json").json()["paths"].items():
        if OF_REMINDERS.search(path) is None or path.endswith(".ics"):
            continue
        for method in methods:
            calls += 1
            where = path.format(**names)
            for role, status in ((None, 401), ("observer", 403)):
                headers = {} if role is None else deployment.headers(role)
                reply = deployment.client.request(method, where, headers=headers, content=b"{}")
                assert reply.status_code == status, (method, path, role, reply.text)
    assert calls > 12
    for path in (f"/v1/programmes/{programme}/calendar.ics", "/v1/contacts/ada/calendar.ics?key=x"):
        assert deployment.client.get(path).status_code in (401, 404)


def test_a_manager_of_one_programme_looks_after_its_contacts_alone(deployment: Deployment) -> None:
    ours, theirs = world(deployment), deployment.programme()
    token = deployment.mergerlog.add_token("one", "manager", ours)
    mine = {"Authorization": f"Bearer {token}"}
    deployment.post("/contacts", body(id="all", email=None))
    deployment.post("/contacts", body(id="theirs", email=None, programme=theirs))
    client = deployment.client
    assert client.post("/v1/contacts", json=body(programme=ours), headers=mine).status_code == 201
    assert client.post("/v1/contacts", json=body(id="b", email=None), headers=mine).status_code == 403
    assert client.post("/v1/contacts", json=body(id="b", email=None, programme=theirs), headers=mine).status_code == 403
    seen = client.get("/v1/contacts", headers=mine).json()["contacts"]
    assert [each["id"] for each in seen] == ["ada"]
    for other in ("all", "theirs"):
        assert client.get(f"/v1/contacts/{other}", headers=mine).status_code == 404
        assert put(deployment, other, {"name": "X", "programme": ours}, **mine).status_code == 404
        assert client.delete(f"/v1/contacts/{other}", headers=mine).status_code == 404
        said = {"programme": ours, "channel": "email"}
        assert client.post(f"/v1/contacts/{other}/subscriptions", json=said, headers=mine).status_code == 404
    assert put(deployment, "ada", {"name": "Ada", "programme": theirs}, **mine).status_code == 403
    said = {"programme": theirs, "channel": "email"}
    assert client.post("/v1/contacts/ada/subscriptions", json=said, headers=mine).status_code == 403


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"channel": "email"}, 201),
        ({"channel": "email", "subject": "site/wembley"}, 201),
        ({"channel": "webhook", "url": "https://hooks.example.org/x"}, 201),
        ({"channel": "email", "subject": "site/nowhere"}, 404),
        ({"channel": "email", "subject": "wembley"}, 422),
        ({"channel": "email", "url": "https://hooks.example.org/x"}, 422),
        ({"channel": "webhook"}, 422),
        ({"channel": "webhook", "url": "https://evil.test/x"}, 422),
        ({"channel": "pigeon"}, 422),
        ({"channel": "email", "programme": "nowhere"}, 404),
    ],
)
def test_subscriptions(deployment: Deployment, fields: dict[str, Any], status: int) -> None:
    programme = world(deployment)
    deployment.post("/contacts", body())
    reply = deployment.post("/contacts/ada/subscriptions", {"programme": programme} | fields)
    assert reply.status_code == status, reply.text
    seen = deployment.get("/contacts/ada").json()["subscriptions"]
    assert len(seen) == (status == 201)
    if status == 201:
        path = f"/v1/contacts/ada/subscriptions/{seen[0]['id']}"
        assert deployment.client.delete(path, headers=deployment.headers()).status_code == 204
        assert deployment.client.delete(path, headers=deployment.headers()).status_code == 404


def test_who_has_no_address_cannot_subscribe_by_email(deployment: Deployment) -> None:
    programme = world(deployment)
    deployment.post("/contacts", body(email=None))
    reply = deployment.post("/contacts/ada/subscriptions", {"programme": programme, "channel": "email"})
    assert reply.status_code == 422
    assert "no email address" in reply.json()["detail"]


def test_what_is_due_and_to_whom_is_for_staff(deployment: Deployment) -> None:
    programme = world(deployment)
    secret = start("milestone-set", "soon", "2018-06-11", "planned", id="soon", title="Soon", restricted=True)
    deployment.post(f"/programmes/{programme}/entries", secret)
    path = f"/programmes/{programme}/reminders"
    assert deployment.get(path, "observer").status_code == 403
    assert deployment.client.get(f"/v1{path}").status_code == 401
    due = {each["about"]: each for each in deployment.get(path, "member").json()["due"]}
    assert due["soon"]["rung"] == "before-7"
    assert due["soon"]["restricted"]
    assert due["soon"]["recipients"] == [], "nobody is there to be told, and that is to be seen"
    deployment.post("/contacts", body(role="manager"))
    due = {each["about"]: each for each in deployment.get(path).json()["due"]}
    assert due["soon"]["recipients"] == [{"contact": "ada", "channel": "email", "state": "due"}]


@pytest.mark.parametrize(
    ("path", "said", "status"),
    [
        ("acknowledge", {"about": "go-live"}, 200),
        ("acknowledge", {"about": "nothing"}, 404),
        ("acknowledge", {"about": "wembley"}, 404),
        ("acknowledge", {"about": ""}, 422),
        ("snooze", {"about": "go-live", "contact": "ada", "until": "2018-06-10"}, 200),
        ("snooze", {"about": "go-live", "contact": "ada", "until": "2018-06-04"}, 422),
        ("snooze", {"about": "go-live", "contact": "ada", "until": "2018-08-04"}, 422),
        ("snooze", {"about": "go-live", "contact": "ada", "until": "soon"}, 422),
        ("snooze", {"about": "go-live", "contact": "nobody", "until": "2018-06-10"}, 404),
    ],
)
def test_answers_over_http(deployment: Deployment, path: str, said: dict[str, Any], status: int) -> None:
    programme = world(deployment)
    deployment.post("/contacts", body())
    where = f"/programmes/{programme}/reminders/{path}"
    assert deployment.post(where, said, "observer").status_code == 403
    assert deployment.post(where, said).status_code == status
