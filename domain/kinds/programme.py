"""The programme itself: what is decided about the record rather than about the organisation."""

from __future__ import annotations

from typing import ClassVar

from domain.kinds.event import PROGRAMME, Count, Event, Slug, Text


class ClashAcknowledged(Event, frozen=True):
    """A clash was seen and is lived with for now; it comes back once its mark is another."""

    kind: ClassVar[str] = "clash-acknowledged"
    subject_type: ClassVar[str] = PROGRAMME
    needs_reason: ClassVar[bool] = True

    clash: Slug
    mark: Text


class ScenarioCommitted(Event, frozen=True):
    """A draft of many entries was recorded as one."""

    kind: ClassVar[str] = "scenario-committed"
    subject_type: ClassVar[str] = PROGRAMME
    by_server: ClassVar[bool] = True

    scenario: Slug
    name: Text
    entries: Count


class ScenarioDiscarded(Event, frozen=True):
    """A draft of many entries was given up."""

    kind: ClassVar[str] = "scenario-discarded"
    subject_type: ClassVar[str] = PROGRAMME
    needs_reason: ClassVar[bool] = True
    by_server: ClassVar[bool] = True

    scenario: Slug
    name: Text
    entries: Count


EVENTS = (ClashAcknowledged, ScenarioCommitted, ScenarioDiscarded)
