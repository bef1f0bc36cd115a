"""Bodies: at most 1 MiB of them is read, and what cannot be read is refused."""

from __future__ import annotations

import asyncio

import msgspec
import pytest
from fastapi import Request
from starlette.types import Message

from api.http.bodies import MIB, decode, reply, small_body
from api.http.problems import TooLarge
from domain.refusals import Malformed


class Name(msgspec.Struct, forbid_unknown_fields=True):
    """A body with one text."""

    name: str


def read(*parts: bytes) -> bytes:
    """What is read of a body that comes in parts."""
    waiting = [*parts]

    async def receive() -> Message:
        return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting)}

    return asyncio.run(small_body(Request({"type": "http"}, receive)))


def test_a_body_is_read_whole_in_its_order() -> None:
    assert read(b'{"name":', b'"Rose"', b"}") == b'{"name":"Rose"}'


def test_a_body_of_a_mebibyte_is_read_and_a_byte_more_is_refused() -> None:
    half = b" " * (MIB // 2)
    assert len(read(half, half)) == 1_048_576
    with pytest.raises(TooLarge, match="1 MiB"):
        read(half, half, b" ")


def test_a_body_is_decoded_into_its_type() -> None:
    assert decode(b'{"name": "Rose"}', Name) == Name("Rose")


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (b"", "truncated"),
        (b'{"name": 5}', "Expected `str`, got `int`"),
        (b'{"name": "Rose", "rank": "PC"}', "unknown field `rank`"),
        (b"{}", "required field `name`"),
        (b'{"name": "\xff"}', "utf-8"),
        (b'{"name": "a\\u0000"}', r"U\+0000"),
    ],
)
def test_what_is_no_such_body_is_malformed(raw: bytes, fault: str) -> None:
    with pytest.raises(Malformed, match=fault):
        decode(raw, Name)


def test_a_reply_is_json_with_its_status_and_headers() -> None:
    response = reply(201, {"id": "opened"}, Location="/v1/opened")
    assert (response.status_code, response.body) == (201, b'{"id":"opened"}')
    assert response.headers["location"] == "/v1/opened"
    assert response.headers["content-type"] == "application/json"
