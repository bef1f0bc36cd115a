"""Posts: who leads, and who is the point of contact for a borough."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from domain.kinds.event import AreaRef, Event, PersonRef, Stated, Text, UnitRef
from domain.kinds.fields import Choice, about, one_of
from domain.kinds.state import Fields, given
from domain.kinds.teams import Function
from domain.kinds.words import SubjectType, Words, passive, statement, verb
from domain.time.edtf import show

POST = SubjectType(
    name="post",
    label="Post",
    plural="posts",
    plural_label="Posts",
    fields={
        "title": "Title",
        "unit": "Belongs to",
        "rank": "Rank",
        "function": "Work",
        "area": "Borough",
        "holder": "Held by",
    },
)
TENURES = {
    "substantive": Choice("Substantive", ""),
    "acting": Choice("Acting"),
    "temporary": Choice("Temporary"),
}


Tenure = Literal["substantive", "acting", "temporary"]


class PostCreated(Event, frozen=True):
    """A post was created."""

    kind: ClassVar[str] = "post-created"
    subject_type: ClassVar[str] = "post"
    begins: ClassVar[bool] = True
    words: ClassVar[Words] = passive(
        "A post is created",
        "created",
        " in {unit}[ to lead {function}][, as the point of contact for {area}]",
        deed="Creation of {subject}",
    )

    title: Annotated[Text, about("Title", "What the post is called.")]
    unit: Annotated[UnitRef, about("Unit that it belongs to", "The unit that it belongs to.")]
    rank: Annotated[Text | None, about("Rank", "The rank that goes with it.")] = None
    function: Annotated[Function | None, about("Its work", "What its holder leads.")] = None
    area: Annotated[
        AreaRef | None,
        about(
            "Borough",
            "The borough whose point of contact its holder is.",
            hint="Only where the post is the point of contact for it",
        ),
    ] = None

    def sets(self, fields: Fields, day: int) -> Fields:
        return given(title=self.title, unit=self.unit, rank=self.rank, function=self.function, area=self.area)


class LeaderAppointed(Event, frozen=True):
    """A person was appointed to a post."""

    kind: ClassVar[str] = "leader-appointed"
    subject_type: ClassVar[str] = "post"
    words: ClassVar[Words] = verb(
        "Someone is appointed to a post",
        who="[{rank} ]{person}",
        past="was appointed",
        infinitive="be appointed",
        rest=" [{tenure} ]{subject}",
        deed="Appointment to {subject}",
    )

    person: Annotated[PersonRef, about("Who", "Who, by the id in the register.")]
    tenure: Annotated[
        Tenure,
        one_of(TENURES),
        about("Tenure", "For good, in the place of someone, or for a time."),
    ]
    rank: Annotated[Text | None, about("Rank", "The rank of the person.", hint="As the paper gives it")] = None

    def sets(self, fields: Fields, day: int) -> Fields:
        # The people register has the name, not the log: the answer to a question puts it in.
        holder = {"person": self.person, "name": None, "rank": self.rank, "tenure": self.tenure, "since": show(day)}
        return {"holder": holder}


class PostVacated(Event, frozen=True):
    """The holder left a post."""

    kind: ClassVar[str] = "post-vacated"
    subject_type: ClassVar[str] = "post"
    words: ClassVar[Words] = verb(
        "The holder leaves a post", past="fell vacant", infinitive="fall vacant", deed="Vacancy of {subject}"
    )

    def sets(self, fields: Fields, day: int) -> Fields:
        return {"holder": None}

    def impossible(self, fields: Fields) -> str | None:
        return None if fields.get("holder") else "nobody holds the post"


class PostAbolished(Event, frozen=True):
    """A post was abolished."""

    kind: ClassVar[str] = "post-abolished"
    subject_type: ClassVar[str] = "post"
    ends: ClassVar[bool] = True
    words: ClassVar[Words] = passive("A post is abolished", "abolished", deed="Abolition of {subject}")


class PostStated(Stated, frozen=True):
    """A paper says something about a post that alters nothing."""

    kind: ClassVar[str] = "post-stated"
    subject_type: ClassVar[str] = "post"
    words: ClassVar[Words] = statement(of="a post")
