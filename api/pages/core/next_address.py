"""The address to go on to after signing in: only ever one on this site."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import Request

_LONGEST_ADDRESS = 2000


def here(request: Request) -> str:
    """The address that was asked for, to come back to."""
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def safe_next(text: str) -> str:
    """An address on this site to go on to; the front page for any other."""
    parts = urlsplit(text)
    is_ours = (
        len(text) <= _LONGEST_ADDRESS
        and text.startswith("/")
        and not text.startswith(("//", "/\\"))
        and not parts.scheme
        and not parts.netloc
    )
    return text if is_ours and "\n" not in text and "\r" not in text and "\\" not in text else "/"
