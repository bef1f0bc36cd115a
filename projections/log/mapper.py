"""Maps entries to stored events and back, by a closed registry of names: a row can name no class of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import msgspec
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import JSONTranscoder, Mapper, MapperDeserialisationError, StoredEvent

from domain.kinds.event import Event
from domain.kinds.registry import EVENTS
from domain.log.amendments import Amendment, ChangeCorrected
from domain.log.body import Body
from domain.log.entry import Entry
from domain.log.payloads import BODIES, Starting
from projections.log.stored_entry import EntryNotification, Envelope, StoredEntryEvent

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
NO_UPCASTERS: Mapping[str, Upcaster] = {}


class Registry:
    """The names of stored events: `site-closed/1` is the first form of what `site-closed` says.

    An upcaster has the name of an old form, and makes the next form of it.
    """

    def __init__(self, upcasters: Mapping[str, Upcaster] = NO_UPCASTERS) -> None:
        self._upcasters = upcasters
        versions = dict.fromkeys(BODIES, 1)
        for name in upcasters:
            kind, _, version = name.partition("/")
            versions[kind] = max(versions[kind], int(version) + 1)
        self._current = {kind: f"{kind}/{version}" for kind, version in versions.items()}
        self._decoders = {self._current[kind]: msgspec.json.Decoder(body) for kind, body in BODIES.items()}
        self._details = {
            self._current[kind]: _details_decoder(body) for kind, body in BODIES.items() if issubclass(body, Starting)
        }

    def name(self, body: Body) -> str:
        """The name under which a body is stored."""
        return self._current[body.kind]

    def decode(self, name: str, state: bytes | str) -> Body:
        """Read a stored body, in any of its forms. Raises MapperDeserialisationError for a name it does not know."""
        decoder = self._decoders.get(name)
        if decoder is not None:
            return decoder.decode(state)
        if name not in self._upcasters:
            raise MapperDeserialisationError(
                f'The log holds an event named "{name}", which this version does not know.'
            )
        form = self._upcasters[name](msgspec.json.decode(state))
        kind, _, version = name.partition("/")
        return self.decode(f"{kind}/{int(version) + 1}", msgspec.json.encode(form))

    def event(self, name: str, state: str, origin: str) -> Event:
        """What happened, by the stored body that last gave a change its details: that of the entry which started it, or
        of a correction of such an entry, which is stored under the name `origin`."""
        decoder = self._details.get(name)
        if decoder is not None:
            details: Event = decoder.decode(state).details
            return details
        body = self.decode(name, state)
        if isinstance(body, Starting):
            return body.details
        assert isinstance(body, ChangeCorrected)
        assert isinstance(body.details, msgspec.Raw)
        return msgspec.json.decode(body.details, type=EVENTS[origin.partition("/")[0]])


def _details_decoder(body: type[Starting]) -> msgspec.json.Decoder[Any]:
    """Decodes the details of a stored body as its own decoder does, and passes over all else: a quarter less work, for
    questions that need every change of a programme."""
    details = next(field for field in msgspec.structs.fields(body) if field.name == "details")
    field = ("details", details.type) if details.required else ("details", details.type, details.default)
    return msgspec.json.Decoder(msgspec.defstruct(body.__name__, [field]))


class EntryMapper(Mapper[UUID]):
    """The library's mapper, for entries."""

    def __init__(self, registry: Registry) -> None:
        super().__init__(JSONTranscoder())
        self.registry = registry

    def to_stored_event(self, domain_event: DomainEventProtocol[UUID]) -> StoredEvent:
        """The row of an entry."""
        assert isinstance(domain_event, Entry)
        entry = domain_event
        return StoredEntryEvent(
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

    def to_domain_event(self, stored_event: StoredEvent) -> Entry:
        """The entry of a row: nothing else reads one. Raises MapperDeserialisationError."""
        assert isinstance(stored_event, StoredEntryEvent | EntryNotification)
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
