"""Posts digests to webhooks, as CloudEvents signed by Standard Webhooks, at hosts that the deployment allows."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import socket
import ssl
from collections.abc import Callable
from urllib.parse import urlsplit

import msgspec

from domain.time import instants
from domain.time.edtf import show
from scheduler.delivery.allowed_hosts import AllowedHosts, HostNotAllowed
from scheduler.delivery.deadline import Deadline
from scheduler.delivery.digest import Digest
from scheduler.delivery.retry_policy import DEFERRED, GONE, SENT, UNKNOWN, Outcome

_SECONDS = 15
_SAID = 300
TYPE = "mergerlog.reminders.digest"
_GONE, _OK, _NOT_OK = 410, 200, 300


def cloud_event(digest: Digest, source: str) -> dict[str, object]:
    """A digest as a CloudEvent; `source` is the address of the deployment."""
    return {
        "specversion": "1.0",
        "id": digest.claim.message_id,
        "source": source,
        "type": TYPE,
        "time": instants.show(digest.claim.opened_at),
        "datacontenttype": "application/json",
        "data": {
            "day": show(digest.claim.day),
            "contact": digest.contact.id,
            "items": [
                {
                    "programme": item.programme,
                    "about": item.about,
                    "lead": item.lead,
                    "title": item.title,
                    "when": item.when,
                    "sentence": item.sentence,
                    "escalation": item.escalation,
                }
                for item in digest.items
            ],
        },
    }


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """The signature of a message, as Standard Webhooks makes it; `timestamp` in seconds."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


class WebhookSender:
    """Posts digests to webhooks."""

    def __init__(self, hosts: AllowedHosts, source: str, context: ssl.SSLContext | None = None) -> None:
        self.hosts = hosts
        self._source = source
        self._context = context or ssl.create_default_context()

    def post(self, digest: Digest, now: int, ready: Callable[[str], object]) -> Outcome:
        """Post a digest to its webhook, and say what became of it. Nothing is followed.

        It may take 15 seconds until there is a connection and as many until there is an answer; in between `ready` is
        called with the host, and waits until it may be sent.
        """
        hook = digest.webhook
        assert hook is not None
        assert hook.url is not None
        assert hook.secret is not None
        body = msgspec.json.encode(cloud_event(digest, self._source))
        message_id, seconds = digest.claim.message_id, now // 1_000_000
        headers = {
            "Content-Type": "application/cloudevents+json",
            "User-Agent": "Mergerlog",
            "webhook-id": message_id,
            "webhook-timestamp": str(seconds),
            "webhook-signature": signature(hook.secret, message_id, seconds, body),
        }
        try:
            status = self._status(hook.url, body, headers, ready)
        except (HostNotAllowed, _NotReached) as error:
            return Outcome(DEFERRED, str(error)[:_SAID])
        except (OSError, http.client.HTTPException) as error:
            return Outcome(UNKNOWN, f"{type(error).__name__}: {error}"[:_SAID])
        if status == _GONE:
            return Outcome(GONE, "410 Gone: switched off")
        return Outcome(SENT if _OK <= status < _NOT_OK else DEFERRED, str(status))

    def _status(self, url: str, body: bytes, headers: dict[str, str], ready: Callable[[str], object]) -> int:
        parts = urlsplit(url)
        try:
            address = self.hosts.resolve(url)
        except OSError as error:
            raise _NotReached(f"{parts.hostname} cannot be looked up: {error}") from None
        host = parts.hostname or ""
        deadline = Deadline(_SECONDS)
        connection = _Pinned(host, parts.port or 443, address, self._context, deadline)
        try:
            with deadline.running():
                try:
                    connection.connect()
                except OSError as error:
                    raise _NotReached(f"{host} cannot be reached: {error}") from None
            ready(host)
            target = parts.path or "/"
            with deadline.running():
                connection.request("POST", f"{target}?{parts.query}" if parts.query else target, body, headers)
                status = connection.getresponse().status
            if deadline.was_cut:
                raise TimeoutError(f"{host} did not answer in {_SECONDS} seconds")
            return status
        finally:
            connection.close()
            deadline.close()


class _NotReached(Exception):
    """Nothing was sent: there was nobody, or nobody to be trusted, to send it to."""


class _Pinned(http.client.HTTPSConnection):
    """A connection to an address that was checked: the name is not looked up again."""

    def __init__(self, host: str, port: int, address: str, context: ssl.SSLContext, deadline: Deadline) -> None:
        super().__init__(host, port, timeout=_SECONDS, context=context)
        self._address = address
        self._tls = context
        self._deadline = deadline

    def connect(self) -> None:
        connected = socket.create_connection((self._address, self.port), self.timeout)
        self._deadline.watch(connected)
        self.sock = self._tls.wrap_socket(connected, server_hostname=self.host)
