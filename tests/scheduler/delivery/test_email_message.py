"""Mails: what somebody writes into a title or a name stays where it is, on any Python."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path

import pytest

from scheduler.delivery.email_message import header_text
from tests.support.deployments import sqlite_url
from tests.support.examples import start
from tests.support.mail_and_webhooks import post
from tests.support.reminder_office import office

EVIL = "=?utf-8?q?Board=0D=0AReply-To:_evil=40evil.org=0D=0ABcc:_spy=40evil.org=0D=0A=0D=0AClick_http://evil.example/?="
HEADERS = {
    *("subject", "from", "to", "date", "message-id", "auto-submitted", "list-unsubscribe", "list-unsubscribe-post"),
    *("content-type", "mime-version", "x-to"),
}


@pytest.mark.parametrize(
    "evil",
    [EVIL, EVIL.replace("=0D=0A", "\r\n"), f"a{EVIL}b", EVIL.upper(), EVIL.replace("?q?", "?b?"), "\u2028\u202e=?x?="],
)
def test_no_text_looks_like_an_encoded_word(evil: str) -> None:
    text = header_text(evil)
    assert "=?" not in text
    assert text.isprintable()


def test_a_title_and_a_name_write_no_header(tmp_path: Path) -> None:
    with post() as mail, office(sqlite_url(tmp_path), mail) as ours:
        ours.add(id="boss", name=EVIL, role="manager")
        ours.record(start("milestone-set", "board", "2018-06-11", "planned", id="board", title=EVIL))
        ours.tick_at("2018-06-04T09:00")
        (received,) = mail.of("boss@example.org")
    again = message_from_bytes(received.as_bytes(), policy=policy.default)
    assert {name.lower() for name in again.keys()} <= HEADERS  # noqa: SIM118 - a message yields no names by itself
    assert received["Reply-To"] is None
    assert received["Bcc"] is None
    assert "Reply-To:_evil" in str(received["Subject"]), "it is shown as it was written"
