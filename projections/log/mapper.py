"""Entries to rows and back, by a closed registry of versioned names: a row can name no class of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import msgspec
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import JSONTranscoder, Mapper, MapperDeserialisationError, Notification, StoredEvent

from domain.kinds.event import Event
from domain.log.amendments import Amendment
from domain.log.body import Body
from domain.log.entry import Entry
from domain.log.payloads import BODIES, Starting

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]


class Envelope(msgspec.Struct, frozen=True):
    """What the log's row holds beside what the library stores."""

    stream: int
    place: int
    programme: int
    id: str
    change_place: int
    recorded_at: int
    entered_at: int
    recorded_by: str
    backfilled: bool


@dataclass(frozen=True)
class StoredEntry(StoredEvent):
    """A stored event of ours."""

    envelope: Envelope


@dataclass(frozen=True)
class EntryNotification(Notification):
    """A stored event of ours with its place in the log."""

    envelope: Envelope


@dataclass(frozen=True)
class Registry:
    """The names of stored events: `site-closed/1` is the first form of what `site-closed` says."""

    bodies: Mapping[str, type[Body]] = field(default_factory=lambda: BODIES)
    upcasters: Mapping[str, Upcaster] = field(default_factory=dict)
    """From the name of an old form to what makes it the next form."""

    def __post_init__(self) -> None:
        versions = dict.fromkeys(self.bodies, 1)
        for name in self.upcasters:
            kind, _, version = name.partition("/")
            versions[kind] = max(versions[kind], int(version) + 1)
        current = {kind: f"{kind}/{version}" for kind, version in versions.items()}
        decoders = {current[kind]: msgspec.json.Decoder(body) for kind, body in self.bodies.items()}
        object.__setattr__(self, "_current", current)
        object.__setattr__(self, "_decoders", decoders)
        events = {current[kind]: _of_details(body) for kind, body in self.bodies.items() if issubclass(body, Starting)}
        object.__setattr__(self, "_events", events)

    def name(self, body: Body) -> str:
        """The name under which a body is stored."""
        current: dict[str, str] = self._current  # type: ignore[attr-defined]
        return current[body.kind]

    def decode(self, name: str, state: bytes) -> Body:
        """Read a stored body, of whatever form. Raises MapperDeserialisationError for a name it does not know."""
        decoders: dict[str, msgspec.json.Decoder[Body]] = self._decoders  # type: ignore[attr-defined]
        decoder = decoders.get(name)
        if decoder is not None:
            return decoder.decode(state)
        if name not in self.upcasters:
            raise MapperDeserialisationError(
                f'The log holds an event named "{name}", which this version does not know.'
            )
        said = self.upcasters[name](msgspec.json.decode(state))
        kind, _, version = name.partition("/")
        return self.decode(f"{kind}/{int(version) + 1}", msgspec.json.encode(said))

    def event(self, name: str, state: str) -> Event | None:
        """What a stored body that starts a change says happened, without reading the rest of it; None for one that
        starts none, or that is not in its present form."""
        events: dict[str, msgspec.json.Decoder[Any]] = self._events  # type: ignore[attr-defined]
        decoder = events.get(name)
        return None if decoder is None else decoder.decode(state).details


def _of_details(body: type[Starting]) -> msgspec.json.Decoder[Any]:
    details = next(field for field in msgspec.structs.fields(body) if field.name == "details")
    named = ("details", details.type) if details.required else ("details", details.type, details.default)
    return msgspec.json.Decoder(msgspec.defstruct(body.__name__, [named]))


class EntryMapper(Mapper[UUID]):
    """The library's mapper, for entries."""

    def __init__(self, registry: Registry | None = None) -> None:
        super().__init__(JSONTranscoder())
        self.registry = registry or Registry()

    def to_stored_event(self, domain_event: DomainEventProtocol[UUID]) -> StoredEvent:
        """The row of an entry."""
        assert isinstance(domain_event, Entry)
        entry = domain_event
        return StoredEntry(
            originator_id=entry.originator_id,
            originator_version=entry.originator_version,
            topic=self.registry.name(entry.body),
            state=msgspec.json.encode(entry.body),
            envelope=Envelope(
                stream=entry.stream,
                place=entry.place,
                programme=entry.programme,
                id=entry.id,
                change_place=entry.change_place,
                recorded_at=entry.recorded_at,
                entered_at=entry.entered_at,
                recorded_by=entry.recorded_by,
                backfilled=entry.backfilled,
            ),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> DomainEventProtocol[UUID]:
        """The entry of a row. Raises MapperDeserialisationError."""
        assert isinstance(stored_event, StoredEntry | EntryNotification)
        envelope = stored_event.envelope
        body = self.registry.decode(stored_event.topic, stored_event.state)
        assert isinstance(stored_event.originator_id, UUID)
        return Entry(
            originator_id=stored_event.originator_id,
            originator_version=stored_event.originator_version,
            stream=envelope.stream,
            place=envelope.place,
            programme=envelope.programme,
            id=envelope.id,
            change=body.change if isinstance(body, Amendment) else envelope.id,
            change_place=envelope.change_place,
            body=body,
            recorded_at=envelope.recorded_at,
            entered_at=envelope.entered_at,
            recorded_by=envelope.recorded_by,
            backfilled=envelope.backfilled,
        )
