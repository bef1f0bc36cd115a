"""What differs between two structures: of two days, as known on two days, under two bases, with a draft and without?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import Any, TypedDict

from domain.kinds.registry import FIELDS, SubjectTypeName
from projections.questions.log import NoSuchChange, story_of
from projections.questions.structure import LISTED, Structure, read_structure
from projections.questions.subject import turning_point
from projections.questions.viewpoint import Viewpoint

Enter = Callable[[], AbstractContextManager[Viewpoint]]
"""The way to a side. A draft is there only as long as one is inside, and never two at once."""


class Turned(TypedDict):
    """A subject that is in one structure and not in the other, and the change that made the difference."""

    type: SubjectTypeName
    id: str
    because: list[str]


class AlteredField(TypedDict):
    """A field of a subject that holds something else in the other structure."""

    type: SubjectTypeName
    id: str
    field: str
    before: Any
    after: Any
    because: list[str]


class Differences(TypedDict):
    """What differs between two structures, each with the changes that made the difference."""

    appeared: list[Turned]
    vanished: list[Turned]
    altered: list[AlteredField]


def compare_structures(first: Viewpoint, second: Viewpoint) -> Differences:
    """Subjects that appeared and vanished, and fields that altered, each with the changes that made the difference."""
    return compare_sides(lambda: nullcontext(first), lambda: nullcontext(second))


def compare_sides(first: Enter, second: Enter) -> Differences:
    """The same, of two sides that may be entered only one at a time."""
    with first() as side:
        was = read_structure(side)
    with second() as side:
        now = read_structure(side)
        found = _differences(was, now)
        _find_turning_points(side, found["appeared"], ended=False)
        _find_turning_points(side, found["vanished"], ended=True)
        orders = _orders(side, _rivals(found["altered"]))
    # As known on the second side it may never have been: then what was taken back is what had begun it.
    never = [record for record in found["vanished"] if not record["because"]]
    unknown = [id_ for id_ in _rivals(found["altered"]) if id_ not in orders]
    if never or unknown:
        with first() as side:
            _find_turning_points(side, never, ended=False)
            orders |= _orders(side, unknown)
    for record in found["altered"]:
        # Of the two changes that set a field, the later one in the fold makes the difference.
        ids = dict.fromkeys(record["because"])
        record["because"] = [max(ids, key=lambda id_: orders[id_])] if len(ids) == 2 else list(ids)
    return found


def _differences(was: Structure, now: Structure) -> Differences:
    appeared: list[Turned] = []
    vanished: list[Turned] = []
    altered: list[AlteredField] = []
    for type_ in LISTED:
        old, new = was.items(type_), now.items(type_)
        for slug in sorted(old.keys() | new.keys()):
            if slug not in old:
                appeared.append({"type": type_, "id": slug, "because": []})
            elif slug not in new:
                vanished.append({"type": type_, "id": slug, "because": []})
            elif old[slug] != new[slug]:
                altered += _fields(type_, slug, old[slug], new[slug])
    return {"appeared": appeared, "vanished": vanished, "altered": altered}


def _fields(type_: str, slug: str, was: dict[str, Any], now: dict[str, Any]) -> list[AlteredField]:
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


def _find_turning_points(side: Viewpoint, records: list[Turned], *, ended: bool) -> None:
    """The change that brought each subject into being, or that ended it, where this side knows of one."""
    for record in records:
        found = turning_point(side, record["type"], record["id"], ended=ended)
        record["because"] = [] if found is None else [found]


def _rivals(altered: list[AlteredField]) -> list[str]:
    """Changes of which two set one field."""
    pairs = (set(record["because"]) for record in altered)
    return sorted(set().union(*(pair for pair in pairs if len(pair) == 2)))


def _orders(side: Viewpoint, ids: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Where changes stand in the fold, as far as this side knows of them."""
    found: dict[str, tuple[int, int]] = {}
    for id_ in ids:
        try:
            found[id_] = story_of(side, id_).change.order
        except NoSuchChange:
            continue
    return found
