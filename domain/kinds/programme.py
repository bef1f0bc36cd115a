"""The programme itself: what is decided about the record rather than about the organisation."""

from __future__ import annotations

from typing import Annotated, ClassVar

from domain.kinds.event import PROGRAMME, Count, Event, Slug, Text
from domain.kinds.fields import about
from domain.kinds.words import SubjectType, Words, same

THE_PROGRAMME = SubjectType(name=PROGRAMME, label="Programme")

ScenarioId = Annotated[Slug, about("Draft", "The draft.")]
ScenarioName = Annotated[Text, about("Name", "What it was called.")]
ScenarioSize = Annotated[Count, about("Entries", "How many entries were in it.", counted="entry")]


class ClashAcknowledged(Event, frozen=True):
    """Someone saw a clash and lives with it for now; it comes back once its mark changes."""

    kind: ClassVar[str] = "clash-acknowledged"
    subject_type: ClassVar[str] = PROGRAMME
    needs_reason: ClassVar[bool] = True
    words: ClassVar[Words] = same(
        "A clash is acknowledged", "A clash was seen, and is lived with for now.", deed="Acknowledgement of a clash"
    )

    clash: Annotated[Slug, about("Clash", "Which clash, by its `id`.")]
    mark: Annotated[Text, about("Mark", "Its `mark` as it was seen.")]


class ScenarioCommitted(Event, frozen=True):
    """A draft of many entries was recorded as one."""

    kind: ClassVar[str] = "scenario-committed"
    subject_type: ClassVar[str] = PROGRAMME
    by_server: ClassVar[bool] = True
    words: ClassVar[Words] = same(
        "A draft is recorded",
        "The draft “{name}” was recorded, {entries} in all.",
        deed="Recording of the draft “{name}”",
    )

    scenario: ScenarioId
    name: ScenarioName
    entries: ScenarioSize


class ScenarioDiscarded(Event, frozen=True):
    """A draft of many entries was given up."""

    kind: ClassVar[str] = "scenario-discarded"
    subject_type: ClassVar[str] = PROGRAMME
    needs_reason: ClassVar[bool] = True
    by_server: ClassVar[bool] = True
    words: ClassVar[Words] = same(
        "A draft is given up",
        "The draft “{name}” was given up, {entries} in all.",
        deed="Giving up of the draft “{name}”",
    )

    scenario: ScenarioId
    name: ScenarioName
    entries: ScenarioSize
