"""What differs between two structures: of two days, of one day as known on two days, or under two bases?"""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection

from domain.states import FIELDS
from projections.entries import NoSuchChange, story
from projections.log import Log
from projections.points import Point
from projections.structure import LISTED, structure
from projections.subject import turning_point


def compare(connection: Connection, log: Log, first: Point, second: Point) -> dict[str, Any]:
    """Subjects that appeared and vanished, and fields that altered, each with the changes that made the difference."""
    was, now = structure(connection, first), structure(connection, second)
    appeared, vanished, altered = [], [], []
    for type_ in LISTED:
        old, new = was.items[type_], now.items[type_]
        for slug in sorted(old.keys() | new.keys()):
            if slug not in old:
                birth = turning_point(connection, log, second, type_, slug, ended=False)
                appeared.append(_whole(type_, slug, birth))
            elif slug not in new:
                end = turning_point(connection, log, second, type_, slug, ended=True)
                # As known at the second point it may never have been: then what was taken back is what had begun it.
                end = end or turning_point(connection, log, first, type_, slug, ended=False)
                vanished.append(_whole(type_, slug, end))
            elif old[slug] != new[slug]:
                altered += _fields(type_, slug, old[slug], new[slug])
    _settle(connection, log, (second, first), altered)
    return {"appeared": appeared, "vanished": vanished, "altered": altered}


def _whole(type_: str, slug: str, because: str | None) -> dict[str, Any]:
    return {"type": type_, "id": slug, "because": [] if because is None else [because]}


def _fields(type_: str, slug: str, old: str, new: str) -> list[dict[str, Any]]:
    was, now = msgspec.json.decode(old), msgspec.json.decode(new)
    return [
        {
            "type": type_,
            "id": slug,
            "field": field,
            "before": was[field],
            "after": now[field],
            "because": [side["because"][field] for side in (was, now) if field in side["because"]],
        }
        for field in FIELDS[type_]
        if was[field] != now[field]
    ]


def _settle(connection: Connection, log: Log, points: tuple[Point, Point], altered: list[dict[str, Any]]) -> None:
    """Of the two changes that set a field, the later one in the fold makes the difference."""
    orders: dict[str, tuple[int, int]] = {}
    for record in altered:
        ids = list(dict.fromkeys(record["because"]))
        if len(ids) == 2:
            for id_ in ids:
                if id_ not in orders:
                    orders[id_] = _order(connection, log, points, id_)
            ids = [max(ids, key=lambda id_: orders[id_])]
        record["because"] = ids


def _order(connection: Connection, log: Log, points: tuple[Point, Point], id_: str) -> tuple[int, int]:
    for point in points:
        try:
            return story(connection, log, point, id_).change.order
        except NoSuchChange:
            continue
    raise NoSuchChange(id=id_)
