"""An entry of the log: what was said, and when, by whom and in what order it was recorded."""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict, cast
from uuid import UUID

import msgspec

from domain.log.body import Body, Standing, StoredSource
from domain.log.payloads import Starting
from domain.time import instants


class EntryRecord(TypedDict):
    """An entry as answers show it: with what was said, which depends on its kind, and what the server added."""

    id: str
    change: str
    kind: str
    subject: NotRequired[str]
    effective_on: NotRequired[str | None]
    standing: NotRequired[Standing]
    details: NotRequired[dict[str, Any]]
    reason: NotRequired[str]
    source: NotRequired[StoredSource]
    restricted: NotRequired[bool]
    claim: NotRequired[str]
    recorded_at: str
    entered_at: str
    recorded_by: str
    version: int
    backfilled: NotRequired[bool]


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One immutable event of the log."""

    originator_id: UUID
    """The stream of the subject."""
    stream: int
    """The number of that stream."""
    originator_version: int
    """Its place in that stream: 1, 2, 3 …"""
    place: int
    """Its place in the log: recorded time."""
    programme: int
    id: str
    change: str
    """The id of the change that it starts or amends."""
    change_place: int
    """The place of the entry that started that change."""
    change_kind: str
    """The kind of that entry: what the details of a correction or a claim are read as."""
    body: Body
    recorded_at: int
    entered_at: int
    recorded_by: str
    backfilled: bool

    def shown(self, version: int | None = None) -> EntryRecord:
        """The entry as JSON says it; `version` where its viewer counts fewer entries."""
        # What it has depends on its kind, which a type checker cannot follow.
        shown: dict[str, Any] = {
            "id": self.id,
            "change": self.change,
            **_payload(self.body),
            "recorded_at": instants.show(self.recorded_at),
            "entered_at": instants.show(self.entered_at),
            "recorded_by": self.recorded_by,
            "version": self.originator_version if version is None else version,
            **({"backfilled": True} if self.backfilled else {}),
        }
        return cast("EntryRecord", shown)


def _payload(body: Body) -> dict[str, Any]:
    """The fields of the body; of a starting entry with those that were left out put in, in one order."""
    if not isinstance(body, Starting):
        payload: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(body))
        return payload
    whole = {
        "kind": body.kind,
        "subject": body.subject,
        "effective_on": body.effective_on,
        "standing": body.standing,
        "details": msgspec.to_builtins(body.details),
    }
    if body.reason is not None:
        whole["reason"] = body.reason
    if body.source is not None:
        whole["source"] = msgspec.to_builtins(body.source)
    whole["restricted"] = body.restricted
    return whole
