"""Events read from the details of an entry, as tests of kinds need them."""

from __future__ import annotations

from typing import Any

import msgspec

from domain.kinds.event import Event
from domain.kinds.registry import EVENTS


def event(kind: str, **details: Any) -> Event:
    """An event of a kind; a trailing underscore keeps a word of Python's out of the way."""
    return msgspec.convert({name.rstrip("_"): value for name, value in details.items()}, EVENTS[kind])


def sets(kind: str, fields: Any = None, /, **details: Any) -> dict[str, Any]:
    """What an event sets, where some fields stand, on the first day of 2018."""
    return event(kind, **details).sets(fields or {}, 736_695)
