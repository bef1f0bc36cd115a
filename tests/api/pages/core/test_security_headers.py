"""The headers that every page has, with those of its own."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

import pytest

from api.pages.core.security_headers import Headers
from tests.support.event_loops import run

Pair = tuple[bytes, bytes]


def headers_after(own: list[Pair], scope_type: str = "http") -> list[Pair]:
    """The headers of an answer that had some of its own."""
    messages: list[MutableMapping[str, Any]] = []

    async def application(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": own})
        await send({"type": "http.response.body", "body": b"as it was"})

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request"}

    async def send(message: MutableMapping[str, Any]) -> None:
        messages.append(message)

    run(Headers(application)({"type": scope_type}, receive, send))
    assert messages[1] == {"type": "http.response.body", "body": b"as it was"}
    found: list[Pair] = messages[0]["headers"]
    return found


def test_a_page_may_load_from_here_and_be_framed_by_nobody() -> None:
    headers = dict(headers_after([(b"content-type", b"text/html")]))
    assert headers[b"content-type"] == b"text/html"
    policy = set(headers[b"content-security-policy"].decode().split("; "))
    assert policy == {
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    }
    assert headers[b"cross-origin-opener-policy"] == b"same-origin"
    assert headers[b"permissions-policy"].count(b"=()") == 5


@pytest.mark.parametrize("name", [b"content-security-policy", b"Content-Security-Policy"])
def test_a_header_that_an_answer_has_stays_as_it_is(name: bytes) -> None:
    headers = headers_after([(name, b"sandbox")])
    assert [value for key, value in headers if key.lower() == b"content-security-policy"] == [b"sandbox"]
    assert (b"cross-origin-opener-policy", b"same-origin") in headers


def test_what_is_not_http_passes_untouched() -> None:
    assert headers_after([(b"a", b"b")], scope_type="websocket") == [(b"a", b"b")]
