"""Webhooks: a real receiver over HTTPS takes signed events; what it answers decides what happens next."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook

from scheduler.delivery.allowed_hosts import AllowedHosts, BadHosts, BadUrl, HostNotAllowed
from scheduler.delivery.senders import Senders
from scheduler.delivery.webhook import WebhookSender
from tests.support.deployments import sqlite_url
from tests.support.mail_and_webhooks import HOST, Post, Receiver, receiver
from tests.support.reminder_office import Office, office


@dataclass
class Hooked:
    """An office with a contact who wants webhooks."""

    office: Office
    receiver: Receiver

    def subscribe(self, path: str = "/hook", contact: str = "reader") -> dict[str, Any]:
        body = {"programme": self.office.programme, "channel": "webhook", "url": self.receiver.url(path)}
        reply = self.office.deployment.post(f"/contacts/{contact}/subscriptions", body)
        assert reply.status_code == 201, reply.text
        return dict(reply.json())

    @property
    def paths(self) -> list[str]:
        return [path for path, _, _ in self.receiver.requests]

    def outcomes(self) -> list[str]:
        return [f"{row.outcome}: {row.answer}" for row in self.office.attempts if row.outcome]


@pytest.fixture
def hooked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hooked]:
    with receiver(tmp_path) as (found, authority):
        monkeypatch.setenv("SSL_CERT_FILE", authority)
        with office(sqlite_url(tmp_path), Post(), smtp=None, mail_from=None, webhook_hosts=found.hosts) as ours:
            ours.add(id="reader", email=None)
            ours.milestone("first", "2018-06-11", title='Go "live" <b>')
            yield Hooked(ours, found)


def test_a_digest_is_a_signed_event(hooked: Hooked) -> None:
    made = hooked.subscribe()
    hooked.office.tick_at("2018-06-04T09:00")
    ((path, headers, body),) = hooked.receiver.requests
    assert path == "/hook"
    assert headers["content-type"] == "application/cloudevents+json"
    # The library of Standard Webhooks goes by the real clock, which ours is not: its own signing says what is right.
    hook, moment = Webhook(made["secret"]), hooked.office.deployment.time.at
    assert headers["webhook-timestamp"] == str(int(moment.timestamp()))
    assert headers["webhook-signature"] == hook.sign(headers["webhook-id"], moment, body.decode())
    event = json.loads(body)
    assert event["specversion"] == "1.0"
    assert event["id"] == headers["webhook-id"]
    assert event["source"] == "https://merger.example.org"
    assert event["type"] == "mergerlog.reminders.digest"
    (item,) = event["data"]["items"]
    assert item["sentence"] == 'Due in 7 days: Go "live" <b>, 11 June 2018'
    assert hooked.outcomes() == ["sent: 204"]


def test_the_secret_is_shown_once(hooked: Hooked) -> None:
    made = hooked.subscribe()
    assert made["secret"].startswith("whsec_")
    assert made["secret"] not in hooked.office.deployment.get("/contacts/reader").text


def test_a_failure_is_tried_again_for_a_day_under_the_same_id_and_then_is_dead(hooked: Hooked) -> None:
    hooked.subscribe()
    hooked.receiver.statuses["/hook"] = [500] * 100
    hooked.office.at("2018-06-04T09:00")
    for _ in range(5 * 60):
        hooked.office.tick()
        hooked.office.later(minutes=5)
    assert len({headers["webhook-id"] for _, headers, _ in hooked.receiver.requests}) == 1
    moments = [int(headers["webhook-timestamp"]) for _, headers, _ in hooked.receiver.requests]
    pauses = [later - earlier for earlier, later in pairwise(moments)]
    assert pauses == sorted(pauses)
    assert 22 * 3600 <= moments[-1] - moments[0] <= 26 * 3600
    assert [row.state for row in hooked.office.digests if row.contact == "reader"] == ["dead"]


def test_gone_switches_the_webhook_off(hooked: Hooked) -> None:
    hooked.subscribe()
    hooked.receiver.statuses["/hook"] = [410]
    hooked.office.tick_at("2018-06-04T09:00")
    hooked.office.tick_at("2018-06-05T09:00")
    hooked.office.milestone("second", "2018-06-12")
    hooked.office.tick_at("2018-06-06T09:00")
    assert hooked.paths == ["/hook"]
    seen = hooked.office.deployment.get("/contacts/reader").json()
    assert seen["subscriptions"][0]["off"] == "410 Gone: switched off"


def test_nothing_is_followed(hooked: Hooked) -> None:
    hooked.subscribe()
    hooked.receiver.statuses["/hook"] = [307]
    hooked.receiver.location = hooked.receiver.url("/elsewhere")
    hooked.office.tick_at("2018-06-04T09:00")
    assert hooked.paths == ["/hook"]
    assert hooked.outcomes() == ["deferred: 307"]


def test_a_receiver_that_hangs_or_drips_delays_nobody_else(hooked: Hooked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.delivery.webhook._SECONDS", 4)
    for path, contact, status in (("/hangs", "slow", 0), ("/drips", "slower", -1), ("/quick", "zzz-quick", 204)):
        hooked.office.add(id=contact, email=None)
        hooked.subscribe(path, contact)
        hooked.receiver.statuses[path] = [status]
    hooked.office.at("2018-06-04T09:00")
    reminders = hooked.office.deployment.mergerlog.reminders
    reminders.tick()  # which waits for none of them
    until = time.monotonic() + 20
    while not (ended := [row.outcome for row in hooked.office.attempts if row.outcome]) and time.monotonic() < until:
        time.sleep(0.01)
    assert ended == ["sent"], "the quick one is through while the others keep their connections"
    reminders.tick(to_the_end=True)
    assert sorted(hooked.paths) == ["/drips", "/hangs", "/quick"]
    outcomes = sorted(row.outcome for row in hooked.office.attempts)
    assert outcomes == ["sent", "unknown", "unknown"]


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(
    hooked: Hooked, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hooked.subscribe()
    (tmp_path / "other").mkdir()
    with receiver(tmp_path / "other") as (_, other):
        monkeypatch.setenv("SSL_CERT_FILE", other)
        reminders = hooked.office.deployment.mergerlog.reminders
        sender = WebhookSender(AllowedHosts(hooked.receiver.hosts), "https://merger.example.org")
        reminders.senders = Senders(webhooks=sender)
        hooked.office.tick_at("2018-06-04T09:00")
    assert hooked.receiver.requests == []
    assert "cannot be reached" in hooked.outcomes()[0]


def test_nothing_restricted_is_posted_to_an_observer(hooked: Hooked) -> None:
    hooked.office.milestone("secret", "2018-06-11", title="A closure that is not public", restricted=True)
    hooked.office.add(id="member", email=None, role="member")
    hooked.subscribe("/observer")
    hooked.subscribe("/member", "member")
    hooked.office.tick_at("2018-06-04T09:00")
    bodies = {path: body.decode() for path, _, body in hooked.receiver.requests}
    assert "closure" not in bodies["/observer"]
    assert "closure" in bodies["/member"]


def test_a_webhook_goes_only_where_the_deployment_allows(hooked: Hooked) -> None:
    hosts = ("http://receiver.test/hook", "https://elsewhere.test/hook", "https://127.0.0.1/hook")
    for url in (*hosts, "https://u:p@receiver.test/"):
        body = {"programme": hooked.office.programme, "channel": "webhook", "url": url}
        reply = hooked.office.deployment.post("/contacts/reader/subscriptions", body)
        assert reply.status_code == 422, url
        assert "MERGERLOG" not in reply.json()["detail"]


PRIVATE = (
    *("127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "0.0.0.0", "224.0.0.1"),
    *("::1", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1"),
)


def test_a_name_that_leads_to_a_private_address_is_not_trusted() -> None:
    for address in PRIVATE:
        hosts = AllowedHosts("hooks.example.org", lambda *_, found=address: [found])
        with pytest.raises(HostNotAllowed):
            hosts.resolve("https://hooks.example.org/hook")
    mixed = AllowedHosts("hooks.example.org", lambda *_: ["93.184.216.34", "10.0.0.1"])
    with pytest.raises(HostNotAllowed):
        mixed.resolve("https://hooks.example.org/hook")
    public = AllowedHosts("hooks.example.org", lambda *_: ["93.184.216.34"])
    assert public.resolve("https://HOOKS.example.org/hook") == "93.184.216.34"
    assert AllowedHosts("intranet.example:8443=10.0.0.7").resolve("https://intranet.example:8443/x") == "10.0.0.7"


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.example.org:444/",
        "https://hooks.example.org.evil.test/",
        "https://hooks.example.org@evil.test/",
        "https://evil.test\\@hooks.example.org/",
        "https://hooks.example.org/\r\nX: y",
        "https://[::1/",
        "https://hooks.example.org:99999/",
        "ftp://hooks.example.org/",
        "https:///hook",
    ],
)
def test_an_address_that_only_looks_allowed_is_not(url: str) -> None:
    with pytest.raises(BadUrl):
        AllowedHosts("hooks.example.org").check(url)


@pytest.mark.parametrize("text", ["https://hooks.example.org", "a b", "host=300.1.1.1", "-", "host:port"])
def test_a_list_of_hosts_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(BadHosts):
        AllowedHosts(text)
    assert HOST
