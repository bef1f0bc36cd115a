"""The page of reminders: what is due, who was told, and what failed and is tried again."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from fastapi.testclient import TestClient

from api.app import build_app
from api.pages.reminders.reminders import reason_of_rung
from scheduler.tables import contact, subscription
from tests.support.deployments import sqlite_url
from tests.support.mail_and_webhooks import post
from tests.support.reminder_office import Office, office


@pytest.fixture
def ours(tmp_path: Path) -> Iterator[Office]:
    with post() as mail, office(sqlite_url(tmp_path), mail) as found:
        yield found


def browser(ours: Office, **options: Any) -> TestClient:
    """A client that enters by the deployment's own address."""
    mergerlog = ours.deployment.mergerlog
    return TestClient(build_app(mergerlog), str(mergerlog.settings.address), **options)


def client(ours: Office, role: str = "manager") -> TestClient:
    headers = ours.deployment.headers(role, **{"sec-fetch-site": "same-origin"})
    return TestClient(
        build_app(ours.deployment.mergerlog),
        str(ours.deployment.mergerlog.settings.address),
        headers=headers,
        follow_redirects=False,
    )


def test_what_failed_is_seen_and_tried_again(ours: Office) -> None:
    ours.milestone("first", "2018-06-11", title="The <b>first</b>")
    ours.post.answers = ["550 no such user"]
    ours.tick_at("2018-06-04T09:00")
    path = f"/programmes/{ours.programme}/reminders"
    seen = client(ours).get(path).text
    assert "Owner, by email" in seen
    assert "no such user" in seen
    assert "The &lt;b&gt;first&lt;/b&gt;" in seen
    assert "7 days before" in seen
    assert "The last of 1 try" in seen
    digest = re.search(r'name="digest" value="(\d+)"', seen)
    assert digest is not None
    assert client(ours, "member").post(path, data={"digest": digest[1]}).status_code == 403
    assert client(ours).post(path, data={"digest": digest[1]}).status_code == 303
    ours.tick_at("2018-06-04T09:05")
    again = client(ours).get(path).text
    assert "Not reached" not in again
    assert "10:05am on 4 June 2018" in again
    assert client(ours).post(path, data={"digest": digest[1]}).status_code == 404
    table = client(ours).get(f"{path}.csv").text
    assert "Owner,email,The <b>first</b>,7 days before,2018-06-04" in table


def test_members_read_it_and_observers_do_not(ours: Office) -> None:
    path = f"/programmes/{ours.programme}/reminders"
    member = client(ours, "member").get(path)
    assert member.status_code == 200
    assert "Try again" not in member.text
    for end in ("", ".csv"):
        assert client(ours, "observer").get(path + end).status_code == 403
        anyone = TestClient(
            build_app(ours.deployment.mergerlog),
            str(ours.deployment.mergerlog.settings.address),
            follow_redirects=False,
        ).get(path + end)
        assert anyone.headers["location"].startswith("/sign-in")


def test_what_is_missing_is_said(ours: Office) -> None:
    ours.deployment.client.delete("/v1/contacts/senior", headers=ours.deployment.headers())
    seen = client(ours).get(f"/programmes/{ours.programme}/reminders").text
    assert "is the senior responsible officer" in seen


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("before-1", "1 day before"),
        ("before-28", "28 days before"),
        ("on-the-day", "on the day"),
        ("overdue-3", "overdue"),
        ("managers-1", "overdue, to the managers"),
        ("senior-2", "overdue, to the senior officer"),
        ("certain", "the clash has become certain"),
    ],
)
def test_why_a_reminder_goes_out(name: str, said: str) -> None:
    assert reason_of_rung(name) == said


def send(ours: Office, **fields: str) -> httpx.Response:
    return client(ours).post(f"/programmes/{ours.programme}/contacts", data=fields)


def shown(ours: Office) -> str:
    return client(ours).get(f"/programmes/{ours.programme}/contacts").text


def test_a_contact_is_added_changed_told_of_more_and_forgotten(ours: Office) -> None:
    bad = send(ours, deed="add", name="Clerk", email="no address", role="member")
    assert bad.status_code == 422
    assert 'id="email-error"' in bad.text
    assert 'value="no address"' in bad.text, "nothing typed is lost"
    assert send(ours, deed="add", name="", role="member").status_code == 422
    assert send(ours, deed="add", name="Clerk", email="", role="king").status_code == 422
    assert send(ours, deed="add", name="Clerk", email="clerk@example.org", role="member").status_code == 303
    (clerk,) = [row for row in ours.rows(contact) if row.name == "Clerk"]
    assert clerk.programme == 1
    assert send(ours, deed="subscribe", contact=clerk.id, subject="site/wembley").status_code == 303
    assert "Wants to be told of Wembley by email" in shown(ours)
    assert send(ours, deed="subscribe", contact=clerk.id, subject="site/nowhere").status_code == 422
    (wanted,) = ours.rows(subscription)
    assert send(ours, deed="end", contact=clerk.id, subscription=wanted.id).status_code == 303
    changed = {"name": "The clerk", "email": "clerk@example.org", "role": "observer", "senior": "yes"}
    assert send(ours, deed="alter", contact=clerk.id, **changed).status_code == 303
    (clerk,) = [row for row in ours.rows(contact) if row.id == clerk.id]
    assert (clerk.name, clerk.role, clerk.senior) == ("The clerk", "observer", True)
    assert send(ours, deed="forget", contact=clerk.id).status_code == 303
    assert "The clerk" not in shown(ours)
    assert send(ours, deed="forget", contact=clerk.id).status_code == 422
    assert ours.rows(subscription) == []


def test_the_secret_of_a_webhook_is_shown_once(tmp_path: Path) -> None:
    with post() as mail, office(sqlite_url(tmp_path), mail, webhook_hosts="receiver.test") as ours:
        refused = send(ours, deed="subscribe", contact="owner", url="https://elsewhere.test/hook")
        assert refused.status_code == 422
        made = send(ours, deed="subscribe", contact="owner", url="https://receiver.test/hook")
        (wanted,) = ours.rows(subscription)
        assert wanted.secret in made.text
        assert wanted.secret not in shown(ours)
        assert "https://receiver.test/hook" in shown(ours)


def test_who_looks_after_contacts(ours: Office) -> None:
    path = f"/programmes/{ours.programme}/contacts"
    for role in ("member", "observer"):
        assert client(ours, role).get(path).status_code == 403
        assert client(ours, role).post(path, data={"deed": "forget", "contact": "owner"}).status_code == 403
    # A contact of every merger is not for the manager of one to change.
    secret = ours.deployment.mergerlog.add_token("one", "manager", ours.programme)
    headers = {"Authorization": f"Bearer {secret}", "sec-fetch-site": "same-origin"}
    one = TestClient(
        build_app(ours.deployment.mergerlog),
        str(ours.deployment.mergerlog.settings.address),
        headers=headers,
        follow_redirects=False,
    )
    assert "Forget this contact" not in one.get(path).text
    assert one.post(path, data={"deed": "forget", "contact": "owner"}).status_code == 422
    assert sorted(row.id for row in ours.rows(contact)) == ["manager", "owner", "senior"]


def test_the_policy_is_set_through_the_check_page(ours: Office) -> None:
    path = f"/programmes/{ours.programme}/reminders/policy"
    seen = client(ours).get(path).text
    assert "28, 14, 7, 1, and on the day" in seen
    fields = {"d-rungs": "21, 3", "d-overdue_every": "5", "d-managers_after": "2", "d-senior_after": "x"}
    fields |= {"d-vacant_after": "14", "d-acting_after": "28", "reason": "Too many."}
    fields |= {"when-from-day": "4", "when-from-month": "6", "when-from-year": "2018", "step": "check"}
    bad = client(ours).post(path, data=fields)
    assert bad.status_code == 422
    assert 'id="d-senior_after-error"' in bad.text
    assert 'value="21, 3"' in bad.text
    page = client(ours).post(path, data=fields | {"d-senior_after": "6"}).text
    assert "Check it before it is recorded" in page
    assert f'action="{path}"' in page
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    sent = {name: html.unescape(value) for name, value in hidden}
    edit = client(ours).post(path, data=sent | {"step": "edit"}).text
    assert 'value="21, 3"' in edit
    for _ in range(2):  # a second click is a retry
        assert client(ours).post(path, data=sent | {"step": "record"}).status_code == 303
    seen = client(ours).get(path).text
    assert "21, 3, and on the day" in seen
    assert "after 6 working days" in seen
    kinds = [each["kind"] for each in ours.deployment.get(f"/programmes/{ours.programme}/entries").json()["entries"]]
    assert kinds.count("reminder-policy-set") == 1
    later = fields | {"d-senior_after": "6", "when-from-year": "2019"}
    assert "Check it before it is recorded" in client(ours).post(path, data=later).text
    assert client(ours, "member").post(path, data=later).status_code == 403


def test_a_calendar_is_given_out_and_taken_back(ours: Office) -> None:
    ours.milestone("first", "2018-06-11", title="The first", restricted=True)
    path = f"/programmes/{ours.programme}/calendars"
    asking = browser(ours)
    for fields, seen in (
        ({"whose": "", "role": "observer"}, False),
        ({"whose": "", "role": "member"}, True),
        ({"whose": "owner", "role": "member"}, False),  # a contact's own shows what the contact may be told
    ):
        made = client(ours).post(path, data=fields | {"deed": "add"}).text
        (address,) = re.findall(r'app-secret">(https://[^<]+)<', made)
        there = asking.get(html.unescape(address).removeprefix("https://merger.example.org"))
        assert there.status_code == 200
        assert ("The first" in there.text) == seen, fields
    shown = client(ours).get(path).text
    assert "key=" not in shown
    keys = re.findall(r'name="key" value="([^"]+)"><input type="hidden" name="contact" value="([^"]*)"', shown)
    assert [whose for _, whose in keys] == ["", "", "owner"]
    for key, whose in keys:
        gone = {"deed": "revoke", "key": key, "contact": whose}
        assert client(ours).post(path, data=gone).status_code == 303
        assert client(ours).post(path, data=gone).status_code == 422
    assert asking.get(html.unescape(address).removeprefix("https://merger.example.org")).status_code == 404
    assert client(ours).post(path, data={"deed": "add", "whose": "nobody"}).status_code == 422
    for role in ("member", "observer"):
        assert client(ours, role).get(path).status_code == 403
        assert client(ours, role).post(path, data={"deed": "add"}).status_code == 403
