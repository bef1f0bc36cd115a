"""Where a browser goes after signing in."""

from __future__ import annotations

import pytest

from api.pages.core.next_address import safe_next


@pytest.mark.parametrize(
    ("given", "goes"),
    [
        ("/programmes/p?x=1", "/programmes/p?x=1"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("javascript:x", "/"),
        ("/x\r\nSet-Cookie: a", "/"),
        ("", "/"),
    ],
)
def test_after_signing_in_nobody_is_sent_elsewhere(given: str, goes: str) -> None:
    assert safe_next(given) == goes
