"""The base of every kind that starts a change: what happened, as a frozen struct of the entry's `details`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Annotated, ClassVar

import msgspec

from domain.kinds.fields import LONG, SLUG, about, fields_of, refers_to
from domain.kinds.state import Fields
from domain.kinds.words import Words

Slug = Annotated[str, msgspec.Meta(pattern=SLUG)]
Text = Annotated[str, msgspec.Meta(pattern=r"\S")]
"""Something that can be read: not only white space."""
LongText = Annotated[Text, LONG]
Count = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]

AreaRef = Annotated[str, refers_to("area")]
UnitRef = Annotated[str, refers_to("unit")]
SiteRef = Annotated[str, refers_to("site")]
TeamRef = Annotated[str, refers_to("team")]
PostRef = Annotated[str, refers_to("post")]
PersonRef = Annotated[str, refers_to("person")]
DependencyRef = Annotated[str, refers_to("dependency")]

Name = Annotated[Text, about("Name", "What people call it.")]
NewName = Annotated[Text, about("Name", "The new name.")]

PROGRAMME = "programme"
"""The type of the subject of entries about the programme itself. It is always there, and has no state."""

Reference = tuple[str, str]
"""What kind of thing is named, and its slug or id."""


class Event(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True, omit_defaults=True):
    """Something that happened to a subject. Subclasses are named in the past tense and say what."""

    kind: ClassVar[str]
    subject_type: ClassVar[str]
    words: ClassVar[Words]
    """What lists, sentences and reminders call it."""
    begins: ClassVar[bool] = False
    """It brings its subject into being."""
    ends: ClassVar[bool] = False
    """It takes its subject out of the structure."""
    needs_reason: ClassVar[bool] = False
    """It is not recorded without a reason."""
    by_server: ClassVar[bool] = False
    """The server records it when it does what it says: nobody may say so but an import."""
    exactly_one: ClassVar[tuple[str, ...]] = ()
    """Fields of which exactly one is given. The form tells of it at the first."""

    def wording(self) -> Words:
        """The words for this event, where they depend on what it says; else those of its kind."""
        return self.words

    @property
    def given_name(self) -> str | None:
        """The name or title that it gives its subject."""
        return getattr(self, "name", None) or getattr(self, "title", None)

    def sets(self, fields: Fields, day: int) -> Fields:
        """The fields that it sets, given those that stand and its `latest` day (an ordinal)."""
        return {}

    def impossible(self, fields: Fields) -> str | None:
        """Why it cannot happen to a subject that stands with these fields; None where it can."""
        return None

    def also_ends(self) -> tuple[str, ...]:
        """Slugs of other subjects of the same type that it ends."""
        return ()

    def references(self) -> Iterator[Reference]:
        """Everything that the details name: subjects by type, persons, dependencies."""
        return _references(self)


class Stated(Event, frozen=True):
    """A paper says something about the subject that alters nothing."""

    text: Annotated[LongText, about("What the paper says", "What the paper says.")]


def _references(struct: msgspec.Struct) -> Iterator[Reference]:
    for name, refers, is_list in _references_in(type(struct)):
        value = getattr(struct, name)
        if not value:  # None, unset or empty
            continue
        if refers == "":
            yield from _references(value)
        elif is_list:
            for slug in value:
                yield refers, slug
        else:
            yield refers, value


@cache
def _references_in(struct: type[msgspec.Struct]) -> list[tuple[str, str, bool]]:
    """(attribute, what it refers to, whether it is a list) of each field that names something; "" is a struct."""
    naming = (field for field in fields_of(struct) if field.refers or field.struct is not None)
    return [(field.attribute, field.refers, field.is_list) for field in naming]
