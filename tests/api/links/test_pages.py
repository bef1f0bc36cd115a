"""Where the links in a mail lead: to look changes nothing, to send the form does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from scheduler.people.signed_links import BadLink, Link, LinkSigner
from tests.support.deployments import sqlite_url
from tests.support.examples import amend
from tests.support.mail_and_webhooks import Post, post, text_of
from tests.support.reminder_office import ADDRESS, MANAGER, OWNER, Office, office


@pytest.fixture(scope="module")
def mail() -> Iterator[Post]:
    with post() as found:
        yield found


@pytest.fixture
def ours(tmp_path: Path, mail: Post) -> Iterator[Office]:
    mail.mails.clear()
    with office(sqlite_url(tmp_path), mail) as found:
        yield found


def link(ours: Office, page: str, address: str = OWNER) -> str:
    """The link to a page in the last mail to someone, without the address of the deployment."""
    text = text_of(ours.post.of(address)[-1], "html")
    found = re.findall(rf'href="{ADDRESS}(/reminders/{page}\?key=[^"]+)"', text)
    return unescape(found[0])


def get(ours: Office, path: str) -> Any:
    return ours.deployment.client.get(path)


def send(ours: Office, page: str, name: str, body: str = "") -> Any:
    """Send a form of a page."""
    action = re.findall(rf'<form method="post" action="(/reminders/{name}\?[^"]+)">', page)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return ours.deployment.client.post(unescape(action[0]), content=body, headers=headers)


def test_to_look_changes_nothing_and_to_acknowledge_does(ours: Office) -> None:
    ours.milestone("late", "2018-05-31", title='Late "thing" <b>')
    ours.tick_at("2018-06-01T09:00")
    page = get(ours, link(ours, "item"))
    assert page.status_code == 200
    assert "Overdue by 1 day: Late &#34;thing&#34; &lt;b&gt;" in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["Cache-Control"] == "no-store"
    for _ in range(3):
        assert "<button>Acknowledge</button>" in get(ours, link(ours, "item")).text
    done = send(ours, page.text, "acknowledge")
    assert done.status_code == 200
    assert "We will not escalate it" in done.text
    again = get(ours, link(ours, "item")).text
    assert "Someone acknowledged it on 1 June 2018." in again
    assert "<button>Acknowledge</button>" not in again
    ours.tick_at("2018-06-11T09:00")
    assert ours.post.of(MANAGER) == []


def test_to_put_it_off(ours: Office) -> None:
    ours.milestone("soon", "2018-06-11")
    ours.tick_at("2018-06-04T09:00")
    page = get(ours, link(ours, "item"))
    done = send(ours, page.text, "snooze", "days=14")
    assert "We will not remind you of it before 18 June 2018." in done.text
    ours.tick_at("2018-06-15T09:00")
    assert len(ours.post.of(OWNER)) == 1
    ours.tick_at("2018-06-18T09:00")
    assert len(ours.post.of(OWNER)) == 2


@pytest.mark.parametrize("days", ["", "days=", "days=400", "days=-1", "days=%00", "days=1&days=2", "\xff"])
def test_a_form_that_was_tampered_with_puts_it_off_by_a_day(ours: Office, days: str) -> None:
    ours.milestone("soon", "2018-06-11")
    ours.tick_at("2018-06-04T09:00")
    page = get(ours, link(ours, "item"))
    assert "before 5 June 2018" in send(ours, page.text, "snooze", days).text


def test_one_click_unsubscribes_and_a_look_does_not(ours: Office) -> None:
    ours.milestone("soon", "2018-06-11")
    ours.tick_at("2018-06-04T09:00")
    header = str(ours.post.of(OWNER)[0]["List-Unsubscribe"])
    path = header.strip("<>").removeprefix(ADDRESS)
    assert "<button>Stop these mails</button>" in get(ours, path).text
    ours.milestone("next", "2018-06-12")
    ours.tick_at("2018-06-05T09:00")
    assert len(ours.post.of(OWNER)) == 2, "a look at the page is not a click"
    click = ours.deployment.client.post(path, data={"List-Unsubscribe": "One-Click"})
    assert click.status_code == 200
    ours.tick_at("2018-06-11T09:00")
    assert len(ours.post.of(OWNER)) == 2
    assert "and 1 more" in ours.post.of(MANAGER)[-1]["Subject"], "the managers have it now"


def test_a_link_does_not_outlive_what_it_is_about(ours: Office) -> None:
    ours.milestone("soon", "2018-06-11")
    ours.tick_at("2018-06-04T09:00")
    path = link(ours, "item")
    ours.record(amend("change-rescheduled", "soon", effective_on="2018-07-11"))
    page = get(ours, path)
    assert page.status_code == 404
    assert "it was moved, done or dropped" in page.text
    assert ours.deployment.client.post(path.replace("item", "acknowledge")).status_code == 404


def test_a_link_shows_nothing_that_its_holder_may_not_see_any_more(ours: Office) -> None:
    ours.milestone("soon", "2018-06-11", title="A closure that is not public")
    ours.tick_at("2018-06-04T09:00")
    path = link(ours, "item")
    assert "closure" in get(ours, path).text
    ours.record(amend("change-restricted", "soon"))
    page = get(ours, path)
    assert page.status_code == 404
    assert "closure" not in page.text


def test_a_link_of_somebody_who_was_forgotten_leads_nowhere(ours: Office) -> None:
    ours.milestone("soon", "2018-06-11")
    ours.tick_at("2018-06-04T09:00")
    path = link(ours, "item")
    gone = ours.deployment.client.delete("/v1/contacts/owner", headers=ours.deployment.headers())
    assert gone.status_code == 204
    assert get(ours, path).status_code == 404
    assert all(row.contact == "owner" for row in ours.reminders), "the ledger still proves what was sent"


@pytest.mark.parametrize("key", ["", "x", "AAAA", "%00", "é", "a" * 5000, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"])
def test_a_key_that_was_not_made_here_is_refused(ours: Office, key: str) -> None:
    for page in ("item", "unsubscribe"):
        assert ours.deployment.client.get(f"/reminders/{page}", params={"key": key}).status_code == 404
    for page in ("acknowledge", "snooze", "unsubscribe"):
        assert ours.deployment.client.post(f"/reminders/{page}", params={"key": key}).status_code == 404


def test_a_link_is_bound_to_its_contact_its_matter_and_its_deployment() -> None:
    ours, theirs = LinkSigner(ADDRESS, b"1" * 32), LinkSigner(ADDRESS, b"2" * 32)
    made = Link("owner", "p", "soon", 3)
    key = ours.to("item", made).partition("key=")[2]
    assert ours.read(key) == made
    with pytest.raises(BadLink):
        theirs.read(key)
    for place in range(len(key)):
        other = key[:place] + ("A" if key[place] != "A" else "B") + key[place + 1 :]
        try:
            assert ours.read(other) == made  # bits that base64 does not use
        except BadLink:
            continue
