"""Describes a recorded entry to its author: the fields that it alters between days, and its change before and after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypedDict

from domain.changes.change import BASES, Change, ChangeBasis
from domain.clashes.incremental import Difference
from domain.kinds.registry import FIELDS, LISTS, SubjectTypeName
from domain.kinds.state import STANDING, State
from domain.log.body import Body
from domain.log.entry import Entry
from domain.time.edtf import BEGINNING, END, show
from projections.accounts.people import People
from projections.log.streams import SubjectStream
from projections.read_models.rows import ALL_BASES, StateRevision, StateRow
from projections.recording.writer import Written

_Days = TypedDict("_Days", {"from": str | None, "to": str | None})


class AlteredStretch(_Days):
    """What a field of a subject holds between two days, before an entry and after it. Null is without end."""

    type: SubjectTypeName
    id: str
    field: str
    before: Any
    after: Any


class FieldAlteration(AlteredStretch):
    """The same, with the bases under which it is so."""

    basis: list[str]


class CourseAlteration(TypedDict):
    """What becomes of the change itself: how it stands, its date, and whether it is restricted."""

    change: str
    field: str
    before: str | int | bool | None
    after: str | int | bool | None


class EntryEffect(TypedDict):
    """What an entry alters: fields between days, and the change's own course."""

    structure: list[FieldAlteration]
    timeline: list[CourseAlteration]


@dataclass(frozen=True)
class Recorded:
    """An entry that was recorded, and what its author has to know about it."""

    entry: Entry
    is_new: bool
    effect: EntryEffect
    """`structure`: what fields hold before and after, between days; `timeline`: what the entry makes of its change."""
    named: list[str]
    """Ids of the people whose names stand in its reason or its quote."""
    basis: ChangeBasis | None = None
    """The basis under which it may open clashes, or clear them; None where it can do neither."""
    clashes: Difference | None = None
    """The clashes that it opens and clears, where they have been looked for."""


def describe_written(written: Written, people: People) -> Recorded:
    """Describe an entry to its author. A retry has altered nothing."""
    entry, after = written.entry, written.after
    if after is None:
        return Recorded(entry, written.is_new, {"structure": [], "timeline": []}, [])
    structure = [alteration for effect in written.effects for alteration in _structure(*effect)]
    effect: EntryEffect = {
        "structure": [_with_names(row, people.name) if row["field"] == "holder" else row for row in structure],
        "timeline": _timeline(written.before, after),
    }
    return Recorded(entry, written.is_new, effect, _names_in(entry.body, people), written.basis)


def _names_in(payload: Body, people: People) -> list[str]:
    words = [payload.reason or "", (payload.source.quote or "") if payload.source else ""]
    return people.named_in("\n".join(words)) if any(words) else []


def _with_names(alteration: FieldAlteration, name_of: Callable[[str], str | None]) -> FieldAlteration:
    held = alteration["before"], alteration["after"]
    before, after = (holder and holder | {"name": name_of(holder["person"])} for holder in held)
    return {**alteration, "before": before, "after": after}


def _timeline(before: Change | None, after: Change) -> list[CourseAlteration]:
    was = {} if before is None else _course(before)
    return [
        {"change": after.id, "field": field, "before": was.get(field), "after": value}
        for field, value in _course(after).items()
        if was.get(field) != value
    ]


def _course(change: Change) -> dict[str, str | int | bool | None]:
    return {
        "standing": change.standing,
        "effective_on": change.when.text,
        "earliest": show(change.when.earliest),
        "latest": show(change.when.latest),
        "slip": change.slip,
        "restricted": change.restricted,
    }


def _structure(subject: SubjectStream, revision: StateRevision, rows: list[StateRow]) -> list[FieldAlteration]:
    if not (revision.gone or revision.new):
        return []
    gone = {row[:4] for row in revision.gone}
    after = sorted([row for row in rows if row[:4] not in gone] + revision.new, key=lambda row: row[:2])
    found: dict[tuple[str, ...], FieldAlteration] = {}
    if all(row.mask == ALL_BASES for row in (*rows, *revision.new)):
        return [{"basis": list(BASES), **alteration} for alteration in _alterations(subject, rows, after)]
    for basis, mask in BASES.items():
        was, now = ([row for row in side if row.mask & mask] for side in (rows, after))
        for alteration in _alterations(subject, was, now):
            key = tuple(str(value) for value in alteration.values())
            found.setdefault(key, {"basis": [], **alteration})["basis"].append(basis)
    return list(found.values())


def _alterations(subject: SubjectStream, was: list[StateRow], now: list[StateRow]) -> list[AlteredStretch]:
    """Fields that differ, merged over neighbouring days while they differ alike."""
    days = sorted({row.day for row in was} | {row.day for row in now})
    open_: dict[str, AlteredStretch] = {}
    done: list[AlteredStretch] = []
    for today in days:
        differing = _differences(subject.type, _state_on(was, today), _state_on(now, today))
        for field, record in list(open_.items()):
            if differing.get(field) != (record["before"], record["after"]):
                done.append({**open_.pop(field), "to": show(today)})
        for field, (before, after) in differing.items():
            if field not in open_:
                start = None if today == BEGINNING else show(today)
                open_[field] = {
                    "type": subject.type,
                    "id": subject.slug,
                    "field": field,
                    "before": before,
                    "after": after,
                    "from": start,
                    "to": show(END),
                }
    return done + list(open_.values())


def _state_on(rows: list[StateRow], day: int) -> State | None:
    row = next((row for row in reversed(rows) if row.day <= day), None)
    return None if row is None or row.body.state.life != STANDING else row.body.state


def _differences(type_: str, was: State | None, now: State | None) -> dict[str, tuple[Any, Any]]:
    found: dict[str, tuple[Any, Any]] = {}
    if (was is None) != (now is None):
        found["in the structure"] = (was is not None, now is not None)
    for field in FIELDS[type_]:
        default: list[str] | None = [] if field in LISTS else None
        before = default if was is None else was.fields.get(field, default)
        after = default if now is None else now.fields.get(field, default)
        if before != after:
            found[field] = (before, after)
    return found
