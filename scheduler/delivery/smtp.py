"""Sends digests as mail, by SMTP, and says what the relay answered."""

from __future__ import annotations

import ipaddress
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from scheduler.delivery.digest import Digest
from scheduler.delivery.email_message import digest_email
from scheduler.delivery.retry_policy import DEFERRED, REFUSED, SENT, UNKNOWN, Outcome
from scheduler.people.signed_links import LinkSigner

_SECONDS = 30
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
        try:
            smtp = self._connect()
        except (OSError, smtplib.SMTPException) as error:
            raise RelayAway(_error_text(error)) from error
        try:
            yield SmtpSession(smtp, self.sender, links)
        finally:
            try:
                smtp.quit()
            except (OSError, smtplib.SMTPException):
                smtp.close()

    def _connect(self) -> smtplib.SMTP:
        if self.encrypted:
            context = ssl.create_default_context()
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=_SECONDS, context=context)
        else:
            smtp = smtplib.SMTP(self.host, self.port, timeout=_SECONDS)
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

    def __init__(self, smtp: smtplib.SMTP, sender: str, links: LinkSigner) -> None:
        self._smtp = smtp
        self._sender = sender
        self._links = links

    def send(self, digest: Digest) -> Outcome:
        """Send a digest to its contact, and say what became of it."""
        to = digest.contact.email
        assert to is not None
        message = digest_email(digest, self._links, self._sender)
        try:
            self._smtp.send_message(message, self._sender, [to])
        except smtplib.SMTPRecipientsRefused as error:
            code, answer = error.recipients[to]
            return _answered(code, answer)
        except smtplib.SMTPResponseException as error:
            return _answered(error.smtp_code, error.smtp_error)
        except (OSError, smtplib.SMTPServerDisconnected) as error:
            # Nobody knows whether the last byte arrived: it is sent again as it was, under the same Message-ID.
            return Outcome(UNKNOWN, _error_text(error))
        except (smtplib.SMTPException, ValueError) as error:
            return Outcome(REFUSED, _error_text(error))
        return Outcome(SENT, "250 accepted")


def _answered(code: int, answer: bytes | str) -> Outcome:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return Outcome(REFUSED if code >= _PERMANENT else DEFERRED, f"{code} {text}"[:_MOST_KEPT])


def _error_text(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:_MOST_KEPT]


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
