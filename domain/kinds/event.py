"""The base of every kind that starts a change: what happened, as a frozen struct of the entry's `details`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, get_args, get_origin, get_type_hints

import msgspec

SLUG = r"^[a-z0-9-]{1,80}\Z"

Slug = Annotated[str, msgspec.Meta(pattern=SLUG)]
Text = Annotated[str, msgspec.Meta(pattern=r"\S")]
"""Something that can be read: not only white space."""
Count = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]

AreaRef = Annotated[str, msgspec.Meta(pattern=SLUG, extra={"refers": "area"})]
UnitRef = Annotated[str, msgspec.Meta(pattern=SLUG, extra={"refers": "unit"})]
SiteRef = Annotated[str, msgspec.Meta(pattern=SLUG, extra={"refers": "site"})]
TeamRef = Annotated[str, msgspec.Meta(pattern=SLUG, extra={"refers": "team"})]
PostRef = Annotated[str, msgspec.Meta(pattern=SLUG, extra={"refers": "post"})]
PersonRef = Annotated[str, msgspec.Meta(pattern=SLUG, extra={"refers": "person"})]
DependencyRef = Annotated[str, msgspec.Meta(pattern=SLUG, extra={"refers": "dependency"})]

PROGRAMME = "programme"
"""The type of the subject of entries about the programme itself. It is always there, and has no state."""

Reference = tuple[str, str]
"""What kind of thing is named, and its slug or id."""


class Event(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True, omit_defaults=True):
    """Something that happened to a subject. Subclasses are named in the past tense and say what."""

    kind: ClassVar[str]
    subject_type: ClassVar[str]
    begins: ClassVar[bool] = False
    """It brings its subject into being."""
    ends: ClassVar[bool] = False
    """It takes its subject out of the structure."""
    needs_reason: ClassVar[bool] = False
    """It is not recorded without a reason."""
    by_server: ClassVar[bool] = False
    """The server records it when it does what it says: nobody may say so but an import."""

    def sets(self, fields: Mapping[str, Any], day: int) -> dict[str, Any]:
        """The fields that it sets, given those that stand and its `latest` day (an ordinal)."""
        return {}

    def impossible(self, fields: Mapping[str, Any]) -> str | None:
        """Why it cannot happen to a subject that stands with these fields; None where it can."""
        return None

    def also_ends(self) -> tuple[str, ...]:
        """Slugs of other subjects of the same type that it ends."""
        return ()

    def references(self) -> Iterator[Reference]:
        """Everything that the details name: subjects by type, persons, dependencies."""
        return _references(self)


class Stated(Event, frozen=True):
    """A paper says something of the subject that alters nothing."""

    text: Text


_PLANS: dict[type, list[tuple[str, str, bool]]] = {}


def _references(struct: msgspec.Struct) -> Iterator[Reference]:
    for name, refers, many in _plan(type(struct)):
        value = getattr(struct, name)
        if not value:  # None, unset or empty
            continue
        if refers == "":
            yield from _references(value)
        elif many:
            for one in value:
                yield refers, one
        else:
            yield refers, value


def _plan(cls: type) -> list[tuple[str, str, bool]]:
    """(field, what it refers to, whether it is a list) for each field that names something; "" is a nested struct."""
    plan = _PLANS.get(cls)
    if plan is None:
        hints = get_type_hints(cls, include_extras=True)
        found = ((name, *_refers(hints[name])) for name in cls.__struct_fields__)  # type: ignore[attr-defined]
        plan = _PLANS[cls] = [(name, refers, many) for name, refers, many in found if refers is not None]
    return plan


def _refers(hint: Any) -> tuple[str | None, bool]:
    if get_origin(hint) is Annotated:
        inner, *metas = get_args(hint)
        refers = next((m.extra["refers"] for m in metas if isinstance(m, msgspec.Meta) and m.extra), None)
        return (refers, False) if refers is not None else _refers(inner)
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return "", False
    many = get_origin(hint) is tuple
    for inner in get_args(hint):
        refers, nested = _refers(inner)
        if refers is not None:
            return refers, many or nested
    return None, False
