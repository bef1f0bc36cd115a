"""What is the structure on a day, as known on a day?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import Connection, Integer, Select, bindparam, exists, literal, select

from domain.kinds import PLURALS
from domain.states import STANDING
from projections import boxes
from projections.boxes import holds
from projections.people import names_of
from projections.points import Point
from projections.tables import body, hidden, log, segment, stream, tail, touch

_NONE = ',"possible":[],"overdue":[]}'
_HOLDER = re.compile(r'"holder":\{"person":"([a-z0-9-]+)","name":null')
LISTED = ("unit", "site", "team", "post", "area")
"""The lists of a structure, in the order in which answers show them."""

Item = tuple[str, str, int, str | None, str | None]
"""Type, slug, life, item and what is beside it."""


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
    for type_, slug, life, item, extra in sorted(rows):
        possible: list[dict[str, Any]] = []
        if extra is not None:
            beside = msgspec.json.decode(extra)
            possible = beside["possible"]
            passed_over.update(beside["passed_over"])
            found.possible += possible
        if life == STANDING and item is not None:
            late = overdue.get((type_, slug))
            found.items[type_][slug] = item + (_lists(possible, late) if possible or late else _NONE)
    found.possible.sort(key=lambda record: str(record["change"]))
    found.passed_over = sorted(passed_over)
    _put_names(connection, found.items["post"])
    return found


def _lists(possible: list[dict[str, Any]], overdue: list[str] | None) -> str:
    lists = {"possible": [record["change"] for record in possible], "overdue": sorted(overdue or ())}
    return "," + msgspec.json.encode(lists).decode()[1:]


def _put_names(connection: Connection, posts: dict[str, str]) -> None:
    """The register's names: the log and the read models hold none."""
    holders = {slug: match[1] for slug, item in posts.items() if (match := _HOLDER.search(item))}
    if not holders:
        return
    names = names_of(connection, holders.values())
    for slug, person in holders.items():
        posts[slug] = with_name(posts[slug], names.get(person))


def with_name(item: str, name: str | None) -> str:
    """A post's item with the name of its holder put in."""
    at = item.index('"name":null', item.index('"holder":'))
    return f'{item[:at]}"name":{msgspec.json.encode(name).decode()}{item[at + len(chr(34) + "name" + chr(34) + ":null") :]}'


def _rows(connection: Connection, point: Point, subject: int | None) -> Iterable[Item]:
    dialect = connection.dialect.name
    values = {
        "programme": point.programme,
        "day": point.question.effective_on,
        "known": point.position,
        "mask": point.question.mask,
        "subject": subject,
    }
    current, last = _statements(point.public, subject is not None)
    rows = list(connection.execute(current, values))
    if not point.is_current:
        rows += connection.execute(last, values)
        rows += connection.execute(_boxed(point, dialect, subject))
    return [tuple(row) for row in rows]  # type: ignore[misc]


@lru_cache(maxsize=8)
def _statements(public: bool, one: bool) -> tuple[Select[Any], Select[Any]]:
    """The rows of current knowledge that hold on the day, and of closed knowledge that reach beyond every day."""
    day, known, mask = (bindparam(name, type_=Integer) for name in ("day", "known", "mask"))
    key = stream.c.id * 2 + (stream.c.split if public else literal(0))
    item = (stream.c.type, stream.c.slug, body.c.life, body.c.item, body.c.extra)
    here = stream.c.id == bindparam("subject") if one else stream.c.programme == bindparam("programme")

    other = segment.alias("other")
    newest = select(other.c.day).where(other.c.key == key, other.c.day <= day, other.c.mask.op("&")(mask) != 0)
    newest = newest.order_by(other.c.day.desc()).limit(1)
    current = (
        select(*item)
        .select_from(stream)
        .join(segment, (segment.c.key == key) & (segment.c.day == newest.correlate(stream).scalar_subquery()))
        .join(body, (body.c.key == segment.c.key) & (body.c.ref == segment.c.body))
        .where(here, segment.c.mask.op("&")(mask) != 0, segment.c.known_from <= known)
    )
    later = tail.alias("later")
    nearest = select(later.c.known_to).where(later.c.key == key, later.c.known_to > known, later.c.mask.op("&")(mask) != 0)
    nearest = nearest.order_by(later.c.known_to).limit(1)
    last = (
        select(*item)
        .select_from(stream)
        .join(tail, (tail.c.key == key) & (tail.c.known_to == nearest.correlate(stream).scalar_subquery()))
        .join(body, (body.c.key == tail.c.key) & (body.c.ref == tail.c.body))
        .where(here, tail.c.mask.op("&")(mask) != 0, tail.c.known_from <= known, tail.c.day <= day)
    )
    return current, last


def _boxed(point: Point, dialect: str, subject: int | None) -> Select[Any]:
    """The rows of the rest of closed knowledge."""
    table = boxes.history
    found = (
        select(table.c.key, table.c.body)
        .where(
            holds(table, dialect, point.programme, point.question.effective_on, point.position),
            table.c.mask.op("&")(point.question.mask) != 0,
        )
        .cte("found")
        .prefix_with("MATERIALIZED")
    )
    key = stream.c.id * 2 + (stream.c.split if point.public else literal(0))
    query = (
        select(stream.c.type, stream.c.slug, body.c.life, body.c.item, body.c.extra)
        .select_from(found)
        .join(stream, (stream.c.id == found.c.key // literal(2)) & (found.c.key == key))
        .join(body, (body.c.key == found.c.key) & (body.c.ref == found.c.body))
    )
    return query if subject is None else query.where(stream.c.id == subject)


def _overdue(connection: Connection, point: Point) -> dict[tuple[str, str], list[str]]:
    """Changes still planned, as known, after their last possible day: by subject."""
    question = point.question
    now = (
        select(stream.c.type, stream.c.slug, log.c.id)
        .select_from(touch)
        .join(log, log.c.position == touch.c.change)
        .join(stream, stream.c.id == touch.c.subject)
        .where(
            touch.c.programme == point.programme,
            touch.c.standing == 6,
            touch.c.latest < question.known_on,
            touch.c.known_from <= point.position,
        )
    )
    queries = [now]
    if not point.is_current:
        queries.append(
            select(stream.c.type, stream.c.slug, log.c.id)
            .select_from(boxes.lapse)
            .join(log, log.c.position == boxes.lapse.c.change)
            .join(stream, stream.c.id == log.c.stream)
            .where(holds(boxes.lapse, connection.dialect.name, point.programme, question.known_on, point.position))
        )
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for query in queries:
        if point.public:
            query = query.where(~exists().where(hidden.c.subject == log.c.stream, hidden.c.change == log.c.position))
        for type_, slug, change in connection.execute(query):
            found[type_, slug].append(change)
    return found
