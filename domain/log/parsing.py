"""Reading what comes in: one entry of a call, or one line of an import file, as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any, TypeVar

import msgspec

from domain.kinds.event import Slug, Text
from domain.log.body import SERVER_FIELDS, Body
from domain.log.characters import NAMES, may_hold_forbidden, refuse_forbidden
from domain.log.payloads import BODIES, Starting
from domain.refusals import Malformed, ServerFields, ServersToSay


class PersonLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of an import that puts a person into the register; without a name where it was erased."""

    person: Slug
    name: Text | None


_BODY: msgspec.json.Decoder[Body] = msgspec.json.Decoder(reduce(or_, BODIES.values()))
_PERSON = msgspec.json.Decoder(PersonLine)
_MEMBERS = msgspec.json.Decoder(dict[str, msgspec.Raw])
_LONGEST_LINE = 1024 * 1024

T = TypeVar("T")


def read_entry(raw: bytes) -> Body:
    """One entry as a caller of the API may send it. Raises Malformed."""
    body = _read(_BODY, raw)
    said = _MEMBERS.decode(raw)  # A field of the server's is refused even where it says null.
    fields = [name for name in SERVER_FIELDS if name in said]
    if isinstance(body, Starting) and "change" in said:
        fields.append("change")
    if fields:
        raise ServerFields(fields=" and ".join(fields))
    if isinstance(body, Starting) and body.details.by_server:
        raise ServersToSay(kind=body.kind)
    return body


def read_line(raw: bytes) -> Body | PersonLine:
    """One line of an import file: an entry, with what the server added where it has been exported, or a person.

    Raises Malformed.
    """
    if len(raw) > _LONGEST_LINE:
        raise Malformed(fault="the line is longer than 1 MiB")
    if b'"person"' in raw and b'"kind"' not in raw:
        return _read(_PERSON, raw)
    body = _read(_BODY, raw)
    if isinstance(body, Starting) and body.change not in (None, body.id):
        raise Malformed(fault="a starting entry's `change` is its own id: leave it out")
    return body


def refuse_forbidden_texts(raw: bytes) -> None:
    """Refuse a JSON value, which can be decoded, with a character in it that no text may hold. Raises Malformed."""
    if may_hold_forbidden(raw):
        for text, is_name in _texts(msgspec.json.decode(raw)):
            refuse_forbidden(text, is_name=is_name)


def _read(decoder: msgspec.json.Decoder[T], raw: bytes) -> T:
    try:
        raw.decode()  # The decoder leaves unread what it hands on as it came.
        value = decoder.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Malformed(fault=str(error)) from None
    except RecursionError:
        raise Malformed(fault="it is nested too deeply") from None
    refuse_forbidden_texts(raw)
    if isinstance(value, Starting) and value.subject in value.details.also_ends():
        raise Malformed(fault=f'"{value.subject}" cannot be merged into itself')
    return value


def _texts(value: Any, *, is_name: bool = False) -> Iterator[tuple[str, bool]]:
    """Every string in a JSON value, keys too, and whether it is a name."""
    if isinstance(value, str):
        yield value, is_name
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key, False
            yield from _texts(inner, is_name=key in NAMES)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, is_name=is_name)
