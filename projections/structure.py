"""What is the structure on a day, as known on a day?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    bindparam,
    case,
    exists,
    literal,
    literal_column,
    select,
)

from domain.kinds import PLURALS
from domain.states import STANDING
from projections import boxes, ready
from projections.boxes import holds
from projections.points import Point
from projections.tables import body, hidden, log, person, segment, stream, tail, touch

_NONE = ',"possible":[],"overdue":[]}'
LISTED = ("unit", "site", "team", "post", "area")
"""The lists of a structure, in the order in which answers show them."""

_TYPE_AND_SLUG = itemgetter(0, 1)
_ITEM = (stream.c.type, stream.c.slug, body.c.life, body.c.item, body.c.extra, body.c.person, person.c.name)


@dataclass(slots=True)
class Structure:
    """The items of a day, as JSON, by type and then by slug."""

    items: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    possible: list[dict[str, Any]] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)

    def json(self) -> str:
        """The members of the answer, without the braces."""
        parts = [f'"{PLURALS[type_]}":[{",".join(self.items[type_].values())}]' for type_ in LISTED]
        beside = {"possible": self.possible, "passed_over": self.passed_over}
        return ",".join(parts) + "," + msgspec.json.encode(beside).decode()[1:-1]


def structure(connection: Connection, point: Point, subject: int | None = None) -> Structure:
    """The structure at a point; of one subject, by the number of its stream, where that is given."""
    rows = _rows(connection, point, subject)
    overdue = _overdue(connection, point)
    found = Structure()
    passed_over: set[str] = set()
    if not point.is_current:
        rows.sort(key=_TYPE_AND_SLUG)
    for type_, slug, life, item, extra, holder, name in rows:
        possible: list[dict[str, Any]] = []
        if extra is not None:
            beside = msgspec.json.decode(extra)
            possible = beside["possible"]
            passed_over.update(beside["passed_over"])
            found.possible += possible
        if life == STANDING:
            late = overdue.get((type_, slug))
            text = with_name(item, name) if holder is not None else item
            found.items[type_][slug] = text + (_lists(possible, late) if possible or late else _NONE)
    found.possible.sort(key=lambda record: str(record["change"]))
    found.passed_over = sorted(passed_over)
    return found


def _lists(possible: list[dict[str, Any]], overdue: list[str] | None) -> str:
    lists = {"possible": [record["change"] for record in possible], "overdue": sorted(overdue or ())}
    return "," + msgspec.json.encode(lists).decode()[1:]


def with_name(item: str, name: str | None) -> str:
    """A post's item with the name of its holder put in: the log and the read models hold none."""
    return item.replace('"name":null', f'"name":{msgspec.json.encode(name).decode()}', 1)


def _rows(connection: Connection, point: Point, subject: int | None) -> list[tuple[Any, ...]]:
    values = {
        "programme": point.programme,
        "day": point.question.effective_on,
        "known": point.position,
        "mask": point.question.mask,
        "subject": subject,
    }
    current, last = _statements(point.public, subject is not None, point.question.mask)
    rows = ready.rows(connection, current, values)
    if not point.is_current:
        rows += ready.rows(connection, last, values)
        boxed = _boxed(point.public, subject is not None, connection.dialect.name, point.question.mask)
        rows += ready.rows(connection, boxed, values)
    return rows


@lru_cache(maxsize=24)
def _statements(public: bool, one: bool, basis: int) -> tuple[Select[Any], Select[Any]]:
    """The rows of current knowledge that hold on the day, and of closed knowledge that reach beyond every day."""
    day, known = (bindparam(name, type_=Integer) for name in ("day", "known"))
    key = stream.c.id * literal_column("2")
    if public:
        key += stream.c.split
    # Written into the statement, which is kept for each: a parameter less for the driver to bind two hundred times.
    bit: ColumnElement[int] = literal_column(str(basis))
    nought: ColumnElement[int] = literal_column("0")
    one_: ColumnElement[int] = literal_column("1")
    here = stream.c.id == bindparam("subject") if one else stream.c.programme == bindparam("programme")
    # The one row that could hold is sought; where it does not, it names no body, and the join drops it.
    newest = (
        select(case((segment.c.known_from <= known, segment.c.body)))
        .where(segment.c.key == key, segment.c.day <= day, segment.c.mask.op("&")(bit) != nought)
        .order_by(segment.c.day.desc())
        .limit(one_)
    )
    nearest = (
        select(case(((tail.c.known_from <= known) & (tail.c.day <= day), tail.c.body)))
        .where(tail.c.key == key, tail.c.known_to > known, tail.c.mask.op("&")(bit) != nought)
        .order_by(tail.c.known_to)
        .limit(one_)
    )
    current, last = (
        select(*_ITEM)
        .select_from(stream)
        .join(body, (body.c.key == key) & (body.c.ref == found.correlate(stream).scalar_subquery()))
        .outerjoin(person, person.c.id == body.c.person)
        .where(here)
        .order_by(stream.c.type, stream.c.slug)
        for found in (newest, nearest)
    )
    return current, last


@lru_cache(maxsize=24)
def _boxed(public: bool, one: bool, dialect: str, basis: int) -> Select[Any]:
    """The rows of the rest of closed knowledge."""
    table = boxes.history
    found = (
        select(table.c.key, table.c.body)
        .where(holds(table, dialect), table.c.mask.op("&")(literal_column(str(basis))) != literal_column("0"))
        .cte("found")
        .prefix_with("MATERIALIZED")
    )
    key = stream.c.id * 2 + (stream.c.split if public else literal(0))
    query = (
        select(*_ITEM)
        .select_from(found)
        .join(stream, (stream.c.id == found.c.key // literal(2)) & (found.c.key == key))
        .join(body, (body.c.key == found.c.key) & (body.c.ref == found.c.body))
        .outerjoin(person, person.c.id == body.c.person)
    )
    return query.where(stream.c.id == bindparam("subject")) if one else query


def _overdue(connection: Connection, point: Point) -> dict[tuple[str, str], list[str]]:
    """Changes still planned, as known, after their last possible day: by subject."""
    values = {"programme": point.programme, "day": point.question.known_on, "known": point.position}
    rows = ready.rows(connection, _late_now(point.public), values)
    if not point.is_current:
        rows += ready.rows(connection, _late_then(point.public, connection.dialect.name), values)
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for type_, slug, change in rows:
        found[type_, slug].append(change)
    return found


_HIDDEN = exists().where(hidden.c.subject == log.c.stream, hidden.c.change == log.c.position)


@lru_cache(maxsize=2)
def _late_now(public: bool) -> Select[Any]:
    query = (
        select(stream.c.type, stream.c.slug, log.c.id)
        .select_from(touch)
        .join(log, log.c.position == touch.c.change)
        .join(stream, stream.c.id == touch.c.subject)
        .where(
            touch.c.programme == bindparam("programme"),
            touch.c.standing == literal_column("6"),  # as the index says, so that it serves
            touch.c.latest < bindparam("day", type_=Integer),
            touch.c.known_from <= bindparam("known", type_=Integer),
        )
    )
    return query.where(~_HIDDEN) if public else query


@lru_cache(maxsize=4)
def _late_then(public: bool, dialect: str) -> Select[Any]:
    query = (
        select(stream.c.type, stream.c.slug, log.c.id)
        .select_from(boxes.lapse)
        .join(log, log.c.position == boxes.lapse.c.change)
        .join(stream, stream.c.id == log.c.stream)
        .where(holds(boxes.lapse, dialect))
    )
    return query.where(~_HIDDEN) if public else query
