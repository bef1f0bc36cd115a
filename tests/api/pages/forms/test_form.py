"""Forms: UTF-8 only, small, and no file is read of someone who may not send it."""

from __future__ import annotations

import time
from collections.abc import MutableMapping
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import build_app
from tests.support.deployments import Deployment
from tests.support.event_loops import run
from tests.support.examples import world

HERE = {"sec-fetch-site": "same-origin"}
TYPED = "application/x-www-form-urlencoded"


@pytest.fixture
def anyone(on_sqlite: Deployment) -> TestClient:
    return TestClient(build_app(on_sqlite.mergerlog), follow_redirects=False)


def multipart(charset: str, value: bytes) -> tuple[bytes, dict[str, str]]:
    body = b'--B\r\nContent-Disposition: form-data; name="sign_in"\r\n\r\n' + value + b"\r\n--B--\r\n"
    return body, HERE | {"content-type": f"multipart/form-data; boundary=B; charset={charset}"}


@pytest.mark.parametrize("charset", ["punycode", "undefined", "idna", "unicode_escape", "utf-7", "latin-1", "utf-8"])
def test_a_form_with_parts_is_taken_nowhere_but_where_a_file_is(anyone: TestClient, charset: str) -> None:
    body, headers = multipart(charset, b"x" * 400_000 + b"-" + b"a" * 400_000)
    started = time.process_time()
    reply = anyone.post("/sign-in", content=body, headers=headers)
    assert reply.status_code == 415
    assert time.process_time() - started < 1, "800 KB in punycode took a minute"
    assert TYPED in reply.text


@pytest.mark.parametrize("charset", ["punycode", "undefined", "latin-1", "utf-16"])
def test_an_upload_is_utf_8_too(on_sqlite: Deployment, charset: str) -> None:
    programme = on_sqlite.programme()
    body, headers = multipart(charset, b"x" * 400_000 + b"-" + b"a" * 400_000)
    manager = TestClient(build_app(on_sqlite.mergerlog), headers=on_sqlite.headers())
    reply = manager.post(f"/programmes/{programme}/import", content=body, headers=headers)
    assert reply.status_code == 415


@pytest.mark.parametrize("charset", ["punycode", "latin-1", "utf-16"])
def test_a_form_in_another_charset_is_refused(anyone: TestClient, charset: str) -> None:
    headers = HERE | {"content-type": f"{TYPED}; charset={charset}"}
    assert anyone.post("/sign-in", content=b"sign_in=a&password=b", headers=headers).status_code == 415


@pytest.mark.parametrize("body", [b"sign_in=%FF&password=b", b"sign_in=\xff&password=b", b"a=1&" * 600])
def test_a_form_that_is_no_text_or_has_too_many_fields_is_refused(anyone: TestClient, body: bytes) -> None:
    assert anyone.post("/sign-in", content=body, headers=HERE | {"content-type": TYPED}).status_code == 422


def test_a_form_of_more_than_64_kib_is_refused(anyone: TestClient) -> None:
    body = b"sign_in=" + b"a" * 65_536
    reply = anyone.post("/sign-in", content=body, headers=HERE | {"content-type": TYPED})
    assert reply.status_code == 413
    assert "64 KiB" in reply.text


def test_what_is_typed_in_any_language_comes_through(anyone: TestClient) -> None:
    reply = anyone.post("/sign-in", data={"sign_in": "Zoë 東京 😀", "password": "not right at all"}, headers=HERE)
    assert reply.status_code == 403
    assert "Zoë 東京 😀" in reply.text


@pytest.mark.parametrize(("role", "status"), [(None, 303), ("observer", 403), ("member", 403)])
def test_no_file_is_read_of_someone_who_may_not_import_it(on_sqlite: Deployment, role: str | None, status: int) -> None:
    programme = world(on_sqlite)
    headers = HERE | {"host": "testserver"}
    headers |= {"content-type": "multipart/form-data; boundary=B", "content-length": "1024000"}
    headers |= {} if role is None else on_sqlite.headers(role)
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "path": f"/programmes/{programme}/import",
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
        "scheme": "http",
    }
    messages: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        raise AssertionError("the body is asked for")

    async def send(message: MutableMapping[str, Any]) -> None:
        messages.append(message)

    run(build_app(on_sqlite.mergerlog)(scope, receive, send))
    assert messages[0]["status"] == status
