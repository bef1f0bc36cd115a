"""The entry table: every kind that starts a change, by its name."""

from __future__ import annotations

from domain import areas, milestones, posts, sites, teams, units
from domain.events import Event

EVENTS: dict[str, type[Event]] = {
    event.kind: event for module in (areas, units, sites, teams, posts, milestones) for event in module.EVENTS
}

TYPES: tuple[str, ...] = ("area", "unit", "site", "team", "post", "milestone")
"""Types of subject, in the order in which they are usually read."""

PLURALS: dict[str, str] = {name: f"{name}s" for name in TYPES}
