"""One entry as pages, tables and the feed show it."""

from __future__ import annotations

from typing import TypedDict


class EntryLine(TypedDict):
    """An entry in words: its sentence, who recorded it and when, and the paper that it rests on."""

    id: str
    change: str
    kind: str
    sentence: str
    was: str | None
    """What the record said before a correction."""
    standing: str
    reason: str | None
    source: dict[str, str] | None
    recorded_at: str
    recorded_by: str
    backfilled: bool
    restricted: bool
    type: str
    subject: str
    name: str
    subject_href: str


class UpcomingLine(EntryLine):
    """A change that is still to come."""

    overdue: bool
