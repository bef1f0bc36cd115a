"""What is the structure on a day, as known on a day?"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
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

from domain.kinds.registry import PLURALS
from projections.cache.states import BESIDE, StateCache
from projections.database import prepared, rectangles
from projections.database.rectangles import holds_point
from projections.database.tables import hidden, log, segment, stream, tail, touch
from projections.questions.viewpoint import Viewpoint
from projections.read_models.state_json import PossibleChange

LISTED = ("unit", "site", "team", "post", "area")
"""The lists of a structure, in the order in which answers show them."""

_NOTHING = cast(null(), Text)
_START, _END = '{"id":"', ',"possible":[],"overdue":[]}'
"""What the stored text of an item begins with, and what is put behind it."""


@dataclass(slots=True)
class Structure:
    """The items of a day as JSON: of each type in the order of their ids, with commas between them."""

    lists: dict[str, str] = field(default_factory=dict)
    possible: list[PossibleChange] = field(default_factory=list)
    passed_over: set[str] = field(default_factory=set)

    def json(self) -> str:
        """The members of the answer, without the braces."""
        parts = [f'"{PLURALS[type_]}":[{self.lists.get(type_, "")}]' for type_ in LISTED]
        possible = sorted(self.possible, key=lambda record: str(record["change"]))
        beside = {"possible": possible, "passed_over": sorted(self.passed_over)}
        return ",".join(parts) + "," + msgspec.json.encode(beside).decode()[1:-1]

    def items(self, type_: str) -> dict[str, dict[str, Any]]:
        """The items of one type, by id."""
        return {item["id"]: item for item in msgspec.json.decode(f"[{self.lists.get(type_, '')}]")}

    def take(self, type_: str, states: list[str], overdue: dict[str, list[str]]) -> None:
        """Take in the states of a type, and the changes that are overdue, by the subject that they are of."""
        text = (_END + ",").join(states)
        possible: dict[str, list[str]] = {}
        if BESIDE in text:
            states = [item for state in states if (item := self._set_aside(state, possible))]
            text = (_END + ",").join(states)
        if states:
            self.lists[type_] = _with_lists(states, possible, overdue) if possible or overdue else text + _END

    def _set_aside(self, state: str, possible: dict[str, list[str]]) -> str:
        """The item of a state, after what is beside it was put down."""
        item, _, extra = state.partition(BESIDE)
        if extra:
            beside = msgspec.json.decode(extra)
            self.possible += beside["possible"]
            self.passed_over.update(beside["passed_over"])
            if item:
                slug = item[len(_START) : item.index('"', len(_START))]
                possible[slug] = [record["change"] for record in beside["possible"]]
        return item


def read_structure(view: Viewpoint, *, subject: int | None = None) -> Structure:
    """The structure at a viewpoint; of one subject, by the number of its stream, where that is given. Raises TooMany
    where the viewpoint has not the patience for it."""
    numbers: dict[str, list[str]] = {}
    overdue: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for type_, said, late in _rows(view, subject):
        if late is not None:
            overdue[type_][said].append(late)
        elif said is not None:
            numbers[type_] = said.split(",")
    every = list(itertools.chain.from_iterable(numbers.values()))
    cache = StateCache() if view.is_tentative else view.caches.states
    states = iter(cache.states_of(view.connection, every, view.point.head.erased, view.most_states))
    found = Structure()
    for type_, here in numbers.items():
        # In the order of ids: a text begins with its id, and what ends an id is before whatever can stand in one.
        found.take(type_, sorted(filter(None, itertools.islice(states, len(here)))), overdue.get(type_, {}))
    return found


def _with_lists(items: list[str], possible: dict[str, list[str]], overdue: dict[str, list[str]]) -> str:
    """The items of a type, with the changes that are possible or overdue named in those that have any."""
    ends = [_END] * len(items)
    for slug in {*possible, *overdue}:
        begins = f'{_START}{slug}"'
        at = bisect_left(items, begins)
        if at < len(items) and items[at].startswith(begins):
            lists = {"possible": possible.get(slug, []), "overdue": sorted(overdue.get(slug, ()))}
            ends[at] = "," + msgspec.json.encode(lists).decode()[1:]
    return ",".join(map(str.__add__, items, ends))


def _rows(view: Viewpoint, subject: int | None) -> list[tuple[str, Any, str | None]]:
    """For each type the numbers of its states, in any order: one row, since Python is slow at taking rows, and
    lets nobody else run while it does. Then the type, subject and change of each that is still planned, as known, after
    its last possible day."""
    connection, point = view.connection, view.point
    values = {
        "programme": point.programme,
        "day": point.question.effective_on,
        "known": point.position,
        "known_on": point.question.known_on,
        "subject": subject,
    }
    split, one = point.public and point.head.hides, subject is not None
    statement = _statement(connection.dialect.name, split, one, point.public, point.is_current, point.question.mask)
    return prepared.rows(connection, statement, values)


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
    subjects = stream if is_current else stream.outerjoin(found, found.c.key == key)
    here = stream.c.id == bindparam("subject") if one else stream.c.programme == bindparam("programme")
    comma = literal_column("','", Text)
    numbers = func.group_concat(ref, comma) if dialect == "sqlite" else func.string_agg(cast(ref, Text), comma)
    return select(stream.c.type, numbers, _NOTHING).select_from(subjects).where(here).group_by(stream.c.type)


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
    table = rectangles.history
    where = holds_point(table, dialect), _counts(table.c.mask, basis)
    return select(table.c.key, table.c.body).where(*where).cte("found").prefix_with("MATERIALIZED")


def _counts(mask: ColumnElement[int], basis: int) -> ColumnElement[bool]:
    """Whether a row counts under a basis, which is written into the statement: one parameter less to bind, often."""
    return mask.op("&")(literal_column(str(basis))) != literal_column("0")


_HIDDEN = exists().where(hidden.c.subject == log.c.stream, hidden.c.change == log.c.position)


def _late_now(public: bool) -> Select[Any]:
    query = (
        select(stream.c.type, stream.c.slug, log.c.id)
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
        select(stream.c.type, stream.c.slug, log.c.id)
        .select_from(rectangles.lapse)
        .join(log, log.c.position == rectangles.lapse.c.change)
        .join(stream, stream.c.id == log.c.stream)
        .where(holds_point(rectangles.lapse, dialect, day="known_on"))
    )
    return query.where(~_HIDDEN) if public else query
