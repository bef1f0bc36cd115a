"""Bodies of requests and of answers: their limits, and JSON read into types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, TypeVar

import msgspec
from fastapi import Depends, Request, Response

from api.http.problems import TooLarge
from domain.log.parsing import refuse_forbidden_texts
from domain.refusals import Malformed

JSON = "application/json"
MIB = 1024 * 1024
ENTRY_LIMIT = 1
IMPORT_LIMIT = 64
T = TypeVar("T")


async def small_body(request: Request) -> bytes:
    """The body of a request, of at most 1 MiB. Raises TooLarge."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > ENTRY_LIMIT * MIB:
            raise TooLarge(limit=f"{ENTRY_LIMIT} MiB", advice="An entry is one event: shorten its texts.")
        parts.append(part)
    return b"".join(parts)


SmallBody = Annotated[bytes, Depends(small_body)]


def decode(raw: bytes, type_: type[T]) -> T:
    """The body of a request. Raises Malformed."""
    try:
        found = msgspec.json.decode(raw, type=type_)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Malformed(fault=str(error)) from None
    refuse_forbidden_texts(raw)
    return found


def reply(status: int, answer: Mapping[str, object], **headers: str) -> Response:
    """An answer to a write."""
    return Response(msgspec.json.encode(answer), status, headers, JSON)
