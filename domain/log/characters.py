"""Characters that no text may hold: controls, what Unicode says is no character, and marks that turn a line round.

XML cannot hold the first two, so one of them in a name breaks every drawing and feed that shows it; a database of ours
cannot hold NUL. Line ends and tabs are text. With a mark that overrides or isolates the direction of writing, a name
reads as another; Arabic and Hebrew are written without. Names hold no character that takes no room either.
"""

from __future__ import annotations

import re

from domain.refusals import Malformed

_PLANE_ENDS = "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
_FORBIDDEN = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ud800-\udfff{_PLANE_ENDS}]")
NAMES = ("name", "title")
"""What a name is called wherever one is sent."""
_TURNING = "\u202a-\u202e\u2066-\u2069"
_WIDTHLESS = "\u00ad\u200b\u2060-\u2064\ufeff"
"""Neither seen nor needed to write any language. Joiners are: they stand in Persian, in Hindi and in emoji."""
_FORBIDDEN_MARKS = re.compile(f"[{_TURNING}]")
_FORBIDDEN_IN_NAMES = re.compile(f"[{_WIDTHLESS}]")
_SIGNS = (
    *(b"\\u", b"\\b", b"\\f", b"\x7f", b"\xc2", b"\xef\xb7", b"\xbf\xbe", b"\xbf\xbf"),
    *(character.encode() for character in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"),
    *(character.encode() for character in "\u200b\u2060\u2061\u2062\u2063\u2064\ufeff"),
)
"""What JSON in UTF-8 holds wherever one of its texts may hold such a character."""


def may_hold_forbidden(raw: bytes) -> bool:
    """Whether JSON may hold such a character: a quick look, so that it is seldom decoded for that alone."""
    return any(sign in raw for sign in _SIGNS)


def refuse_forbidden(text: str, *, is_name: bool = False) -> None:
    """Refuse a text with a character that no text may hold, or no name. Raises Malformed."""
    if (match := _FORBIDDEN.search(text)) is not None:
        raise Malformed(fault=f"a text holds the character {_code(match)}, which no text may: take it out")
    if (match := _FORBIDDEN_MARKS.search(text)) is not None:
        fault = f"a text holds the mark {_code(match)}, which has what follows it read in another order: take it out"
        raise Malformed(fault=fault)
    if is_name and (match := _FORBIDDEN_IN_NAMES.search(text)) is not None:
        raise Malformed(fault=f"a name holds the character {_code(match)}, which nobody can see: take it out")


def _code(match: re.Match[str]) -> str:
    return f"U+{ord(match[0]):04X}"


def without_forbidden(text: str) -> str:
    """The text without such characters, for what older logs may hold."""
    return _FORBIDDEN_MARKS.sub("", _FORBIDDEN.sub("", text))
