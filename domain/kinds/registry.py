"""The entry table: every kind that starts a change, by its name."""

from __future__ import annotations

from domain.kinds import areas, milestones, posts, programme, reminder_policy, sites, teams, units
from domain.kinds.event import PROGRAMME, Event

_MODULES = (areas, units, sites, teams, posts, milestones, programme, reminder_policy)

EVENTS: dict[str, type[Event]] = {event.kind: event for module in _MODULES for event in module.EVENTS}

TYPES: tuple[str, ...] = ("area", "unit", "site", "team", "post", "milestone")
"""Types of subject that a merger changes, in the order in which they are usually read."""

SUBJECTS: tuple[str, ...] = (*TYPES, PROGRAMME)
"""Types of subject that an entry may have."""

PLURALS: dict[str, str] = {name: f"{name}s" for name in TYPES}
