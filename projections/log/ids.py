"""Ids that the server makes for entries and drafts."""

from __future__ import annotations

import secrets

_LETTERS = bytes(b"abcdefghijklmnopqrstuvwxyz234567"[number % 32] for number in range(256))


def random_id() -> str:
    """60 random bits, as 12 letters and digits."""
    return secrets.token_bytes(12).translate(_LETTERS).decode()
