"""Templates of sentences: a slot `{field}` holds the words for a field of an event, and `[…]` is left out when empty.

Besides the fields of the event a template may use `{subject}`, its name; `{when}`, its date as the end of a sentence;
`{span}`, the date as a noun; and `{is}` and `{was}`, which agree with the subject. `{add, covers_unnamed}` puts the
words for several fields into one list. A part in square brackets is left out where one of its slots is empty.

What a reference is called is not known here: the caller passes a function that knows the names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from domain.kinds.fields import Field, fields_of

Naming = Callable[[str, str], str]
"""The name of what a reference names: given its type and its slug or id."""
Given = Mapping[str, str]
"""The slots that the caller fills."""


class _Slot(NamedTuple):
    """A slot: the fields whose words go into it; without any, what the caller gives under its name."""

    name: str
    fields: tuple[Field, ...]


class _Optional(NamedTuple):
    """A part that is left out where one of its slots is empty."""

    parts: list[str | _Slot]


OWN_SLOTS = ("subject", "when", "span", "is", "was")
"""The slots that no field may be named after."""

_TOKEN = re.compile(r"\[([^][]*)\]|\{([^{}]*)\}|([^][{}]+)")


def fill(template: str, event: msgspec.Struct, given: Given, naming: Naming) -> str:
    """The template with its slots filled: with the words for the event's fields, or from `given`."""
    return "".join([_filled(part, event, given, naming) for part in _parts(template, type(event))])


def slots(template: str) -> list[str]:
    """The names of all slots of a template."""
    return [name.strip() for slot in re.findall(r"\{([^{}]*)\}", template) for name in slot.split(",")]


def enumeration(words: Sequence[str]) -> str:
    """`Barnet, Brent and Harrow`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


@lru_cache(maxsize=4096)
def _parts(template: str, struct: type[msgspec.Struct]) -> list[str | _Slot | _Optional]:
    """The parts of a template, ready to be filled from events of one kind."""
    fields = {field.name: field for field in fields_of(struct)}
    parts: list[str | _Slot | _Optional] = []
    for optional, slot, words in _TOKEN.findall(template):
        if optional:
            inner = _parts(optional, struct)
            parts.append(_Optional([part for part in inner if not isinstance(part, _Optional)]))
        elif slot:
            names = [name.strip() for name in slot.split(",")]
            parts.append(_Slot(slot, tuple(fields[name] for name in names if name in fields)))
        else:
            parts.append(words)
    return parts


def _filled(part: str | _Slot | _Optional, event: msgspec.Struct, given: Given, naming: Naming) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, _Slot):
        if not part.fields:
            return given[part.name]
        return enumeration([words for field in part.fields for words in _words_for(field, event, naming) if words])
    filled = [_filled(inner, event, given, naming) for inner in part.parts]
    return "".join(filled) if all(filled) else ""


def _words_for(field: Field, event: msgspec.Struct, naming: Naming) -> list[str]:
    """The words for each value of a field."""
    value = getattr(event, field.attribute)
    if value is None or value is msgspec.UNSET:
        return []
    if not field.is_list:
        return [_phrase(field, value, naming)]
    if field.choices:
        value = [choice for choice in field.choices if choice in value]
    return [_phrase(field, item, naming) for item in value]


def _phrase(field: Field, value: Any, naming: Naming) -> str:
    """The words for one value of a field within a sentence."""
    if field.refers:
        return naming(field.refers, value)
    if field.choices:
        return field.choices[value].in_a_sentence
    if field.struct is not None:
        return fill(value.phrase, value, {}, naming)
    if field.counted:
        return f"{value} {field.counted if value == 1 else _plural(field.counted)}"
    return str(value)


def _plural(noun: str) -> str:
    return f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else f"{noun}s"
