"""Sends digests as mail, by SMTP, and says what the relay answered."""

from __future__ import annotations

import ipaddress
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from scheduler.delivery.deadline import Deadline
from scheduler.delivery.digest import Digest
from scheduler.delivery.email_message import digest_email
from scheduler.delivery.retry_policy import DEFERRED, REFUSED, SENT, UNKNOWN, Outcome
from scheduler.people.signed_links import LinkSigner

_SECONDS = 30
WHOLE_SECONDS = 60
"""For all of a mail, and for all of letting us in: well within the lease of a digest, which has to outlast both."""
_READY = 220
_PERMANENT = 500
_MOST_KEPT = 500
"""Characters of an answer that are kept."""


class BadRelay(ValueError):
    """The address of the mail relay cannot be used."""


class RelayAway(Exception):
    """The mail relay does not answer, or refuses to let us in; the text is its answer."""


@dataclass(frozen=True)
class Relay:
    """A mail relay, and the address that mail is sent from."""

    host: str
    port: int
    encrypted: bool
    """Whether the connection is encrypted from its first byte on."""
    user: str | None
    password: str | None
    sender: str

    @contextmanager
    def session(self, links: LinkSigner) -> Iterator[SmtpSession]:
        """A connection that mail can be sent by, with links made by a signer. Raises RelayAway."""
        deadline = Deadline(WHOLE_SECONDS)
        try:
            with self._opened(deadline) as smtp:
                yield SmtpSession(smtp, deadline, self.sender, links)
        finally:
            deadline.close()

    @contextmanager
    def _opened(self, deadline: Deadline) -> Iterator[smtplib.SMTP]:
        try:
            with deadline.running():
                smtp = self._connect(deadline)
        except (OSError, smtplib.SMTPException) as error:
            raise RelayAway(_error_text(error, deadline)) from error
        try:
            yield smtp
        finally:
            with deadline.running():
                _quit(smtp)

    def _connect(self, deadline: Deadline) -> smtplib.SMTP:
        smtp = _Watched(deadline, self.encrypted)
        smtp.connect_to(self.host, self.port)
        if not self.encrypted:
            smtp.ehlo()
            if smtp.has_extn("starttls"):
                smtp.starttls(context=ssl.create_default_context())
                smtp.ehlo()
            elif self.user is not None and not _is_loopback(self.host):
                smtp.close()
                raise smtplib.SMTPException("it offers no TLS, and a password is not sent without")
        if self.user is not None:
            smtp.login(self.user, self.password or "")
        return smtp


class _Watched(smtplib.SMTP):
    """A connection that a deadline can break."""

    def __init__(self, deadline: Deadline, is_encrypted: bool) -> None:
        super().__init__(timeout=_SECONDS)
        self._deadline = deadline
        self._is_encrypted = is_encrypted

    def connect_to(self, host: str, port: int) -> None:
        """Connect, and read the greeting. Raises OSError or SMTPException."""
        self._host = host  # what STARTTLS looks for in the certificate
        code, answer = self.connect(host, port)
        if code != _READY:
            self.close()
            raise smtplib.SMTPConnectError(code, answer)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        connected = socket.create_connection((host, port), timeout)
        self._deadline.watch(connected)
        if not self._is_encrypted:
            return connected
        return ssl.create_default_context().wrap_socket(connected, server_hostname=host)


def _quit(smtp: smtplib.SMTP) -> None:
    try:
        smtp.quit()
    except (OSError, smtplib.SMTPException):
        smtp.close()


def read_relay(url: str, sender: str) -> Relay:
    """Read smtp://USER:PASSWORD@HOST:587 or smtps://HOST:465. Raises BadRelay."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise BadRelay from None
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise BadRelay
    encrypted = parts.scheme == "smtps"
    user, password = (None if each is None else unquote(each) for each in (parts.username, parts.password))
    return Relay(parts.hostname, port or (465 if encrypted else 587), encrypted, user, password, sender)


class SmtpSession:
    """One connection, by which mails are sent one after another."""

    def __init__(self, smtp: smtplib.SMTP, deadline: Deadline, sender: str, links: LinkSigner) -> None:
        self._smtp = smtp
        self._deadline = deadline
        self._sender = sender
        self._links = links

    def send(self, digest: Digest) -> Outcome:
        """Send a digest to its contact, and say what became of it."""
        to = digest.contact.email
        assert to is not None
        message = digest_email(digest, self._links, self._sender)
        try:
            with self._deadline.running():
                self._smtp.send_message(message, self._sender, [to])
        except (OSError, smtplib.SMTPException, ValueError) as error:
            return self._outcome(error, to)
        return Outcome(SENT, "250 accepted")

    def _outcome(self, error: Exception, to: str) -> Outcome:
        """What became of a mail that was not accepted."""
        text = _error_text(error, self._deadline)
        # Nobody knows whether the last byte arrived: it is sent again as it was, under the same Message-ID.
        if self._deadline.was_cut:
            return Outcome(UNKNOWN, text)
        match error:
            case smtplib.SMTPRecipientsRefused():
                return _answered(*error.recipients[to])
            case smtplib.SMTPResponseException():
                return _answered(error.smtp_code, error.smtp_error)
            case smtplib.SMTPServerDisconnected():
                return Outcome(UNKNOWN, text)
            case smtplib.SMTPException() | ValueError():
                return Outcome(REFUSED, text)
        return Outcome(UNKNOWN, text)


def _answered(code: int, answer: bytes | str) -> Outcome:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return Outcome(REFUSED if code >= _PERMANENT else DEFERRED, f"{code} {text}"[:_MOST_KEPT])


def _error_text(error: Exception, deadline: Deadline) -> str:
    if deadline.was_cut:
        return f"TimeoutError: it took longer than {WHOLE_SECONDS} seconds in all"
    return f"{type(error).__name__}: {error}"[:_MOST_KEPT]


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
