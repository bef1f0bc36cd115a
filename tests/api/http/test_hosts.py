"""A request names one host; links and redirects are made from none that anyone can make up."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import build_app
from api.http.hosts import host_name, is_checked_host
from api.settings import Settings
from tests.support.deployments import Deployment, deploy, sqlite_url
from tests.support.served_process import serving

OWN = Settings(address="https://merger.example", hosts=("office.example:8443",))


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("Merger.Example:8443", "merger.example"),
        ("[::1]:8000", "[::1]"),
        ("my_container", "my_container"),
        ("", None),
        ("a b", None),
        ("merger.example:", None),
        ("merger.example:port", None),
        ("merger.example/evil", None),
        ("user@merger.example", None),
        ("a" * 300, None),
    ],
)
def test_a_host_is_a_name_and_perhaps_a_port(host: str, name: str | None) -> None:
    assert host_name(host) == name


@pytest.mark.parametrize(
    ("host", "checked"),
    [
        ("merger.example", True),
        ("MERGER.example:443", True),
        ("office.example", True),
        ("127.0.0.1:8000", True),
        ("localhost", True),
        ("evil.example", False),
        ("merger.example.evil.example", False),
    ],
)
def test_hosts_of_the_deployment_and_this_machine_are_checked(host: str, checked: bool) -> None:
    assert is_checked_host(host, OWN) is checked


def test_a_host_that_the_deployment_does_not_have_is_refused(tmp_path: Path) -> None:
    with deploy(sqlite_url(tmp_path), address=OWN.address, hosts=OWN.hosts) as found:
        app = build_app(found.mergerlog)
        for host, status in (("merger.example", 200), ("office.example", 200), ("localhost", 200), ("x.example", 421)):
            for path in ("/sign-in", "/v1/openapi.json"):
                assert TestClient(app, f"http://{host}").get(path).status_code == status, (host, path)
        assert TestClient(app, "http://10.0.0.9").get("/readyz").status_code == 200


def test_redirects_lead_to_a_path(on_sqlite: Deployment) -> None:
    client = TestClient(on_sqlite.client.app, "http://evil.example", follow_redirects=False)
    reply = client.get("/privacy/", headers={"Host": "evil.example"})
    assert (reply.status_code, reply.headers["location"]) == (307, "/privacy")


def test_a_feed_holds_no_host_that_was_made_up(on_sqlite: Deployment) -> None:
    programme = on_sqlite.programme()
    for host, link in (
        ("evil.example", f"/programmes/{programme}/log"),
        ("localhost:99", f"http://localhost:99/programmes/{programme}/log"),
    ):
        client = TestClient(on_sqlite.client.app, f"http://{host}", headers=on_sqlite.headers())
        feed = client.get(f"/programmes/{programme}/log.atom").text
        assert "evil.example" not in feed
        assert f'href="{link}"' in feed


@pytest.mark.parametrize("hosts", ["", "Host: a.example\r\nHost: b.example\r\n", "Host: a.example/evil\r\n"])
def test_a_request_with_no_host_two_or_a_malformed_one_is_refused(hosts: str, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with (
        serving(port, {"MERGERLOG_DATABASE": sqlite_url(tmp_path)}),
        socket.create_connection(("127.0.0.1", port)) as c,
    ):
        c.sendall(f"GET /healthz HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n".encode())
        assert c.recv(100).startswith(b"HTTP/1.1 400 ")
