"""A proxy's word about the client is taken only from a proxy that is trusted, and only the address that it added."""

from __future__ import annotations

from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import build_app
from api.http.client_address import BadForwarding, address_group, forwarded_scope
from api.pages.core.rate_limit import SEARCHES
from tests.support.deployments import deploy, sqlite_url

TRUSTED = tuple(map(ip_network, ("10.0.0.0/8", "2001:db8:ffff::/48")))


def came_from(peer: str, *forwarded: str, trusted: Any = TRUSTED, proto: str | None = None) -> tuple[str, str]:
    """The client and the scheme of a request of a peer with these values of X-Forwarded-For."""
    headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    if proto is not None:
        headers.append((b"x-forwarded-proto", proto.encode()))
    scope = forwarded_scope({"type": "http", "scheme": "http", "client": (peer, 9), "headers": headers}, trusted)
    return scope["client"][0], scope["scheme"]


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("192.0.2.7", ["198.51.100.1"], "192.0.2.7"),
        ("127.0.0.1", ["198.51.100.1"], "127.0.0.1"),
        ("10.0.0.5", [], "10.0.0.5"),
        ("10.0.0.5", ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.5", ["203.0.113.9, 198.51.100.1"], "198.51.100.1"),
        ("10.0.0.5", ["not-an-ip, 198.51.100.1"], "198.51.100.1"),
        ("10.0.0.5", ["203.0.113.9", "198.51.100.1, 10.0.0.6"], "198.51.100.1"),
        ("10.0.0.5", ["10.0.0.7, 10.0.0.6"], "10.0.0.5"),
        ("10.0.0.5", ["198.51.100.1:4711"], "198.51.100.1"),
        ("10.0.0.5", ["[2001:db8::1]:4711"], "2001:db8::1"),
        ("10.0.0.5", ["2001:db8::1, 2001:db8:ffff::2"], "2001:db8::1"),
        ("::ffff:10.0.0.5", ["198.51.100.1"], "198.51.100.1"),
        ("2001:db8:ffff::1", ["198.51.100.1"], "198.51.100.1"),
    ],
)
def test_the_client_is_the_last_address_that_no_trusted_proxy_has(peer: str, forwarded: list[str], client: str) -> None:
    assert came_from(peer, *forwarded) == (client, "http")


def test_nobody_is_believed_where_no_proxy_is_named() -> None:
    assert came_from("10.0.0.5", "198.51.100.1", trusted=(), proto="https") == ("10.0.0.5", "http")


@pytest.mark.parametrize("garbage", ["not-an-ip-7", "198.51.100.1, unknown", "", "198.51.100.1,", "1.2.3.4.5", "[::1"])
def test_a_trusted_proxy_that_sends_on_garbage_is_refused(garbage: str) -> None:
    with pytest.raises(BadForwarding):
        came_from("10.0.0.5", garbage)


def test_the_scheme_is_what_the_trusted_proxy_says() -> None:
    assert came_from("10.0.0.5", "198.51.100.1", proto="https")[1] == "https"
    assert came_from("192.0.2.7", proto="https")[1] == "http"
    with pytest.raises(BadForwarding):
        came_from("10.0.0.5", proto="gopher")


@pytest.mark.parametrize(
    ("address", "group"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_a_network_of_ipv6_counts_as_one_client(address: str, group: str) -> None:
    assert address_group(address) == group


def test_people_behind_a_proxy_on_another_host_are_paced_one_by_one(tmp_path: Path) -> None:
    with deploy(sqlite_url(tmp_path), anyone_reads=True, trusted_proxies=TRUSTED) as found:
        programme = found.programme()

        def search(client: str, times: int) -> set[int]:
            by = TestClient(build, client=("10.0.0.5", 1), headers={"X-Forwarded-For": f"203.0.113.1, {client}"})
            return {by.get(f"/programmes/{programme}/search?q=x").status_code for _ in range(times)}

        build = build_app(found.mergerlog)
        assert search("198.51.100.1", SEARCHES) == {200}
        assert search("198.51.100.1", 1) == {429}
        assert search("198.51.100.2", 1) == {200}
        assert search("2001:db8:1:2::1", SEARCHES) == {200}
        assert search("2001:db8:1:2::2", 1) == {429}
        garbage = TestClient(build, client=("10.0.0.5", 1), headers={"X-Forwarded-For": "not-an-ip-7"}).get("/privacy")
        assert (garbage.status_code, garbage.headers["x-content-type-options"]) == (400, "nosniff")
        assert "strict-transport-security" not in garbage.headers
        over_https = {"X-Forwarded-For": "198.51.100.3", "X-Forwarded-Proto": "https"}
        reply = TestClient(build, client=("10.0.0.5", 1), headers=over_https).get("/v1/openapi.json")
        assert "max-age" in reply.headers["strict-transport-security"]


def test_tries_to_sign_in_are_counted_for_a_network_of_ipv6(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.services.accounts._TRIES_FROM_ONE_ADDRESS", 2)
    with deploy(sqlite_url(tmp_path), trusted_proxies=TRUSTED) as found:

        def try_as(name: str, client: str) -> int:
            headers = {"X-Forwarded-For": client, "Sec-Fetch-Site": "same-origin"}
            by = TestClient(build, client=("10.0.0.5", 1), headers=headers)
            return by.post("/sign-in", data={"sign_in": name, "password": "not right at all"}).status_code

        build = build_app(found.mergerlog)
        assert [try_as(f"name-{place}", f"2001:db8:1:2::{place}") for place in (1, 2, 3)] == [403, 403, 429]
        assert try_as("name-4", "2001:db8:1:3::1") == 403
