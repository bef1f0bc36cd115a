"""What is the timeline: which changes there are between two days, as known, and what became of their plans?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, Select, bindparam, exists, literal_column, select

from domain.changes.change import BASES, RETRACTED, Change
from domain.kinds.event import PROGRAMME
from domain.log.entry import Entry
from domain.refusals import MalformedQuestion
from domain.time import instants
from domain.time.edtf import BEGINNING, END
from projections.changes.view import Story, stories
from projections.database import prepared, rectangles
from projections.database.tables import hidden, log, stream, touch
from projections.log.log_rows import ENTRIES
from projections.questions.viewpoint import Viewpoint

_CHUNK = 400
Place = tuple[int, int]
"""Where a change stands in the order of effective time: its latest day, and the place of the entry that started it."""


@dataclass(frozen=True)
class Span:
    """Which changes are asked for. Days are ordinals; left out, every one of them."""

    first: int = BEGINNING
    last: int = END - 1
    type: str | None = None
    slug: str | None = None
    kind: str | None = None
    basis: int | None = None
    """Only what counts under this basis, a bit; left out, whatever stands in the log, withdrawn changes too."""

    def of_milestones(self) -> Span:
        """The same, of milestones only. A span of another type has none."""
        if self.type not in (None, "milestone"):
            return replace(self, slug="")
        return replace(self, type="milestone")

    def takes(self, change: Change) -> bool:
        """Whether a change, as known, is one of them."""
        return (
            change.standing != RETRACTED
            and (self.basis is None or bool(change.counts_under & self.basis))
            and change.when.earliest <= self.last
            and change.when.latest >= self.first
        )


def span(first: str | None, last: str | None, subject: str | None, kind: str | None, basis: str | None) -> Span:
    """The span that a question asks for, as it was asked: days, a subject's id or type/id. A basis that is left out
    leaves nothing out. Raises Malformed."""
    if any(text is not None and "\0" in text for text in (subject, kind)):
        raise MalformedQuestion(fault="a parameter holds the character NUL")
    since = BEGINNING if first is None else instants.parse_day(first)
    until = END - 1 if last is None else instants.parse_day(last)
    if since > until:
        raise MalformedQuestion(fault=f"from {first} is after to {last}")
    type_, _, slug = (subject or "").rpartition("/")
    return Span(since, until, type_ or None, slug or None, kind, None if basis is None else BASES[basis])


def places_of(view: Viewpoint, span: Span) -> list[Place]:
    """The changes that are asked for, in the order of effective time, and of the log where they share a day."""
    values = {
        "programme": view.point.programme,
        "known": view.point.position,
        "first": span.first,
        "last": min(span.last, END - 1),
        "type": span.type,
        "slug": span.slug,
        "kind": f"{_escaped(span.kind)}/%",
        "basis": span.basis,
    }
    shape = (span.type is not None, span.slug is not None, span.kind is not None, view.point.public)
    former = _former(*shape, dialect=view.connection.dialect.name)
    changed = {place for (place,) in prepared.rows(view.connection, former, values)}
    found = [story.change for story in stories_at(view, changed)]
    order = [change.order for change in found if span.takes(change)]
    for imprecise in (False, True):
        statement = _standing(*shape, imprecise=imprecise, counting=span.basis is not None)
        rows = prepared.rows(view.connection, statement, values)
        order += [(latest, place) for latest, place in rows if place not in changed]
    return sorted(order)


def stories_page(
    view: Viewpoint, span: Span, *, limit: int, after: str | None = None
) -> tuple[list[Story], str | None]:
    """Some of the changes with all their entries, and the cursor of the next. Raises Malformed for a cursor that
    no page gave."""
    order = places_of(view, span)
    start = 0 if after is None else _position(view, order, after)
    chosen = order[start : start + limit]
    by_place = {story.change.place: story for story in stories_at(view, [place for _, place in chosen])}
    shown = [by_place[place] for _, place in chosen]
    return shown, f"after-{shown[-1].change.id}" if start + limit < len(order) else None


def stories_at(view: Viewpoint, changes: Iterable[int]) -> list[Story]:
    """The stories of changes, by the places of the entries that started them, as known."""
    wanted = sorted(changes)
    entries: list[Entry] = []
    for start in range(0, len(wanted), _CHUNK):
        some = wanted[start : start + _CHUNK]
        for column in (log.c.position, log.c.change):
            query = ENTRIES.where(column.in_(some), log.c.position <= view.point.position)
            entries += view.log.entries(view.connection, query)
    return stories(sorted(entries, key=lambda entry: entry.place))


def _position(view: Viewpoint, order: Sequence[Place], after: str) -> int:
    here = (log.c.programme == view.point.programme, log.c.id == after.removeprefix("after-"))
    query = select(log.c.position).where(*here)
    place = view.connection.scalar(query) if after.startswith("after-") else None
    for number, (_, each) in enumerate(order):
        if each == place:
            return number + 1
    raise MalformedQuestion(fault=f'"{after}" is not a cursor of this timeline: take `next` from the page before')


def _escaped(kind: str | None) -> str:
    """A kind as part of a pattern in which nothing stands for anything else."""
    return re.sub(r"([\\%_])", r"\\\1", kind or "")


_HIDDEN = exists().where(hidden.c.subject == log.c.stream, hidden.c.change == log.c.position)


def _narrow(query: Select[Any], type_: bool, slug: bool, kind: bool, public: bool) -> Select[Any]:
    own: ColumnElement[str] = literal_column(f"'{PROGRAMME}'")
    query = query.where(stream.c.type == bindparam("type") if type_ else stream.c.type != own)
    if slug:
        query = query.where(stream.c.slug == bindparam("slug"))
    if kind:
        query = query.where(log.c.topic.like(bindparam("kind"), escape="\\"))
    return query.where(~_HIDDEN) if public else query


@lru_cache(maxsize=64)
def _standing(type_: bool, slug: bool, kind: bool, public: bool, *, imprecise: bool, counting: bool) -> Select[Any]:
    """Changes that have stood as they are since the known point: first those whose latest day is between the two, then
    those whose first day is not after the last of them, but their latest is."""
    first, last = (bindparam(name, type_=Integer) for name in ("first", "last"))
    query = (
        select(touch.c.latest, touch.c.change)
        .select_from(stream)
        .join(touch, touch.c.subject == stream.c.id)
        .join(log, log.c.position == touch.c.change)
        .where(
            stream.c.programme == bindparam("programme"),
            touch.c.programme.is_not(None),
            touch.c.known_from <= bindparam("known", type_=BigInteger),
        )
    )
    days: tuple[ColumnElement[bool], ...] = (touch.c.latest >= first, touch.c.latest <= last)
    if imprecise:
        days = (touch.c.earliest < touch.c.latest, touch.c.latest > last, touch.c.earliest <= last)
    if counting:
        query = query.where(touch.c.standing.op("&")(bindparam("basis", type_=Integer)) != 0)
    return _narrow(query.where(*days), type_, slug, kind, public)


@lru_cache(maxsize=64)
def _former(type_: bool, slug: bool, kind: bool, public: bool, *, dialect: str) -> Select[Any]:
    """Changes that had dates among these days once, as far as the boxes say."""
    former = rectangles.former
    query = (
        select(former.c.change)
        .select_from(former)
        .join(log, log.c.position == former.c.change)
        .join(stream, stream.c.id == log.c.stream)
        .where(rectangles.meets_days(former, dialect))
    )
    return _narrow(query, type_, slug, kind, public)
