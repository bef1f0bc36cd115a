"""Maps entries to stored events and back, by a closed registry of names: a row can name no class of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
from projections.log.upcasters import UPCASTERS, Upcaster


class Registry:
    """The names of stored events: `site-closed/1` is the first form of what `site-closed` says.

    The details of a correction or a claim have the form of the change's kind. Their payload says which in `form`, where
    it is not the first.
    """

    def __init__(self, upcasters: Mapping[str, Upcaster] = UPCASTERS) -> None:
        self._upcasters = upcasters
        self._forms = dict.fromkeys(BODIES, 1)
        for name in upcasters:
            kind, form = _split(name)
            self._forms[kind] = max(self._forms[kind], form + 1)
        self._names = {kind: f"{kind}/{form}" for kind, form in self._forms.items()}
        self._decoders = {self._names[kind]: msgspec.json.Decoder(body) for kind, body in BODIES.items()}
        self._details = {
            self._names[kind]: _details_decoder(body) for kind, body in BODIES.items() if issubclass(body, Starting)
        }

    def name(self, body: Body) -> str:
        """The name under which a body is stored."""
        return self._names[body.kind]

    def encode(self, body: Body, change_kind: str) -> bytes:
        """The JSON of a body as the log keeps it; `change_kind` is the kind of the entry that started its change."""
        if self._forms[change_kind] == 1 or not isinstance(getattr(body, "details", None), msgspec.Raw):
            return msgspec.json.encode(body)
        payload = msgspec.json.decode(msgspec.json.encode(body))
        return msgspec.json.encode({**payload, "form": self._forms[change_kind]})

    def decode(self, name: str, state: bytes | str, change_kind: str) -> Body:
        """Read a stored body, in any of its forms. Raises MapperDeserialisationError for a name it does not know."""
        decoder = self._decoders.get(name)
        if decoder is not None and (name in self._details or self._forms.get(change_kind, 1) == 1):
            return decoder.decode(state)
        return self._decode_older(name, state, change_kind)

    def event(self, name: str, state: str, origin: str) -> Event:
        """What happened, by the stored body that last gave a change its details: that of the entry which started it, or
        of a correction of such an entry, which is stored under the name `origin`."""
        decoder = self._details.get(name)
        if decoder is not None:
            details: Event = decoder.decode(state).details
            return details
        kind = origin.partition("/")[0]
        body = self.decode(name, state, kind)
        if isinstance(body, Starting):
            return body.details
        assert isinstance(body, ChangeCorrected)
        assert isinstance(body.details, msgspec.Raw)
        return msgspec.json.decode(body.details, type=EVENTS[kind])

    def _decode_older(self, name: str, state: bytes | str, change_kind: str) -> Body:
        """Read a body of which the payload or the details may be in an older form."""
        steps = list(self._steps(name))
        payload = msgspec.json.decode(state)
        for step in steps:
            payload = step.payload(payload)
        kind, _ = _split(name)
        if "details" in payload:
            if kind != change_kind:
                steps = list(self._steps(f"{change_kind}/{payload.pop('form', 1)}"))
            details = payload["details"]
            for step in steps:
                details = step.details(details)
            payload["details"] = msgspec.convert(details, EVENTS[change_kind])
        return self._decoders[self._names[kind]].decode(msgspec.json.encode(payload))

    def _steps(self, name: str) -> Iterator[Upcaster]:
        """The upcasters that turn a stored form into today's, one after another."""
        while name not in self._decoders:
            if name not in self._upcasters:
                raise MapperDeserialisationError(
                    f'The log holds an event named "{name}", which this version does not know.'
                )
            yield self._upcasters[name]
            kind, form = _split(name)
            name = f"{kind}/{form + 1}"


def _split(name: str) -> tuple[str, int]:
    kind, _, form = name.partition("/")
    return kind, int(form)


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
            state=self.registry.encode(entry.body, entry.change_kind),
            envelope=Envelope(
                stream=entry.stream,
                place=entry.place,
                programme=entry.programme,
                id=entry.id,
                change_place=entry.change_place,
                change_kind=entry.change_kind,
                recorded_at=entry.recorded_at,
                entered_at=entry.entered_at,
                recorded_by=entry.recorded_by,
                backfilled=entry.backfilled,
            ),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Entry:
        """The entry of a stored event. Raises MapperDeserialisationError."""
        assert isinstance(stored_event, StoredEntryEvent | EntryNotification)
        assert isinstance(stored_event.originator_id, UUID)
        return self.entry(
            stored_event.originator_id,
            stored_event.originator_version,
            stored_event.topic,
            stored_event.state,
            stored_event.envelope,
        )

    def entry(self, originator: UUID, version: int, topic: str, state: bytes | str, envelope: Envelope | None) -> Entry:
        """The entry that the columns of a row say: nothing else reads one. Raises MapperDeserialisationError."""
        assert envelope is not None
        body = self.registry.decode(topic, state, envelope.change_kind)
        return Entry(
            originator_id=originator,
            stream=envelope.stream,
            originator_version=version,
            place=envelope.place,
            programme=envelope.programme,
            id=envelope.id,
            change=body.change if isinstance(body, Amendment) else envelope.id,
            change_place=envelope.change_place,
            change_kind=envelope.change_kind,
            body=body,
            recorded_at=envelope.recorded_at,
            entered_at=envelope.entered_at,
            recorded_by=envelope.recorded_by,
            backfilled=envelope.backfilled,
        )
