"""Real servers to send to: SMTP by aiosmtpd, and webhooks over HTTPS with a certificate of a certificate authority."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "receiver.test"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Post:
    """A mail server: what it took in, and what it is to answer."""

    mails: list[EmailMessage] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    """Answers to the next mails, before it takes any; "hang up" takes the mail and breaks the connection."""
    port: int = field(default_factory=free_port)
    _controller: Any = None

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = self.answers.pop(0) if self.answers else "250 OK"
        content = envelope.content
        assert isinstance(content, bytes)
        if answer.startswith("250") or answer == "hang up":
            mail = message_from_bytes(content, policy=policy.default)
            mail["X-To"] = ", ".join(envelope.rcpt_tos)
            self.mails.append(mail)
        if answer == "hang up":
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
            await asyncio.sleep(0)
        return answer

    def open(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def close(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def ids(self) -> list[str]:
        return [str(mail["Message-ID"]) for mail in self.mails]

    def of(self, address: str) -> list[EmailMessage]:
        return [mail for mail in self.mails if mail["X-To"] == address]


@contextmanager
def post() -> Iterator[Post]:
    """A mail server that is open."""
    found = Post()
    found.open()
    try:
        yield found
    finally:
        found.close()


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    """The plain text or the HTML of a mail."""
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


@dataclass
class Receiver:
    """A webhook receiver: what it took in, and what it is to answer."""

    port: int
    requests: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    statuses: dict[str, list[int]] = field(default_factory=dict)
    """Statuses of the next answers, by path; 0 hangs for `hang` seconds, and -1 answers a byte at a time for ever."""
    hang: float = 60
    location: str | None = None
    pause: float = 0
    """Seconds from having taken a request in to the answer."""
    stopped: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str = "/hook") -> str:
        return f"https://{HOST}:{self.port}{path}"

    @property
    def hosts(self) -> str:
        """As MERGERLOG_WEBHOOK_HOSTS has it."""
        return f"{HOST}:{self.port}=127.0.0.1"


@contextmanager
def receiver(folder: Path) -> Iterator[tuple[Receiver, str]]:
    """A webhook receiver, and the file with the certificate authority that vouches for it."""
    authority = trustme.CA()
    file = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(HOST).configure_cert(context)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    # The handshake is left to the thread of a connection, so that one that stalls keeps nobody waiting.
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    found = Receiver(server.server_address[1])
    server.found = found  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield found, str(file)
    finally:
        found.stopped.set()
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        found: Receiver = self.server.found  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers["Content-Length"]))
        found.requests.append((self.path, {name.lower(): text for name, text in self.headers.items()}, body))
        status = found.statuses.get(self.path, [])
        answer = status.pop(0) if status else 204
        if answer == 0:
            found.stopped.wait(found.hang)
            return
        if answer == -1:
            self._drip(found)
            return
        time.sleep(found.pause)
        self.send_response(answer)
        if found.location is not None:
            self.send_header("Location", found.location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _drip(self, found: Receiver) -> None:
        until = time.monotonic() + found.hang
        for byte in b"HTTP/1.1 200 " + b"O" * 10_000:
            if time.monotonic() > until or found.stopped.wait(0.05):
                return
            self.wfile.write(bytes((byte,)))
            self.wfile.flush()

    def log_message(self, *_: Any) -> None:
        """Nothing is printed."""
