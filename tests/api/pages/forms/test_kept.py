"""A form that arrives after its session has ended is kept: sign in, and it is there as it was filled in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from api.app import ServedApplication
from api.pages.forms.read_form import FORM_BYTES
from api.services.accounts import Accounts
from projections.accounts import kept_forms
from projections.database.connections import reading
from tests.support.database_dumps import Dump, dump
from tests.support.deployments import Deployment
from tests.support.examples import NAME, PERSON, world

HERE = {"sec-fetch-site": "same-origin"}
PASSWORD = "three words together"
NOT_SHOWN = ("step", "said", "entry-id", "version", "password")
_WHEN = {"when-from-day": "3", "when-from-month": "oct", "when-from-year": "2018"}
_CHECKED = {"said": '{"kind":"site-opened"}', "entry-id": "abc", "version": "3", "step": "record"}
Sent = dict[str, Any]

FORMS: dict[str, tuple[str, Sent]] = {
    "a change": (
        "/programmes/{p}/record",
        {"kind": "site-opened", "d-name": "Zeta <b>", "d-uses": ["custody", "response-base"], "standing": "planned"}
        | {
            "reason": "Two\nlines",
            "restricted": "yes",
            "source-document": "A paper",
            "subject": "zeta",
            "step": "check",
        }
        | _WHEN,
    ),
    "a change with a fault in it": ("/programmes/{p}/record", {"kind": "leader-appointed", "when-from-year": "20x8"}),
    "a change that was about to be recorded": (
        "/programmes/{p}/record",
        {"kind": "site-opened", "d-name": "Zeta", "standing": "done"} | _WHEN | _CHECKED,
    ),
    "a change of a scenario": (
        "/programmes/{p}/record?scenario=what-if",
        {"kind": "site-closed", "subject": "wembley", "standing": "proposed"} | _WHEN,
    ),
    "an amendment": (
        "/programmes/{p}/changes/go-live/amend?kind=change-rescheduled",
        {"kind": "change-rescheduled", "reason": "The lease ran on", "source-quote": "It slips."} | _WHEN,
    ),
    "a correction": (
        "/programmes/{p}/changes/wembley/amend?kind=change-corrected",
        {"kind": "change-corrected", "with-details": "yes", "d-name": "Wembley Park", "reason": "It was misspelt."},
    ),
    "an import": ("/programmes/{p}/import", {"text": "not\neven <json>", "step": "preview"}),
    "the policy of reminders": (
        "/programmes/{p}/reminders/policy",
        {"kind": "reminder-policy-set", "d-rungs": "30, 3", "d-overdue_every": "soon", "reason": "Fewer"} | _WHEN,
    ),
    "a new contact": (
        "/programmes/{p}/contacts",
        {"deed": "add", "name": "Ada", "email": "not an address", "role": "member", "person": PERSON, "senior": "yes"},
    ),
    "a contact that is altered": (
        "/programmes/{p}/contacts",
        {"deed": "alter", "contact": "{c}", "name": "Grace", "email": "g@example.org", "role": "observer"}
        | {"unsubscribed": "yes"},
    ),
    "what a contact is told of": (
        "/programmes/{p}/contacts",
        {"deed": "subscribe", "contact": "{c}", "subject": "milestone/go-live"},
    ),
    "an address of a calendar": ("/programmes/{p}/calendars", {"whose": "{c}", "role": "member"}),
    "a scenario": ("/programmes/{p}/scenarios", {"name": "Three bases?"}),
    "a scenario that is recorded": ("/programmes/{p}/scenarios/what-if/commit", {"reason": "It was agreed."}),
    "a scenario that is given up": ("/programmes/{p}/scenarios/what-if/discard", {"reason": "It was not agreed."}),
    "why a clash is accepted": ("/programmes/{p}/clashes/{clash}", {"reason": "The lease ends soon", "mark": "{m}"}),
    "an account": (
        "/accounts",
        {"deed": "add", "sign_in": "ada", "name": "Ada", "password": "a secret of ours", "role": "member"}
        | {"programme": "{p}"},
    ),
    "a role": ("/accounts", {"deed": "give", "account": "{a}", "role": "observer", "programme": "{p}"}),
    "a password": ("/accounts", {"deed": "password", "account": "{a}", "password": "a secret of ours"}),
    "a token": ("/tokens", {"deed": "add", "name": "The importer", "role": "observer", "programme": "{p}"}),
    "a person": ("/people", {"name": "Ada Byron"}),
    "a name to erase": ("/people/erase", {"person": PERSON}),
    "a programme": ("/new-programme", {"name": "North East", "id": "Not An Id"}),
}
BUTTONS = {
    "/programmes/{programme}/reminders": "/programmes/{p}/reminders",
    "/programmes/{programme}/scenarios/{scenario}/rebase": "/programmes/{p}/scenarios/what-if",
    "/programmes/{programme}/scenarios/{scenario}/entries/{entry}/remove": "/programmes/{p}/scenarios/what-if",
}
"""Forms with nothing to type, by their route, and the page that their user comes back to."""
WITHOUT_A_SESSION = {"/sign-in", "/sign-out"}


class Controls(HTMLParser):
    """The fields of each form of a page, filled in as the page has them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[list[tuple[str, str]]] = []
        self._name = self._text = ""
        self._in_textarea = False
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        at = dict(attributes)
        name, value = at.get("name") or "", at.get("value") or ""
        if tag == "form":
            self.forms.append([])
        elif tag == "input" and (at.get("type") not in ("checkbox", "radio") or "checked" in at):
            self._put(name, value)
        elif tag == "select":
            self._name = name
        elif tag == "option" and "selected" in at:
            self._put(self._name, value)
        elif tag == "textarea":
            self._name, self._text, self._in_textarea = name, "", True

    def handle_data(self, data: str) -> None:
        if self._in_textarea:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._put(self._name, self._text)
            self._in_textarea = False

    def _put(self, name: str, value: str) -> None:
        if name and self.forms:
            self.forms[-1].append((name, value))


@dataclass
class Office:
    """A deployment with a manager whose session has ended, and something to fill in a form about."""

    deployment: Deployment
    client: TestClient
    words: dict[str, str]

    def filled(self, text: str) -> str:
        for name, word in self.words.items():
            text = text.replace(f"{{{name}}}", word)
        return text

    def form(self, path: str, sent: Sent) -> tuple[str, Sent]:
        """A form with the ids of this deployment in it."""
        values = {name: self.filled(value) if isinstance(value, str) else value for name, value in sent.items()}
        return self.filled(path), values

    def send(self, path: str, sent: Sent, **more: Any) -> str:
        """Send a form without a session; the address to sign in at."""
        reply = self.client.post(path, data=sent, headers=HERE, **more)
        assert reply.status_code == 303, reply.text
        where: str = reply.headers["location"]
        assert where.startswith("/sign-in?next=")
        return where

    def sign_in(self, address: str) -> str:
        """Sign in by the form of the page; the address that it leads to."""
        page = self.client.get(address)
        hidden = dict(Controls(page.text).forms[-1])
        sent = {"next": hidden["next"], "sign_in": "manager", "password": PASSWORD}
        reply = self.client.post("/sign-in", data=sent, headers=HERE)
        assert reply.status_code == 303, reply.text
        return str(reply.headers["location"])

    def sign_out(self) -> None:
        self.client.post("/sign-out", headers=HERE)

    def stored(self) -> Dump:
        """What the database holds, but for sessions, kept forms and how often they came."""
        beside = ("session", "kept_form", "rate_limit")
        return {name: rows for name, rows in dump(self.deployment.mergerlog.engine).items() if name not in beside}


@pytest.fixture
def office(deployment: Deployment) -> Iterator[Office]:
    programme = world(deployment)
    accounts = Accounts(deployment.mergerlog.engine, deployment.mergerlog.clock)
    id_ = accounts.add("manager", "Manager", PASSWORD, "manager").id
    contact = {"name": "Con", "email": "con@example.org", "role": "member"}
    made = deployment.post("/contacts", contact | {"programme": programme})
    assert made.status_code == 201, made.text
    assert (
        deployment.post(f"/programmes/{programme}/scenarios", {"id": "what-if", "name": "What if"}).status_code == 201
    )
    clash = deployment.get(f"/programmes/{programme}/clashes", basis="planned").json()["clashes"][0]
    words = {"p": programme, "c": made.json()["id"], "a": id_, "clash": clash["id"], "m": clash["mark"]}
    client = TestClient(deployment.client.app, follow_redirects=False)
    client.post("/sign-in", data={"sign_in": "manager", "password": PASSWORD}, headers=HERE)
    deployment.time.at += timedelta(hours=13)
    yield Office(deployment, client, words)


def test_every_form_comes_back_as_it_was_filled_in_and_nothing_is_done(office: Office) -> None:
    for what, form in FORMS.items():
        path, sent = office.form(*form)
        before = office.stored()
        where = office.send(path, sent)
        assert office.stored() == before, what
        assert "Your session has ended" in office.client.get(where).text, what
        there = office.sign_in(where)
        assert urlsplit(there).path == urlsplit(path).path, what
        page = office.client.get(there)
        assert page.status_code == 200, (what, page.text)
        assert "here is the form as you filled it in" in page.text, what
        wanted = {
            (name, value.replace("\r\n", "\n"))
            for name, values in sent.items()
            for value in ([values] if isinstance(values, str) else values)
            if name not in NOT_SHOWN and not (name == "deed" and what == "a token")
        }
        assert any(wanted <= set(controls) for controls in Controls(page.text).forms), (what, wanted)
        assert office.stored() == before, what
        assert all(value not in where + there for _, value in wanted if len(value) > 12 and value not in path), what
        office.sign_out()


def test_every_form_of_the_pages_is_one_of_these(office: Office) -> None:
    app = office.client.app
    assert isinstance(app, ServedApplication)
    routes = [route for route in app.channels.pages.routes if "POST" in getattr(route, "methods", ())]
    tried = [office.filled(path).partition("?")[0] for path, _ in FORMS.values()]
    for route in routes:
        path = route.path  # type: ignore[attr-defined]
        if path not in BUTTONS and path not in WITHOUT_A_SESSION:
            assert any(route.path_regex.fullmatch(each) for each in tried), path  # type: ignore[attr-defined]


def test_a_button_leads_back_to_its_page(office: Office) -> None:
    for route, page in BUTTONS.items():
        path = office.filled(route.replace("{programme}", "{p}").replace("{scenario}", "what-if"))
        where = office.send(path.replace("{entry}", "e"), {"seen": "x", "digest": "1"})
        there = office.client.get(office.sign_in(where))
        landed = there.headers["location"] if there.status_code == 303 else str(there.url.path)
        assert urlsplit(landed).path == office.filled(page)
        office.sign_out()


def test_a_file_to_import_comes_back_as_lines(office: Office) -> None:
    path = office.filled("/programmes/{p}/import")
    where = office.send(path, {}, files={"file": ("log.jsonl", '{"kind": "x"}\r\nsecond'.encode("utf-8-sig"))})
    page = office.client.get(office.sign_in(where)).text
    text = dict(Controls(page).forms[-1])["text"]
    assert text.splitlines()[1] == "second"
    assert '"kind":"x"' in text


def test_a_password_is_never_kept(office: Office) -> None:
    path, sent = office.form(*FORMS["an account"])
    office.send(path, sent)
    with reading(office.deployment.mergerlog.engine) as connection:
        contents = connection.execute(select(kept_forms.kept_form.c.content)).scalars().all()
    assert len(contents) == 1
    assert b"ada" in contents[0]
    assert b"a secret of ours" not in contents[0]


def test_only_the_browser_that_sent_a_form_and_only_on_its_page(office: Office) -> None:
    path, sent = office.form(*FORMS["a scenario"])
    there = office.sign_in(office.send(path, sent))
    assert "Three bases?" in office.client.get(there).text
    elsewhere = there.replace("/scenarios", "/contacts")
    assert "Three bases?" not in office.client.get(elsewhere).text
    other = TestClient(office.client.app, follow_redirects=False)
    other.cookies.set("mergerlog", office.client.cookies["mergerlog"])
    for secret in (None, "guessed", ""):
        if secret is not None:
            other.cookies.set("mergerlog-form", secret)
        page = other.get(there)
        assert page.status_code == 200
        assert "Three bases?" not in page.text


def test_nobody_reads_it_without_signing_in(office: Office) -> None:
    path, sent = office.form(*FORMS["a scenario"])
    (next_,) = parse_qs(urlsplit(office.send(path, sent)).query)["next"]
    reply = office.client.get(next_)
    assert reply.status_code == 303
    assert "Three bases?" not in office.client.get(reply.headers["location"]).text


def test_it_goes_with_the_hour_and_with_signing_out(office: Office) -> None:
    path, sent = office.form(*FORMS["a scenario"])
    there = office.sign_in(office.send(path, sent))
    office.deployment.time.at += timedelta(minutes=61)
    assert "Three bases?" not in office.client.get(there).text
    office.sign_out()
    there = office.sign_in(office.send(path, sent))
    office.sign_out()
    assert "Three bases?" not in office.client.get(office.sign_in(f"/sign-in?next={path}")).text
    assert "Three bases?" not in office.client.get(there).text


def test_two_forms_of_one_browser_are_both_kept(office: Office) -> None:
    first = office.send(*office.form(*FORMS["a scenario"]))
    second = office.send(*office.form(*FORMS["a person"]))
    assert "Three bases?" in office.client.get(office.sign_in(first)).text
    (next_,) = parse_qs(urlsplit(second).query)["next"]
    assert "Ada Byron" in office.client.get(next_).text


def test_what_is_too_large_is_not_kept_and_the_page_says_so(office: Office) -> None:
    path = office.filled("/programmes/{p}/import")
    where = office.send(path, {}, files={"file": ("log.jsonl", b"x" * FORM_BYTES)})
    page = office.client.get(where).text
    assert "could not be kept" in page
    assert urlsplit(office.sign_in(where)).path == path


def test_one_address_cannot_fill_the_store(office: Office) -> None:
    path, sent = office.form(*FORMS["a scenario"])
    told = ["could not be kept" in office.client.get(office.send(path, sent)).text for _ in range(31)]
    assert told == [False] * 30 + [True]


def test_the_store_is_bounded_and_the_oldest_make_room(deployment: Deployment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_forms, "MOST", 3)
    monkeypatch.setattr(kept_forms, "MOST_BYTES", 25)
    with deployment.mergerlog.engine.begin() as connection:
        keys = [kept_forms.keep_form(connection, "b", "/", b"x" * 5, now) for now in range(5)]
        assert _kept(connection, keys) == [False, False, True, True, True]
        keys += [kept_forms.keep_form(connection, "b", "/", b"x" * 20, 6)]
        assert _kept(connection, keys) == [False, False, False, False, True, True]


def _kept(connection: Any, keys: list[str]) -> list[bool]:
    return [kept_forms.kept_content(connection, "b", key, "/", 7) is not None for key in keys]


def test_a_form_from_another_site_is_not_kept(office: Office) -> None:
    path, sent = office.form(*FORMS["a scenario"])
    for headers in ({}, {"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}):
        assert office.client.post(path, data=sent, headers=headers).status_code == 403
    with reading(office.deployment.mergerlog.engine) as connection:
        assert connection.execute(select(kept_forms.kept_form)).all() == []


def test_it_is_the_persons_name_that_stands_in_the_register(office: Office) -> None:
    where = office.send("/people/erase", {"person": PERSON, "meant": "yes"})
    page = office.client.get(office.sign_in(where)).text
    assert f"Erase the name {NAME}?" in page
