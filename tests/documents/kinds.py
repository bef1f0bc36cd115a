"""The tables of what can be recorded, made from the kinds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import inspect

from domain.changes.change import DONE, PLANNED, PROPOSED, RETRACTED, WITHDRAWN, amend_change, start_change
from domain.kinds.event import Event
from domain.kinds.fields import fields_of
from domain.kinds.registry import EVENTS
from domain.log.amendments import AMENDMENTS
from domain.log.body import SERVER_FIELDS, Source
from domain.log.payloads import STARTINGS, Starting
from domain.refusals import NotAllowed
from tests.documents.tables import Kept, said_of, table

_HEAD = "field|holds|needed|meaning"
_SERVER = {"change", *SERVER_FIELDS}
_ORDER = ("subject", "effective_on", "standing", "details", "reason", "source", "restricted", "id")
_STANDINGS = (PROPOSED, PLANNED, DONE, WITHDRAWN, RETRACTED)
_SAMPLE = {
    "change": "an-example",
    "claim": "an-example",
    "effective_on": "2018",
    "reason": "An example.",
    "source": {"document": "A paper."},
}


def entry(_: str, __: Kept) -> Iterator[str]:
    """The fields of an entry that starts a change, and of its source."""
    rows = {row[0].strip("`"): row for row in _rows(STARTINGS["team-moved"])}
    needed = "where the kind has one that is needed"
    rows["details"][1:] = ["the fields of its kind, below", needed, "What is peculiar to the kind."]
    kind = ["`kind`", "one of the kinds below", "yes", "What happened, in the past tense."]
    yield from table(_HEAD, [kind, *(rows[name] for name in _ORDER)])
    yield from ("", "A source:", "", *table(_HEAD, _rows(Source)))


def kinds(type_: str, _: Kept) -> Iterator[str]:
    """Every kind of one type of subject, with its fields."""
    for event in (each for each in EVENTS.values() if each.subject_type == type_):
        heading = f"### {event.kind}"
        yield from (heading, "", said_of(event) + _does(event), "")
        rows = _rows(event)
        if rows:
            yield from (*table(_HEAD, rows), "")


def _does(event: type[Event]) -> str:
    if event.begins:
        return f" It brings the {event.subject_type} into being."
    if event.ends:
        return f" It ends the {event.subject_type}."
    return f" It ends every {event.subject_type} in `from`." if "from_" in event.__struct_fields__ else ""


def _fields(struct: type[msgspec.Struct]) -> list[inspect.Field]:
    found = inspect.type_info(struct)
    assert isinstance(found, inspect.StructType)
    return [field for field in found.fields if field.name not in _SERVER]


def _rows(struct: type[msgspec.Struct]) -> list[list[str]]:
    meaning = {field.name: field.meaning for field in fields_of(struct)}
    return [
        [f"`{name}`", _holds(field.type), "yes" if field.required else "", meaning[name]]
        for field in _fields(struct)
        for name in [field.encode_name]
    ]


def _holds(kind: Any) -> str:
    """What a field may hold, in words."""
    match kind:
        case inspect.Metadata(type=inner, extra=extra):
            refers = (extra or {}).get("refers")
            return _holds(inner) if refers is None else _the_id_of(refers)
        case inspect.LiteralType(values=values):
            names = [f"`{value}`" for value in values]
            return ", ".join(names[:-1]) + f" or {names[-1]}"
        case inspect.VarTupleType(item_type=item, min_length=least):
            return f"a list{' of at least one' if least else ''}, each {_holds(item)}"
        case inspect.UnionType(types=types):
            return _holds(next(each for each in types if not isinstance(each, inspect.NoneType)))
        case inspect.StructType(cls=cls):
            return ", ".join(f"`{field}`" for field in cls.__struct_fields__)
        case inspect.IntType(ge=least, le=most):
            upper = "or more" if most is None or most > 10_000 else f"to {most}"
            return f"a whole number, {least} {upper}"
        case inspect.BoolType():
            return "true or false"
        case inspect.StrType(pattern=pattern):
            return "an id" if pattern and "a-z0-9" in pattern else "text"
    return ""


def _the_id_of(refers: str) -> str:
    if refers == "dependency":
        return "the id of a milestone or of a change"
    return f"the id of {'an' if refers == 'area' else 'a'} {refers}"


def amendments(_: str, __: Kept) -> Iterator[str]:
    """Every kind of amendment: what it takes, and from which standing it leads to which."""
    rows = []
    for kind, amendment in AMENDMENTS.items():
        fields = [field for field in _fields(amendment) if field.name != "id"]
        must = ", ".join(f"`{field.name}`" for field in fields if field.required)
        may = ", ".join(f"`{field.name}`" for field in fields if not field.required)
        sample = {name: value for name, value in _SAMPLE.items() if name in amendment.__struct_fields__}
        body = msgspec.convert(sample, amendment)
        moves = {standing: to for standing in _STANDINGS if (to := _amended(standing, body)) is not None}
        to = "the same" if all(a == b for a, b in moves.items()) else " or ".join(sorted(set(moves.values())))
        rows.append([f"`{kind}`", must, may, _all_of(moves), to, said_of(amendment)])
    yield from table("kind|must give|may give|from|to|meaning", rows)


def _amended(standing: str, body: Any) -> str | None:
    """The standing of a change after an amendment; None where it is not allowed."""
    event = msgspec.convert({"text": "An example."}, EVENTS["site-stated"])
    starting = Starting(subject="an-example", effective_on="2017", standing="proposed", details=event)
    change = msgspec.structs.replace(start_change(starting, "an-example", 1), standing=standing)
    try:
        return amend_change(change, body, 2).standing
    except NotAllowed:
        return None


def _all_of(standings: dict[str, str]) -> str:
    missing = [standing for standing in _STANDINGS if standing not in standings]
    if not missing:
        return "any"
    return f"any but {' and '.join(missing)}" if len(missing) < len(standings) else " or ".join(standings)
