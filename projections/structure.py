"""What is the structure on a day, as known on a day?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Integer,
    ScalarSelect,
    Select,
    Text,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal_column,
    null,
    select,
    union_all,
)

from domain.kinds import PLURALS
from projections import boxes, ready
from projections.boxes import holds
from projections.points import Point
from projections.tables import body, hidden, log, person, segment, stream, tail, touch

LISTED = ("unit", "site", "team", "post", "area")
"""The lists of a structure, in the order in which answers show them."""

_NOTHING = cast(null(), Text)
_END = ',"possible":[],"overdue":[]}'
"""What is put behind the stored text of an item."""


@dataclass(slots=True)
class Structure:
    """The items of a day as JSON: of each type in the order of their ids, with commas between them."""

    lists: dict[str, str] = field(default_factory=dict)
    possible: list[dict[str, Any]] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)

    def json(self) -> str:
        """The members of the answer, without the braces."""
        parts = [f'"{PLURALS[type_]}":[{self.lists.get(type_, "")}]' for type_ in LISTED]
        beside = {"possible": self.possible, "passed_over": self.passed_over}
        return ",".join(parts) + "," + msgspec.json.encode(beside).decode()[1:-1]

    def items(self, type_: str) -> dict[str, dict[str, Any]]:
        """The items of one type, by id."""
        return {item["id"]: item for item in msgspec.json.decode(f"[{self.lists.get(type_, '')}]")}


def structure(connection: Connection, point: Point, subject: int | None = None) -> Structure:
    """The structure at a point; of one subject, by the number of its stream, where that is given."""
    found = Structure()
    passed_over: set[str] = set()
    texts: dict[str, tuple[str, str | None]] = {}
    overdue: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for type_, said, besides, late in _rows(connection, point, subject):
        if late is None:
            texts[type_] = said, besides
        else:
            overdue[type_][said].append(late)
    for type_, (text, besides) in texts.items():
        possible: dict[str, list[str]] = {}
        for slug, beside in msgspec.json.decode(f"[{besides or ''}]"):
            possible[slug] = [record["change"] for record in beside["possible"]]
            passed_over.update(beside["passed_over"])
            found.possible += beside["possible"]
        found.lists[type_] = _with_lists(text, possible, overdue.get(type_, {})) if text else ""
    found.possible.sort(key=lambda record: str(record["change"]))
    found.passed_over = sorted(passed_over)
    return found


def _with_lists(text: str, possible: dict[str, list[str]], overdue: dict[str, list[str]]) -> str:
    """The items of a type, with the changes that are possible or overdue named in those that have any."""
    if not (possible or overdue):
        return text + _END
    items = text.split(_END + ",")  # which no text in an item can look like: its quotation marks are escaped
    for number, item in enumerate(items):
        slug = item[7 : item.index('"', 7)]  # after {"id":"
        lists = {"possible": possible.get(slug, []), "overdue": sorted(overdue.get(slug, ()))}
        items[number] = item + "," + msgspec.json.encode(lists).decode()[1:]
    return ",".join(items)


def _rows(connection: Connection, point: Point, subject: int | None) -> list[tuple[str, str, str | None, str | None]]:
    """For each type its items, open at the end of the last, and what is beside them: one row each, since Python is slow
    at taking rows, and lets nobody else run while it does. Then the type, subject and, last, change of each that is
    still planned, as known, after its last possible day."""
    values = {
        "programme": point.programme,
        "day": point.question.effective_on,
        "known": point.position,
        "known_on": point.question.known_on,
        "subject": subject,
    }
    split, one = point.public and point.head.hides, subject is not None
    statement = _statement(connection.dialect.name, split, one, point.public, point.is_current, point.question.mask)
    return ready.rows(connection, statement, values)


@lru_cache(maxsize=96)
def _statement(
    dialect: str, split: bool, one: bool, public: bool, is_current: bool, basis: int
) -> CompoundSelect[tuple[Any, ...]]:
    """The states that hold at a point, and what is overdue there: one trip to the database."""
    parts = [_states(dialect, split, one, is_current, basis), _late_now(public)]
    if not is_current:
        parts.append(_late_then(public, dialect))
    return union_all(*parts)


def _states(dialect: str, split: bool, one: bool, is_current: bool, basis: int) -> Select[Any]:
    """The states that hold at a point: of current knowledge, or else of closed knowledge, or else of that in boxes.

    No two of them ever hold for one subject.
    """
    key = stream.c.id * literal_column("2")
    if split:
        key += stream.c.split
    newest, nearest = _seeks(key, basis)
    found = _boxed(dialect, basis)
    ref = newest if is_current else func.coalesce(newest, nearest, found.c.body)
    quoted = func.json_quote(person.c.name) if dialect == "sqlite" else cast(func.to_json(person.c.name), Text)
    name = select(quoted).where(person.c.id == body.c.person).scalar_subquery()
    named = func.replace(body.c.item, _word('"name":null'), _word('"name":').concat(func.coalesce(name, _word("null"))))
    item = case((body.c.person.is_(None), body.c.item), else_=named)
    pair = _word('["').concat(stream.c.slug).concat(_word('",')).concat(body.c.extra).concat(_word("]"))
    beside = case((body.c.extra.is_not(None), pair))
    subjects = stream if is_current else stream.outerjoin(found, found.c.key == key)
    here = stream.c.id == bindparam("subject") if one else stream.c.programme == bindparam("programme")
    states = (
        select(stream.c.type, stream.c.slug, item.label("item"), beside.label("beside"))
        .select_from(subjects.join(body, body.c.number == ref))
        .where(here)
        .order_by(stream.c.type, stream.c.slug)
        .subquery()
    )
    join = func.group_concat if dialect == "sqlite" else func.string_agg
    items: ColumnElement[str] = join(states.c.item, _word(_END + ","))
    besides = join(states.c.beside, _word(","))
    if dialect != "sqlite":  # which joins texts in the order in which it reads them
        items = join(states.c.item, _word(_END + ",")).aggregate_order_by(states.c.slug)
    return select(states.c.type, items, besides, _NOTHING).group_by(states.c.type)


def _seeks(key: ColumnElement[int], basis: int) -> tuple[ScalarSelect[Any], ScalarSelect[Any]]:
    """The body of the row of current knowledge that holds on the day, and of closed knowledge that reaches beyond
    every day. The one row that could hold is sought; where it does not, it names no body."""
    day, known = (bindparam(name, type_=Integer) for name in ("day", "known"))
    one: ColumnElement[int] = literal_column("1")
    nought: ColumnElement[int] = literal_column("0")  # or else SQLite is given it as a parameter, each time
    newest = (
        select(case((segment.c.known_from <= known, segment.c.body)))
        .where(segment.c.key == key, segment.c.day <= day, _counts(segment.c.mask, basis))
        .order_by(segment.c.day.desc())
        .limit(one)
        .offset(nought)
    )
    nearest = (
        select(case(((tail.c.known_from <= known) & (tail.c.day <= day), tail.c.body)))
        .where(tail.c.key == key, tail.c.known_to > known, _counts(tail.c.mask, basis))
        .order_by(tail.c.known_to)
        .limit(one)
        .offset(nought)
    )
    return newest.correlate(stream).scalar_subquery(), nearest.correlate(stream).scalar_subquery()


def _boxed(dialect: str, basis: int) -> Any:
    """The bodies of the rest of closed knowledge, by key."""
    table = boxes.history
    where = holds(table, dialect), _counts(table.c.mask, basis)
    return select(table.c.key, table.c.body).where(*where).cte("found").prefix_with("MATERIALIZED")


def _counts(mask: ColumnElement[int], basis: int) -> ColumnElement[bool]:
    """Whether a row counts under a basis, which is written into the statement: one parameter less to bind, often."""
    return mask.op("&")(literal_column(str(basis))) != literal_column("0")


def _word(text: str) -> ColumnElement[str]:
    """A text of ours, written into the statement."""
    return literal_column(f"'{text}'", Text)


_HIDDEN = exists().where(hidden.c.subject == log.c.stream, hidden.c.change == log.c.position)


def _late_now(public: bool) -> Select[Any]:
    query = (
        select(stream.c.type, stream.c.slug, _NOTHING, log.c.id)
        .select_from(touch)
        .join(log, log.c.position == touch.c.change)
        .join(stream, stream.c.id == touch.c.subject)
        .where(
            touch.c.programme == bindparam("programme"),
            touch.c.standing == literal_column("6"),  # as the index says, so that it serves
            touch.c.latest < bindparam("known_on", type_=Integer),
            touch.c.known_from <= bindparam("known", type_=Integer),
        )
    )
    return query.where(~_HIDDEN) if public else query


def _late_then(public: bool, dialect: str) -> Select[Any]:
    query = (
        select(stream.c.type, stream.c.slug, _NOTHING, log.c.id)
        .select_from(boxes.lapse)
        .join(log, log.c.position == boxes.lapse.c.change)
        .join(stream, stream.c.id == log.c.stream)
        .where(holds(boxes.lapse, dialect, day="known_on"))
    )
    return query.where(~_HIDDEN) if public else query
