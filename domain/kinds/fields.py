"""The fields of a kind as its struct declares them: label, meaning, hint, choices, and what a reference names."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

import msgspec
from msgspec import inspect


class Choice(NamedTuple):
    """One value that a field can hold: its label in a form or a table, and the words for it within a sentence."""

    label: str
    phrase: str | None = None
    """Left out, it is the label in small letters; empty, a sentence does not mention it."""

    @property
    def in_a_sentence(self) -> str:
        """The words for it within a sentence."""
        return self.label.lower() if self.phrase is None else self.phrase


class Field(msgspec.Struct, frozen=True):
    """One field: how it is stored, what a form asks, and what the documents say of it."""

    name: str
    """Its name in JSON."""
    attribute: str
    """Its name in Python."""
    required: bool
    sort: str
    """text, long, number, choice, ref, person or struct: what one value of it is."""
    is_list: bool
    label: str
    meaning: str
    hint: str
    missing: str
    """What a form says where it is not filled in; empty for the usual sentence."""
    clear: str
    """The label of the box that empties it, where leaving it out would keep what was there."""
    counted: str
    """The noun that a number counts."""
    refers: str
    choices: Mapping[str, Choice]
    struct: type[msgspec.Struct] | None = None

    @property
    def options(self) -> list[tuple[str, str]]:
        """The values that it can hold, each with its label."""
        return [(value, choice.label) for value, choice in self.choices.items()]


def about(label: str, meaning: str, **more: str) -> msgspec.Meta:
    """The words of one field: `label` for forms, `meaning` for the documents and the API's description.

    `more` may hold the `hint`, `missing`, `clear` and `counted` of a Field.
    """
    return msgspec.Meta(title=label, description=meaning, extra=more)


def one_of(choices: Mapping[str, Choice]) -> msgspec.Meta:
    """The words of a field that holds one of a few values."""
    return msgspec.Meta(extra={"choices": choices})


def refers_to(type_: str) -> msgspec.Meta:
    """What a reference names: a type of subject, a person or a dependency."""
    return msgspec.Meta(pattern=SLUG, extra={"refers": type_})


SLUG = r"^[a-z0-9-]{1,80}\Z"
LONG = msgspec.Meta(extra={"long": True})
"""A text that may need several lines."""


@cache
def fields_of(struct: type[msgspec.Struct]) -> tuple[Field, ...]:
    """The fields of a struct, in its own order."""
    info = inspect.type_info(struct)
    assert isinstance(info, inspect.StructType)
    return tuple(_field(field) for field in info.fields)


def _field(field: inspect.Field) -> Field:
    words: dict[str, Any] = {}
    inner, is_list = _unwrapped(field.type, words)
    extra = words.get("extra", {})
    return Field(
        name=field.encode_name,
        attribute=field.name,
        required=field.required,
        sort=_sort(inner, extra),
        is_list=is_list,
        label=words.get("title", field.encode_name.replace("_", " ").capitalize()),
        meaning=words.get("description", ""),
        hint=extra.get("hint", ""),
        missing=extra.get("missing", ""),
        clear=extra.get("clear", ""),
        counted=extra.get("counted", ""),
        refers=extra.get("refers", ""),
        choices=extra.get("choices", {}),
        struct=inner.cls if isinstance(inner, inspect.StructType) else None,
    )


def _unwrapped(type_: inspect.Type, words: dict[str, Any]) -> tuple[inspect.Type, bool]:
    """The type of one value, and whether the field holds a list of them. Collects the words on the way in."""
    match type_:
        case inspect.Metadata(type=inner, extra_json_schema=schema, extra=extra):
            words.update({key: text for key, text in (schema or {}).items() if key not in words})
            words["extra"] = (extra or {}) | words.get("extra", {})
            return _unwrapped(inner, words)
        case inspect.UnionType(types=types):
            return _unwrapped(next(each for each in types if not isinstance(each, inspect.NoneType)), words)
        case inspect.VarTupleType(item_type=item):
            return _unwrapped(item, words)[0], True
    return type_, False


def _sort(type_: inspect.Type, extra: Mapping[str, Any]) -> str:
    if "refers" in extra:
        return "person" if extra["refers"] == "person" else "ref"
    match type_:
        case inspect.LiteralType():
            return "choice"
        case inspect.StructType():
            return "struct"
        case inspect.IntType():
            return "number"
    return "long" if extra.get("long") else "text"
