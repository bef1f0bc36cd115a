"""Every address in a mail of `mergerlog serve` leads somewhere: a real process, a real mail server, real requests."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Any

import pytest
import requests

from api.bootstrap import build
from api.settings import Settings
from tests.support.deployments import sqlite_url
from tests.support.examples import WORLD, start
from tests.support.mail_and_webhooks import Post, free_port, post, text_of
from tests.support.served_process import ServingProcess, serving

LATE = start("milestone-set", "late", "2018-06-01", "planned", id="late", title="Late is reached")
PROGRAMME, CONTACT = "/v1/programmes/small", "/v1/contacts/office"


@dataclass
class Form:
    """A form of a page, as a browser sends it when nothing is filled in."""

    action: str
    values: dict[str, str] = field(default_factory=dict)


class Page(HTMLParser):
    """The links and forms of a page or of a mail."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "a":
            self.links.append(given["href"])
        if tag == "form":
            assert given["method"] == "post"
            self.forms.append(Form(given["action"]))
        if tag == "input" and (given["type"] != "radio" or "checked" in given):
            self.forms[-1].values[given["name"]] = given["value"]


class Office:
    """A served program, and a manager who works with it over HTTP."""

    def __init__(self, server: ServingProcess, token: str) -> None:
        self.address = server.address
        self._headers = {"Authorization": f"Bearer {token}"}

    def send(self, path: str, body: Any) -> None:
        reply = requests.post(self.address + path, json=body, headers=self._headers, timeout=30)
        assert reply.status_code == 201, reply.text

    def ask(self, path: str) -> Any:
        reply = requests.get(self.address + path, headers=self._headers, timeout=30)
        assert reply.status_code == 200, reply.text
        return reply.json()

    def due(self) -> dict[str, Any]:
        """What the milestone's reminders are."""
        return next(row for row in self.ask(f"{PROGRAMME}/reminders")["due"] if row["about"] == "late")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, EmailMessage]]:
    """A program that has just sent a mail about a milestone, a vacant post and a clash."""
    database, port = sqlite_url(tmp_path_factory.mktemp("served")), free_port()
    mergerlog = build(Settings(database=database))
    token = mergerlog.add_token("tester", "manager")
    mergerlog.engine.dispose()
    with post() as mail:
        settings = {
            "MERGERLOG_DATABASE": database,
            "MERGERLOG_CLOCK": "2018-06-04T08:00:00Z",
            "MERGERLOG_ANYONE_READS": "yes",
            "MERGERLOG_ADDRESS": f"http://127.0.0.1:{port}",
            "MERGERLOG_SMTP": mail.url,
            "MERGERLOG_MAIL_FROM": "mergerlog@example.org",
        }
        with serving(port, settings) as server:
            office = Office(server, token)
            office.send("/v1/programmes", {"id": "small", "name": "The small merger"})
            for body in (*WORLD, LATE):
                office.send(f"{PROGRAMME}/entries", body)
            person = {"name": "The office", "id": "office", "email": "office@example.org", "role": "manager"}
            office.send("/v1/contacts", person)
            # The first tick of a process comes at once, and those after it every half minute.
            assert server.stop() == 0
        with serving(port, settings) as server:
            yield Office(server, token), _first_mail(mail)


def _first_mail(mail: Post) -> EmailMessage:
    until = time.monotonic() + 40
    while not mail.mails:
        assert time.monotonic() < until, "no mail came"
        time.sleep(0.05)
    return mail.mails[0]


def _addresses(mail: EmailMessage) -> dict[str, list[str]]:
    """Every address in a mail, by the part that it stands in."""
    return {
        "text": re.findall(r"https?://\S+", text_of(mail)),
        "html": Page(text_of(mail, "html")).links,
        "header": re.findall(r"<(.+)>", str(mail["List-Unsubscribe"])),
    }


def test_every_address_of_the_mail_leads_to_a_page(served: tuple[Office, EmailMessage]) -> None:
    office, mail = served
    found = _addresses(mail)
    assert set(found["text"]) == set(found["html"]) >= set(found["header"])
    below = {address.removeprefix(office.address).partition("?")[0] for address in found["html"]}
    kinds = {re.sub(r"(clashes|posts|changes)/.*", r"\1", path) for path in below}
    here = "/programmes/small"
    things = {f"{here}/clashes", f"{here}/posts", f"{here}/changes"}
    assert kinds == things | {"/reminders/item", "/reminders/unsubscribe"}
    for address in sorted(set(found["html"])):
        reply = requests.get(address, timeout=30)
        assert reply.status_code == 200, (address, reply.text)
        assert reply.headers["Content-Type"].startswith("text/html")
        if "/reminders/item" in address:
            there = [requests.get(office.address + link, timeout=30) for link in Page(reply.text).links]
            assert [each.status_code for each in there] == [200], "the page about it"


def test_every_form_behind_the_mail_does_what_it_says(served: tuple[Office, EmailMessage]) -> None:
    office, mail = served
    assert not office.due()["acknowledged"]
    sent = []
    for address in sorted(set(_addresses(mail)["html"])):
        if "/reminders/" in address:
            for form in Page(requests.get(address, timeout=30).text).forms:
                reply = requests.post(office.address + form.action, data=form.values, timeout=30)
                assert reply.status_code == 200, (form.action, reply.text)
                sent.append(form.action.partition("?")[0])
    assert set(sent) == {"/reminders/acknowledge", "/reminders/snooze", "/reminders/unsubscribe"}
    assert office.due()["acknowledged"]
    assert office.ask(CONTACT)["unsubscribed"]


def test_one_click_unsubscribes_as_rfc_8058_has_it(served: tuple[Office, EmailMessage]) -> None:
    office, mail = served
    wanted: Any = {"name": "The office", "email": "office@example.org", "role": "manager", "unsubscribed": False}
    assert requests.put(office.address + CONTACT, json=wanted, headers=office._headers, timeout=30).status_code == 200
    assert not office.ask(CONTACT)["unsubscribed"]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    (address,) = _addresses(mail)["header"]
    click = requests.post(address, data={"List-Unsubscribe": "One-Click"}, timeout=30, allow_redirects=False)
    assert click.status_code == 200, click.text
    assert office.ask(CONTACT)["unsubscribed"]
