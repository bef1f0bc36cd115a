"""Units: borough commands, Basic Command Units and their functions."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import msgspec

from domain.kinds.event import AreaRef, Event, Name, NewName, Stated, UnitRef
from domain.kinds.fields import Choice, about, one_of
from domain.kinds.state import Fields, given
from domain.kinds.words import SubjectType, Words, passive, statement, verb

UNIT = SubjectType(
    name="unit",
    label="Unit",
    plural="units",
    plural_label="Units",
    fields={"name": "Name", "unit_type": "Type", "parent": "Part of", "areas": "Boroughs"},
    lists=("areas",),
)
UNIT_TYPES = {
    "borough-command": Choice("Borough command"),
    "bcu": Choice("Basic Command Unit", "Basic Command Unit"),
    "function": Choice("Function"),
}


UnitType = Literal["borough-command", "bcu", "function"]


class UnitEstablished(Event, frozen=True):
    """A unit was established."""

    kind: ClassVar[str] = "unit-established"
    subject_type: ClassVar[str] = "unit"
    begins: ClassVar[bool] = True
    words: ClassVar[Words] = passive(
        "A unit is established", "established", "[ in {parent}][ for {areas}]", deed="Establishment of {subject}"
    )

    name: Name
    unit_type: Annotated[
        UnitType,
        one_of(UNIT_TYPES),
        about("Type of unit", "A command of one borough, a command of several (BCU), or a function within a command."),
    ]
    parent: Annotated[UnitRef | None, about("Part of", "The unit that it is part of.")] = None
    areas: Annotated[tuple[AreaRef, ...] | None, about("Boroughs that it is for", "The areas that it answers for.")] = (
        None
    )

    def sets(self, fields: Fields, day: int) -> Fields:
        return given(name=self.name, unit_type=self.unit_type, parent=self.parent, areas=self.areas)

    def wording(self) -> Words:
        if self.unit_type != "function" or self.parent is None or "function" in self.name.lower():
            return self.words
        # By itself the name of a function, "Response", says little: the reader knows the command that gets it.
        return verb(
            self.words.label,
            who="{parent}",
            past="got",
            infinitive="get",
            rest=" its {name} function[ for {areas}]",
            deed=self.words.deed,
        )


class UnitRenamed(Event, frozen=True):
    """A unit took another name."""

    kind: ClassVar[str] = "unit-renamed"
    subject_type: ClassVar[str] = "unit"
    words: ClassVar[Words] = passive("A unit takes another name", "renamed", " “{name}”", deed="Renaming of {subject}")

    name: NewName

    def sets(self, fields: Fields, day: int) -> Fields:
        return {"name": self.name}


class UnitsMerged(Event, frozen=True, rename={"from_": "from"}):
    """Units were merged into the subject, and ended."""

    kind: ClassVar[str] = "units-merged"
    subject_type: ClassVar[str] = "unit"
    words: ClassVar[Words] = verb(
        "Units merge into one",
        past="took over",
        infinitive="take over",
        rest=" from {from}",
        deed="Merger into {subject}",
    )

    from_: Annotated[
        tuple[UnitRef, ...],
        msgspec.Meta(min_length=1),
        about(
            "What it takes over from, and ends",
            "The units that end. The subject is the unit that they become, and cannot be among them.",
        ),
    ]

    def also_ends(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.from_))


class UnitDissolved(Event, frozen=True):
    """A unit was dissolved."""

    kind: ClassVar[str] = "unit-dissolved"
    subject_type: ClassVar[str] = "unit"
    ends: ClassVar[bool] = True
    words: ClassVar[Words] = passive("A unit is dissolved", "dissolved", deed="Dissolution of {subject}")


class UnitStated(Stated, frozen=True):
    """A paper says something about a unit that alters nothing."""

    kind: ClassVar[str] = "unit-stated"
    subject_type: ClassVar[str] = "unit"
    words: ClassVar[Words] = statement(of="a unit")
