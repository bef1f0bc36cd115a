"""The dispatcher: one digest that cannot be made keeps nobody else waiting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from scheduler.delivery import email_message
from scheduler.delivery.digest import compose_digest
from tests.support.mail_and_webhooks import Post, post
from tests.support.reminder_office import OWNER, Office, office


@pytest.fixture(scope="module")
def mail() -> Iterator[Post]:
    with post() as server:
        yield server


@pytest.fixture
def ours(database: str, mail: Post) -> Iterator[Office]:
    mail.mails.clear()
    with office(database, mail) as opened:
        yield opened


def failing(function: Any, contact: str) -> Any:
    """The function, but for a digest of one contact."""

    def fail_for_one(*arguments: Any, **options: Any) -> Any:
        digest = function(*arguments, **options)
        if digest is not None and digest.contact.id == contact:
            raise UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed")
        return digest

    return fail_for_one


def test_a_digest_that_cannot_be_composed_waits_and_all_others_go(
    ours: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours.milestone("board", "2018-06-11")
    ours.milestone("council", "2018-06-11", owner=None)
    here = "scheduler.delivery.dispatcher.compose_digest"
    monkeypatch.setattr(here, failing(compose_digest, "manager"))
    ours.tick_at("2018-06-04T09:00")
    assert [str(sent["X-To"]) for sent in ours.post.mails] == [OWNER]
    (row,) = [row for row in ours.attempts if row.outcome == "deferred"]
    assert "failed to write it" in row.answer
    monkeypatch.setattr(here, compose_digest)
    ours.later(minutes=10)
    ours.tick()
    assert len(ours.post.mails) == 2, "it is sent as soon as it can be"


def test_a_mail_that_cannot_be_written_waits_and_all_others_go(ours: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    ours.milestone("board", "2018-06-11")
    ours.milestone("council", "2018-06-11", owner=None)
    write = email_message.digest_email

    def fail_for_the_manager(digest: Any, *arguments: Any) -> Any:
        if digest.contact.id == "manager":
            raise ValueError("a header may not hold a line end")
        return write(digest, *arguments)

    monkeypatch.setattr("scheduler.delivery.smtp.digest_email", fail_for_the_manager)
    ours.tick_at("2018-06-04T09:00")
    assert [str(sent["X-To"]) for sent in ours.post.mails] == [OWNER]
    assert [row.outcome for row in ours.attempts].count("deferred") == 1
