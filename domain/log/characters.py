"""Characters that no text may hold: controls, and what Unicode says is no character.

XML cannot hold them, so one of them in a name breaks every drawing and feed that shows it; a database of ours cannot
hold NUL. Line ends and tabs are text.
"""

from __future__ import annotations

import re

from domain.refusals import Malformed

_PLANE_ENDS = "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
_FORBIDDEN = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ud800-\udfff{_PLANE_ENDS}]")
_SIGNS = (b"\\u", b"\\b", b"\\f", b"\x7f", b"\xc2", b"\xef\xb7", b"\xbf\xbe", b"\xbf\xbf")
"""What JSON in UTF-8 holds wherever one of its texts may hold such a character."""


def may_hold_forbidden(raw: bytes) -> bool:
    """Whether JSON may hold such a character: a quick look, so that it is seldom decoded for that alone."""
    return any(sign in raw for sign in _SIGNS)


def refuse_forbidden(text: str) -> None:
    """Refuse a text with a character that no text may hold. Raises Malformed."""
    match = _FORBIDDEN.search(text)
    if match is not None:
        code = f"U+{ord(match[0]):04X}"
        raise Malformed(fault=f"a text holds the character {code}, which no text may: take it out")


def without_forbidden(text: str) -> str:
    """The text without such characters, for what older logs may hold."""
    return _FORBIDDEN.sub("", text)
