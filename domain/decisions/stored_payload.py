"""A payload as the log keeps it, and whether a second one with the same id says the same."""

from __future__ import annotations

import msgspec

from domain.changes.change import Change, details_of
from domain.log.amendments import Amendment, ChangeCorrected, ClaimRecorded
from domain.log.body import SERVER_FIELDS, Body
from domain.log.entry import Entry
from domain.refusals import IdTaken


def stored_payload(change: Change | None, payload: Body) -> Body:
    """The payload without what the log keeps in columns of its own, its details spaced as the log spaces them.

    `change` is the change that an amendment acts on.
    """
    kept = {name: None for name in ("id", "change", *SERVER_FIELDS) if getattr(payload, name, None) is not None}
    if isinstance(payload, Amendment):
        kept.pop("change", None)
    payload = msgspec.structs.replace(payload, **kept) if kept else payload
    if change is None or not isinstance(payload, ChangeCorrected | ClaimRecorded):
        return payload
    event = details_of(change, payload)
    if event is None:
        return payload
    return msgspec.structs.replace(payload, details=msgspec.Raw(msgspec.json.encode(event)))


def require_same_entry(entry: Entry, change: Change | None, payload: Body) -> None:
    """Refuse a payload that has the id of a stored entry and says something else. Raises IdTaken."""
    same_change = isinstance(payload, Amendment) and payload.change == entry.change
    if stored_payload(change if same_change else None, payload) != entry.body:
        raise IdTaken(id=entry.id)


def require_same_payload(id_: str, first: Body, second: Body) -> None:
    """Refuse a payload for a draft that has the id of one there and says something else. Raises IdTaken."""
    if _plain(first) != _plain(second):
        raise IdTaken(id=id_)


def _plain(payload: Body) -> object:
    """What a payload says, however its JSON was spaced."""
    return msgspec.json.decode(msgspec.json.encode(payload))
