"""Sites: the police stations, bases and offices that teams work from."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from domain.kinds.event import AreaRef, Event, LongText, Name, NewName, Stated
from domain.kinds.fields import Choice, about, one_of
from domain.kinds.state import Fields, given, set_change
from domain.kinds.words import SubjectType, Words, passive, statement, verb

SITE = SubjectType(
    name="site",
    label="Site",
    plural="sites",
    plural_label="Sites",
    fields={"name": "Name", "area": "Borough", "address": "Address", "uses": "Used for"},
    lists=("uses",),
)
USES = {
    "headquarters": Choice("Headquarters", "the headquarters"),
    "control-room": Choice("Control room", "a control room"),
    "response-base": Choice("Response base", "a response base"),
    "patrol-base": Choice("Patrol base", "a patrol base"),
    "front-counter": Choice("Front counter", "a front counter"),
    "custody": Choice("Custody suite", "a custody suite"),
    "custody-overflow": Choice("Overflow custody suite", "an overflow custody suite"),
    "neighbourhood-base": Choice("Neighbourhood base", "a neighbourhood base"),
    "office": Choice("Office", "an office"),
}
Use = Annotated[
    Literal[
        "headquarters",
        "control-room",
        "response-base",
        "patrol-base",
        "front-counter",
        "custody",
        "custody-overflow",
        "neighbourhood-base",
        "office",
    ],
    one_of(USES),
]


class SiteOpened(Event, frozen=True):
    """A site was opened."""

    kind: ClassVar[str] = "site-opened"
    subject_type: ClassVar[str] = "site"
    begins: ClassVar[bool] = True
    words: ClassVar[Words] = verb(
        "A site opens", past="opened", infinitive="open", rest="[ with {uses}]", deed="Opening of {subject}"
    )

    name: Name
    area: Annotated[AreaRef | None, about("Borough", "The area that it lies in.")] = None
    address: Annotated[LongText | None, about("Address", "Where it is.")] = None
    uses: Annotated[tuple[Use, ...] | None, about("Used for", "What it is for.")] = None

    def sets(self, fields: Fields, day: int) -> Fields:
        return given(name=self.name, area=self.area, address=self.address, uses=self.uses)


class SiteRenamed(Event, frozen=True):
    """A site took another name."""

    kind: ClassVar[str] = "site-renamed"
    subject_type: ClassVar[str] = "site"
    words: ClassVar[Words] = passive("A site takes another name", "renamed", " “{name}”", deed="Renaming of {subject}")

    name: NewName

    def sets(self, fields: Fields, day: int) -> Fields:
        return {"name": self.name}


class SiteUsesChanged(Event, frozen=True):
    """Uses were added to a site, or ended there."""

    kind: ClassVar[str] = "site-uses-changed"
    subject_type: ClassVar[str] = "site"
    words: ClassVar[Words] = verb(
        "A site is used for other things",
        past="gained {add} and lost {end}",
        infinitive="gain {add} and lose {end}",
        deed="Change in the uses of {subject}",
    )

    add: Annotated[tuple[Use, ...], about("What is added", "Uses that it gains.")] = ()
    end: Annotated[
        tuple[Use, ...], about("What ends", "Uses that it loses. Where one is in both lists, it is lost.")
    ] = ()

    def sets(self, fields: Fields, day: int) -> Fields:
        after = set_change(fields.get("uses", []), self.add, self.end)
        return {} if after is None else {"uses": after}

    def wording(self) -> Words:
        label, deed = self.words.label, self.words.deed
        if self.add and self.end:
            return self.words
        if self.add:
            return verb(label, past="gained {add}", infinitive="gain {add}", deed=deed)
        if self.end:
            return verb(label, past="lost {end}", infinitive="lose {end}", deed=deed)
        return verb(label, past="kept", infinitive="keep", rest=" the uses it has", deed=deed)


class SiteClosed(Event, frozen=True):
    """A site was closed."""

    kind: ClassVar[str] = "site-closed"
    subject_type: ClassVar[str] = "site"
    ends: ClassVar[bool] = True
    words: ClassVar[Words] = verb("A site closes", past="closed", infinitive="close", deed="Closure of {subject}")


class SiteSold(Event, frozen=True):
    """A site was sold, open or closed."""

    kind: ClassVar[str] = "site-sold"
    subject_type: ClassVar[str] = "site"
    ends: ClassVar[bool] = True
    words: ClassVar[Words] = passive("A site is sold", "sold", deed="Sale of {subject}")


class SiteStated(Stated, frozen=True):
    """A paper says something about a site that alters nothing."""

    kind: ClassVar[str] = "site-stated"
    subject_type: ClassVar[str] = "site"
    words: ClassVar[Words] = statement(of="a site")
