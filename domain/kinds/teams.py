"""Teams: who does the work, where they are based, and which areas they answer for."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import msgspec

from domain.kinds.event import AreaRef, Count, Event, Name, NewName, SiteRef, Stated, TeamRef, UnitRef
from domain.kinds.fields import Choice, about, one_of
from domain.kinds.state import Fields, given, set_change
from domain.kinds.unnamed_areas import CoversUnnamed, unnamed_fields
from domain.kinds.words import SubjectType, Words, passive, statement, verb

TEAM = SubjectType(
    name="team",
    label="Team",
    plural="teams",
    plural_label="Teams",
    fields={
        "name": "Name",
        "unit": "Belongs to",
        "function": "Work",
        "site": "Based at",
        "covers": "Covers",
        "covers_unnamed": "Also covers, not named",
        "strength": "Strength",
    },
    lists=("covers",),
)
FUNCTIONS = {
    "neighbourhoods": Choice("Neighbourhoods"),
    "response": Choice("Response"),
    "investigation": Choice("Investigation"),
    "safeguarding": Choice("Safeguarding"),
    "headquarters": Choice("Headquarters"),
}
Function = Annotated[
    Literal["neighbourhoods", "response", "investigation", "safeguarding", "headquarters"], one_of(FUNCTIONS)
]
DIRECTIONS = {
    "larger": Choice("It grows, by how much is not said"),
    "smaller": Choice("It shrinks, by how much is not said"),
}


class TeamFormed(Event, frozen=True):
    """A team was formed."""

    kind: ClassVar[str] = "team-formed"
    subject_type: ClassVar[str] = "team"
    begins: ClassVar[bool] = True
    words: ClassVar[Words] = passive(
        "A team is formed", "formed", " in {unit}[, for {covers}][, based at {site}]", deed="Formation of {subject}"
    )

    name: Name
    unit: Annotated[UnitRef, about("Unit that it belongs to", "The unit that it belongs to.")]
    function: Annotated[Function, about("Its work", "What it does.")]
    site: Annotated[SiteRef | None, about("Where it is based", "Its base.")] = None
    covers: Annotated[
        tuple[AreaRef, ...] | None, about("Boroughs and wards that it covers", "The areas that it covers.")
    ] = None
    covers_unnamed: Annotated[
        CoversUnnamed,
        about(
            "Wards that it covers and the paper does not name",
            'Areas of a parent that the paper leaves nameless: `{"area": "brent", "count": 3}`, '
            "with `null` for a count that it does not give either.",
        ),
    ] = msgspec.UNSET
    strength: Annotated[Count | None, about("How many people", "How many people it has.")] = None

    def sets(self, fields: Fields, day: int) -> Fields:
        named = given(name=self.name, unit=self.unit, function=self.function, site=self.site, covers=self.covers)
        return named | unnamed_fields(self.covers_unnamed) | given(strength=self.strength)


class TeamRenamed(Event, frozen=True):
    """A team took another name."""

    kind: ClassVar[str] = "team-renamed"
    subject_type: ClassVar[str] = "team"
    words: ClassVar[Words] = passive("A team takes another name", "renamed", " “{name}”", deed="Renaming of {subject}")

    name: NewName

    def sets(self, fields: Fields, day: int) -> Fields:
        return {"name": self.name}


class TeamMoved(Event, frozen=True):
    """A team moved its base to another site."""

    kind: ClassVar[str] = "team-moved"
    subject_type: ClassVar[str] = "team"
    words: ClassVar[Words] = verb("A team moves to another site", "moved", "move", " to {to}", deed="Move of {subject}")

    to: Annotated[SiteRef, about("Where to", "Its new base.")]

    def sets(self, fields: Fields, day: int) -> Fields:
        return {"site": self.to}


class TeamTransferred(Event, frozen=True):
    """A team moved into another unit."""

    kind: ClassVar[str] = "team-transferred"
    subject_type: ClassVar[str] = "team"
    words: ClassVar[Words] = verb(
        "A team moves into another unit", "moved", "move", " into {to}", deed="Transfer of {subject}"
    )

    to: Annotated[UnitRef, about("Where to", "The unit that it belongs to from then on.")]

    def sets(self, fields: Fields, day: int) -> Fields:
        return {"unit": self.to}


class TeamCoverChanged(Event, frozen=True):
    """Areas were added to what a team covers, or ended."""

    kind: ClassVar[str] = "team-cover-changed"
    subject_type: ClassVar[str] = "team"
    words: ClassVar[Words] = verb(
        "A team covers other areas",
        past="started to cover {add, covers_unnamed} and stopped covering {end}",
        infinitive="start to cover {add, covers_unnamed} and stop covering {end}",
        deed="Change in what {subject} covers",
    )

    add: Annotated[tuple[AreaRef, ...], about("What is added", "Areas that it covers from then on.")] = ()
    end: Annotated[
        tuple[AreaRef, ...],
        about("What ends", "Areas that it covers no longer. Where one is in both lists, it is covered no longer."),
    ] = ()
    covers_unnamed: Annotated[
        CoversUnnamed,
        about(
            "Wards that it covers and the paper does not name",
            "As in `team-formed`. `null` clears it; left out, it stays as it was.",
            clear="It covers none that are not named any more",
        ),
    ] = msgspec.UNSET

    def sets(self, fields: Fields, day: int) -> Fields:
        after = set_change(fields.get("covers", []), self.add, self.end)
        return ({} if after is None else {"covers": after}) | unnamed_fields(self.covers_unnamed)

    def wording(self) -> Words:
        label, deed, gains = self.words.label, self.words.deed, self.add or self.covers_unnamed
        if gains and self.end:
            return self.words
        if gains:
            return verb(label, "started to cover", "start to cover", " {add, covers_unnamed}", deed=deed)
        if self.end:
            return verb(label, "stopped covering", "stop covering", " {end}", deed=deed)
        return verb(label, "kept", "keep", " the areas it has", deed=deed)


class TeamResized(Event, frozen=True):
    """A team grew or shrank, to a figure or in a direction."""

    kind: ClassVar[str] = "team-resized"
    subject_type: ClassVar[str] = "team"
    exactly_one: ClassVar[tuple[str, ...]] = ("strength", "direction")
    words: ClassVar[Words] = verb(
        "A team grows or shrinks",
        "reached",
        "reach",
        " a strength of {strength}",
        deed="Change in the size of {subject}",
    )

    strength: Annotated[
        Count | None,
        about(
            "How many people",
            "How many people it has from then on. Give this or `direction`, not both.",
            hint="Where the paper gives a figure",
            missing="Enter how many people there are, or choose a direction where no figure is given",
        ),
    ] = None
    direction: Annotated[
        Literal["larger", "smaller"] | None,
        one_of(DIRECTIONS),
        about("Or in which direction", "Where the paper gives no figure. The strength stays as it was."),
    ] = None

    def __post_init__(self) -> None:
        if (self.strength is None) == (self.direction is None):
            raise ValueError("give either strength or, where there is no figure, direction")

    def sets(self, fields: Fields, day: int) -> Fields:
        return {} if self.strength is None else {"strength": self.strength}

    def wording(self) -> Words:
        if self.direction is None:
            return self.words
        past, infinitive = ("grew", "grow") if self.direction == "larger" else ("shrank", "shrink")
        return verb(self.words.label, past, infinitive, deed=self.words.deed)


class TeamsMerged(Event, frozen=True, rename={"from_": "from"}):
    """Teams were merged into the subject, and ended."""

    kind: ClassVar[str] = "teams-merged"
    subject_type: ClassVar[str] = "team"
    words: ClassVar[Words] = verb(
        "Teams merge into one", "took over", "take over", " from {from}", deed="Merger into {subject}"
    )

    from_: Annotated[
        tuple[TeamRef, ...],
        msgspec.Meta(min_length=1),
        about(
            "What it takes over from, and ends",
            "The teams that end. The subject is the team that they become, and cannot be among them.",
        ),
    ]

    def also_ends(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.from_))


class TeamDisbanded(Event, frozen=True):
    """A team was disbanded."""

    kind: ClassVar[str] = "team-disbanded"
    subject_type: ClassVar[str] = "team"
    ends: ClassVar[bool] = True
    words: ClassVar[Words] = passive("A team is disbanded", "disbanded", deed="Disbanding of {subject}")


class TeamStated(Stated, frozen=True):
    """A paper says something about a team that alters nothing."""

    kind: ClassVar[str] = "team-stated"
    subject_type: ClassVar[str] = "team"
    words: ClassVar[Words] = statement(of="a team")
