"""Details of every kind that needs some."""

from __future__ import annotations

from typing import Any

import msgspec

from domain.kinds.event import Event, Stated
from domain.kinds.registry import EVENTS

EXAMPLES: dict[str, dict[str, Any]] = {
    "area-defined": {"name": "Kenton", "area_type": "ward", "parent": "brent"},
    "unit-established": {"name": "North", "unit_type": "bcu", "areas": ["brent"]},
    "unit-renamed": {"name": "South"},
    "units-merged": {"from": ["a", "b"]},
    "site-opened": {"name": "Wembley", "uses": ["response-base", "custody"]},
    "site-renamed": {"name": "South"},
    "site-uses-changed": {"add": ["office"], "end": ["custody"]},
    "team-formed": {"name": "Response", "unit": "north", "function": "response", "covers": ["brent"]},
    "team-renamed": {"name": "South"},
    "team-moved": {"to": "wembley"},
    "team-transferred": {"to": "north"},
    "team-cover-changed": {"add": ["kenton"], "covers_unnamed": {"area": "brent", "count": 3}},
    "team-resized": {"direction": "larger"},
    "teams-merged": {"from": ["a", "b"]},
    "post-created": {"title": "Commander", "unit": "north", "function": "response"},
    "leader-appointed": {"person": "p-1", "tenure": "acting", "rank": "Superintendent"},
    "milestone-set": {"title": "It goes live"},
    "clash-acknowledged": {"clash": "c", "mark": "m"},
    "scenario-committed": {"scenario": "s", "name": "Two bases", "entries": 3},
    "scenario-discarded": {"scenario": "s", "name": "Two bases", "entries": 3},
}
EXAMPLES |= {kind: {"text": "It stays."} for kind, event in EVENTS.items() if issubclass(event, Stated)}


def example(kind: str) -> Event:
    """An event of a kind."""
    event: Event = msgspec.convert(EXAMPLES.get(kind, {}), EVENTS[kind])
    return event
