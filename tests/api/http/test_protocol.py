"""Clients that send too much or too slowly: each is let go, and nobody else waits for them."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import uvicorn

from api.app import build_app
from api.http import body_time, protocol
from api.http.protocol import BoundedHttpProtocol
from tests.support.deployments import deploy, sqlite_url


@contextmanager
def served(folder: Path) -> Iterator[int]:
    """The port of a server with the bounded protocol."""
    with deploy(sqlite_url(folder), anyone_reads=True) as deployment:
        deployment.mergerlog.create_programme("p", "P")
        config = uvicorn.Config(
            build_app(deployment.mergerlog), host="127.0.0.1", port=0, http=BoundedHttpProtocol, log_config=None
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=asyncio.run, args=(server.serve(),))
        thread.start()
        try:
            while not server.started:
                time.sleep(0.01)
            yield server.servers[0].sockets[0].getsockname()[1]
        finally:
            server.should_exit = True
            thread.join()


def answer(connection: socket.socket) -> bytes:
    """All that comes until the other side closes."""
    connection.settimeout(20)
    parts = []
    with suppress(ConnectionResetError):
        while part := connection.recv(65_536):
            parts.append(part)
    return b"".join(parts)


def test_a_request_of_usual_size_is_answered(tmp_path: Path) -> None:
    with served(tmp_path) as port, socket.create_connection(("127.0.0.1", port)) as connection:
        for _ in range(2):
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            received = b""
            while b'{"status":"alive"}' not in received:
                received += connection.recv(65_536)
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert b'{"status":"alive"}' in answer(connection)


@pytest.mark.parametrize("head", [b"X: " + b"a" * 200_000, b"".join(b"X-%d: a\r\n" % at for at in range(20_000))])
def test_headers_of_more_than_32_kib_are_refused(tmp_path: Path, head: bytes) -> None:
    with served(tmp_path) as port, socket.create_connection(("127.0.0.1", port)) as connection:
        with suppress(ConnectionError):  # It is closed while it still sends, and may not hear why.
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n" + head + b"\r\n\r\n")
        assert b"200 OK" not in answer(connection)
        with socket.create_connection(("127.0.0.1", port)) as other:
            other.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            assert b"200 OK" in answer(other)


@pytest.mark.parametrize("head", [b"", b"GET /healthz HTTP/1.1\r\nHost: x\r\nX: a"])
def test_a_head_that_takes_too_long_is_given_up(tmp_path: Path, head: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 0.3)
    with served(tmp_path) as port, socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(head)
        assert answer(connection).startswith(b"HTTP/1.1 408")


@pytest.mark.parametrize("path", ["/v1/programmes/p/entries", "/v1/programmes/p/entries/import", "/sign-in"])
def test_a_body_that_stalls_is_given_up(tmp_path: Path, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body_time, "PATIENCE_SECONDS", 0.3)
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\nContent-Length: 1000\r\n"
    head += "Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n\r\n"
    with served(tmp_path) as port, socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(head.encode() + b"a")
        assert b"HTTP/1.1 4" in answer(connection)[:20], "408, or 401 where nobody who may send it did"
