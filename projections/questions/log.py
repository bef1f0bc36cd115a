"""The log in order, page by page, and single entries and changes of it."""

from __future__ import annotations

from typing import Any, TypedDict

from sqlalchemy import Connection, Select, or_, select, tuple_

from domain.kinds.registry import SUBJECTS
from domain.log.entry import Entry, EntryRecord
from domain.refusals import MalformedQuestion, Refusal
from projections.changes.view import ChangeRecord, Story, stories
from projections.database.tables import log, stream
from projections.log.application import Log
from projections.log.as_of import Point, is_visible
from projections.log.log_rows import ENTRIES
from projections.log.visible_versions import Versions
from projections.questions.viewpoint import Viewpoint


class NoSuchEntry(Refusal):
    """No entry "{id}" was recorded up to then. Look it up in the log."""


class NoSuchChange(Refusal):
    """No change "{id}" was recorded up to then. Look it up in the log."""


class EntriesPage(TypedDict):
    """Entries in the order of the log; `next` continues after the last one, and is null on the last page."""

    entries: list[EntryRecord]
    next: str | None


def entries_page(
    view: Viewpoint,
    *,
    after: str | None = None,
    limit: int = 100,
    kind: str | None = None,
    subject: str | None = None,
    change: str | None = None,
    newest: bool = False,
) -> EntriesPage:
    """Entries in the order of the log, as known, or newest first; `next` continues after the last one. Raises
    Malformed for a cursor that no page gave."""
    point, order = view.point, (log.c.recorded_at, log.c.position)
    query = known_entries(point).order_by(*(column.desc() if newest else column for column in order)).limit(limit + 1)
    if after is not None:
        last, here = _cursor(view, after), tuple_(*order)
        query = query.where(here < last if newest else here > last)
    if kind is not None:
        query = query.where(log.c.topic.startswith(f"{kind}/", autoescape=True))
    if subject is not None:
        type_, slash, slug = subject.rpartition("/")
        query = query.where(stream.c.programme == point.programme, stream.c.slug == slug)
        query = query.where(stream.c.type.in_([type_] if slash else SUBJECTS))
    if change is not None:
        start = select(log.c.position).where(log.c.programme == point.programme, log.c.id == change).scalar_subquery()
        query = query.where(or_(log.c.position == start, log.c.change == start))
    found = list(view.log.entries(view.connection, query))
    versions = Versions(view.connection, view.point.public)
    entries = found[:limit]
    return {
        "entries": [entry.shown(versions.version_of(entry)) for entry in entries],
        "next": f"after-{entries[-1].id}" if len(found) > limit else None,
    }


def one_entry(view: Viewpoint, id_: str) -> EntryRecord:
    """One entry. Raises NoSuchEntry."""
    query = known_entries(view.point).where(log.c.id == id_)
    entry = view.log.entry(view.connection, query)
    if entry is None:
        raise NoSuchEntry(id=id_)
    version = Versions(view.connection, view.point.public).version_of(entry)
    return {**entry.shown(version), "backfilled": entry.backfilled}


def entry_by_id(connection: Connection, log_: Log, programme: int, id_: str) -> Entry:
    """An entry that is there, whoever may see it."""
    entry = log_.entry(connection, ENTRIES.where(log.c.programme == programme, log.c.id == id_))
    assert entry is not None
    return entry


def last_entry_id(connection: Connection, programme: int) -> str | None:
    """The id of the last entry of a programme."""
    query = select(log.c.id).where(log.c.programme == programme)
    return connection.scalar(query.order_by(log.c.recorded_at.desc(), log.c.position.desc()).limit(1))


def one_change(view: Viewpoint, id_: str) -> ChangeRecord:
    """One change, with every amendment. Raises NoSuchChange."""
    found = story_of(view, id_)
    backfilled = any(each.backfilled for each in found.entries)
    shown = found.shown(view.point.question, Versions(view.connection, view.point.public))
    return {**shown, "backfilled": backfilled}


def story_of(view: Viewpoint, id_: str) -> Story:
    """One change as known. Raises NoSuchChange."""
    point = view.point
    start = select(log.c.position).where(log.c.programme == point.programme, log.c.id == id_, log.c.change.is_(None))
    place = view.connection.scalar(start)
    query = known_entries(point).where(or_(log.c.position == place, log.c.change == place)).order_by(log.c.position)
    found = [] if place is None else list(view.log.entries(view.connection, query))
    if not found:
        raise NoSuchChange(id=id_)
    return stories(found)[0]


def known_entries(point: Point) -> Select[Any]:
    """The entries that the viewer may know of at a point, to select from."""
    query = ENTRIES.where(log.c.programme == point.programme)
    if not point.is_current:
        query = query.where(log.c.position <= point.position)
    return query.where(is_visible()) if point.public else query


def _cursor(view: Viewpoint, after: str) -> tuple[int, int]:
    query = known_entries(view.point).where(log.c.id == after.removeprefix("after-"))
    row = view.connection.execute(query).one_or_none() if after.startswith("after-") else None
    if row is None:
        raise MalformedQuestion(fault=f'"{after}" is not a cursor of this log: take `next` from the page before')
    return row.recorded_at, row.position
