"""Stored entries: the stored events of the eventsourcing library with the columns that are the log's own."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from eventsourcing.persistence import Notification, StoredEvent


class Envelope(msgspec.Struct, frozen=True, gc=False):
    """The columns of an entry that the library's stored event has no place for."""

    stream: int
    place: int
    programme: int
    id: str
    change_place: int
    change_kind: str
    recorded_at: int
    entered_at: int
    recorded_by: str
    backfilled: bool


@dataclass(frozen=True)
class StoredEntryEvent(StoredEvent):
    """A stored event of ours."""

    envelope: Envelope


@dataclass(frozen=True)
class EntryNotification(Notification):
    """A stored event of ours with its place in the log."""

    envelope: Envelope
