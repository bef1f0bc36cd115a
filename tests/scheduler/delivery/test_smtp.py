"""Mail by SMTP: how the address of a relay is read, and what its answers mean, by a real one."""

from __future__ import annotations

import smtplib
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from socketserver import BaseRequestHandler, ThreadingTCPServer

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from domain.time import instants
from scheduler.delivery import queue, smtp
from scheduler.delivery.content import DigestItem
from scheduler.delivery.digest import Digest
from scheduler.delivery.queue import ClaimedDigest
from scheduler.delivery.retry_policy import DEFERRED, REFUSED, SENT, UNKNOWN, Outcome
from scheduler.delivery.smtp import BadRelay, Relay, RelayAway, read_relay
from scheduler.people.contacts import Contact
from scheduler.people.signed_links import LinkSigner
from tests.support.mail_and_webhooks import Post, free_port, post

FROM, TO = "mergerlog@example.org", "rose@example.org"
LINKS = LinkSigner("https://merger.example.org", bytes(32))
NOW = instants.parse("2018-06-04T09:00:00Z")


@pytest.fixture(scope="module")
def server() -> Iterator[Post]:
    with post() as opened:
        yield opened


@pytest.fixture
def mail(server: Post) -> Post:
    server.mails.clear()
    server.answers.clear()
    return server


def digest() -> Digest:
    claim = ClaimedDigest(1, 1, 0, "rose", "email", instants.london_day(NOW), "0a1b", NOW)
    words = {"lead": "Due today", "title": "Go live", "when": "4 June 2018", "programme_name": "North West"}
    item = DigestItem(programme="north-west", about="c-1", revision=1, escalation=None, order=(0, 0, 0, ""), **words)
    return Digest(claim, Contact(id="rose", name="Rose", email=TO), None, [item])


@pytest.mark.parametrize(
    ("url", "relay"),
    [
        ("smtp://mail.example.org", Relay("mail.example.org", 587, False, None, None, FROM)),
        ("smtps://mail.example.org", Relay("mail.example.org", 465, True, None, None, FROM)),
        ("smtp://mail.example.org:25/", Relay("mail.example.org", 25, False, None, None, FROM)),
        ("smtps://Mail.example.org:2525", Relay("mail.example.org", 2525, True, None, None, FROM)),
        ("smtp://me:s%40cret@mail.example.org", Relay("mail.example.org", 587, False, "me", "s@cret", FROM)),
        ("smtp://me%3A@mail.example.org", Relay("mail.example.org", 587, False, "me:", None, FROM)),
        ("smtp://[::1]:25", Relay("::1", 25, False, None, None, FROM)),
    ],
)
def test_the_address_of_a_relay_is_read(url: str, relay: Relay) -> None:
    assert read_relay(url, FROM) == relay


@pytest.mark.parametrize(
    "url",
    [
        *("", "mail.example.org", "smtp:", "smtp://", "smtp://:25", "http://mail.example.org"),
        *("smtp://mail.example.org/path", "smtp://mail.example.org?tls=no"),
        *("smtp://mail.example.org:port", "smtp://mail.example.org:65536", "smtp://[::1"),
    ],
)
def test_any_other_address_is_refused(url: str) -> None:
    with pytest.raises(BadRelay):
        read_relay(url, FROM)


def test_mails_go_out_one_after_another_by_one_connection(mail: Post) -> None:
    with read_relay(mail.url, FROM).session(LINKS) as session:
        assert [session.send(digest()) for _ in range(2)] == [Outcome(SENT, "250 accepted")] * 2
    assert mail.ids() == ["<0a1b@example.org>"] * 2
    assert {(sent["X-To"], sent["Subject"]) for sent in mail.mails} == {(TO, "Due today: Go live, 4 June 2018")}


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("421 Too busy", DEFERRED),
        ("451 Try again later", DEFERRED),
        ("499 Not now", DEFERRED),
        ("500 Not understood", REFUSED),
        ("550 No such user", REFUSED),
    ],
)
def test_an_answer_of_500_or_more_is_for_good(mail: Post, answer: str, kind: str) -> None:
    mail.answers = [answer]
    with read_relay(mail.url, FROM).session(LINKS) as session:
        assert session.send(digest()) == Outcome(kind, answer)


def test_a_long_answer_is_cut(mail: Post) -> None:
    mail.answers = ["550 " + "x" * 600]
    with read_relay(mail.url, FROM).session(LINKS) as session:
        assert session.send(digest()).answer == "550 " + "x" * 496


def test_a_connection_that_breaks_leaves_the_outcome_unknown_and_is_lost(mail: Post) -> None:
    mail.answers = ["hang up"]
    with read_relay(mail.url, FROM).session(LINKS) as session:
        outcome = session.send(digest())
    assert (outcome.kind, outcome.is_lost) == (UNKNOWN, True)
    assert outcome.answer.startswith("SMTPServerDisconnected: ")


class _Choosy(Post):
    """A mail server that knows nobody but one."""

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address != TO:
            return "550 No such user" if address.startswith("nobody") else "450 Mailbox busy"
        envelope.rcpt_tos.append(address)
        return "250 OK"


@pytest.mark.parametrize(
    ("name", "outcome"),
    [("nobody", Outcome(REFUSED, "550 No such user")), ("busy", Outcome(DEFERRED, "450 Mailbox busy"))],
)
def test_an_address_that_the_relay_does_not_take_harms_no_other_mail(name: str, outcome: Outcome) -> None:
    choosy = _Choosy()
    choosy.open()
    try:
        with read_relay(choosy.url, FROM).session(LINKS) as session:
            stranger = Contact(id=name, name=name, email=f"{name}@example.org")
            assert session.send(replace(digest(), contact=stranger)) == outcome
            assert session.send(digest()).kind == SENT
    finally:
        choosy.close()
    assert [sent["X-To"] for sent in choosy.mails] == [TO]


def test_a_relay_that_nobody_answers_at_is_away() -> None:
    with (
        pytest.raises(RelayAway, match=r"ConnectionRefusedError: "),
        read_relay(f"smtp://127.0.0.1:{free_port()}", FROM).session(LINKS),
    ):
        raise AssertionError("there is no session")


@pytest.mark.parametrize(
    ("host", "answer"),
    [
        ("127.0.0.1", "SMTPNotSupportedError: "),  # on this machine a password is tried, and the relay takes none
        ("localhost", "SMTPNotSupportedError: "),
        ("127.1", "it offers no TLS, and a password is not sent without"),  # a name, as far as can be told
    ],
)
def test_a_password_leaves_the_machine_only_encrypted(mail: Post, host: str, answer: str) -> None:
    relay = read_relay(f"smtp://me:secret@{host}:{mail.port}", FROM)
    with pytest.raises(RelayAway, match=answer), relay.session(LINKS):
        raise AssertionError("there is no session")


def test_a_relay_that_is_to_be_encrypted_from_the_first_byte_is_not_spoken_to_otherwise(mail: Post) -> None:
    relay = read_relay(f"smtps://127.0.0.1:{mail.port}", FROM)
    with pytest.raises(RelayAway, match="SSL"), relay.session(LINKS):
        raise AssertionError("there is no session")


def test_a_session_is_closed_even_where_its_user_fails(mail: Post) -> None:
    opened = []
    with pytest.raises(ZeroDivisionError), read_relay(mail.url, FROM).session(LINKS) as session:
        opened.append(session)
        raise ZeroDivisionError
    assert opened[0].send(digest()).kind == UNKNOWN
    assert smtplib.SMTPServerDisconnected.__name__ in opened[0].send(digest()).answer


@contextmanager
def dripping_relay(replies: int) -> Iterator[int]:
    """A relay that answers so many times, and from then on a byte every twentieth of a second; its port."""
    stopped = threading.Event()

    class Drip(BaseRequestHandler):
        def handle(self) -> None:
            self.request.settimeout(5)
            with suppress(OSError):
                for _ in range(replies):
                    self.request.sendall(b"250 relay\r\n" if _ else b"220 relay\r\n")
                    self.request.recv(4096)
                while not stopped.wait(0.05):
                    self.request.sendall(b"2")

    with ThreadingTCPServer(("127.0.0.1", 0), Drip) as server:
        server.daemon_threads = True
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        try:
            yield server.server_address[1]
        finally:
            stopped.set()
            server.shutdown()
            serving.join()


def test_a_relay_that_drips_its_greeting_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "WHOLE_SECONDS", 0.5)
    with (
        dripping_relay(0) as port,
        pytest.raises(RelayAway, match="longer than"),
        read_relay(f"smtp://127.0.0.1:{port}", FROM).session(LINKS),
    ):
        raise AssertionError("there is no session")


def test_a_relay_that_drips_its_answer_to_a_mail_leaves_the_outcome_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "WHOLE_SECONDS", 0.5)
    with dripping_relay(3) as port, read_relay(f"smtp://127.0.0.1:{port}", FROM).session(LINKS) as session:
        outcome = session.send(digest())
    assert (outcome.kind, outcome.is_lost) == (UNKNOWN, True)
    assert "longer than" in outcome.answer


def test_a_lease_outlasts_a_mail_and_the_way_to_it() -> None:
    assert 2 * smtp.WHOLE_SECONDS * 1_000_000 < queue.LEASE
