"""What an entry says as the log keeps it, and the ids that the server makes."""

from __future__ import annotations

import secrets

import msgspec

from domain.changes.change import Change, details_of
from domain.log.payloads import SERVER_FIELDS, Amendment, Body, ChangeCorrected, ClaimRecorded

_LETTERS = bytes(b"abcdefghijklmnopqrstuvwxyz234567"[number % 32] for number in range(256))


def random_id() -> str:
    """60 random bits, as 12 letters and digits."""
    return secrets.token_bytes(12).translate(_LETTERS).decode()


def without_server_fields(body: Body) -> Body:
    """What an entry says, without what the log's row says."""
    given = {name: None for name in ("id", "change", *SERVER_FIELDS) if getattr(body, name, None) is not None}
    if isinstance(body, Amendment):
        given.pop("change", None)
    return msgspec.structs.replace(body, **given) if given else body


def canonical_body(change: Change | None, body: Body) -> Body:
    """An amendment with its details written as the log writes them, whatever their spacing was."""
    if change is None or not isinstance(body, ChangeCorrected | ClaimRecorded):
        return body
    event = details_of(change, body)
    if event is None:
        return body
    return msgspec.structs.replace(body, details=msgspec.Raw(msgspec.json.encode(event)))
